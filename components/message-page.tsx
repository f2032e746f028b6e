import type { ReactNode } from 'react'

/** A page that only says something: an error, a refusal, nothing here. Outside the desk's frame it needs a `main` around it. */
export function MessagePage({
  title,
  children,
  actions,
}: {
  title: string
  children: ReactNode
  actions?: ReactNode
}) {
  return (
    <div className="grid min-h-[70dvh] place-items-center px-4 py-16">
      <div className="grid max-w-md gap-3 text-center">
        <h1 className="font-semibold text-xl">{title}</h1>
        <div className="text-balance text-muted-foreground">{children}</div>
        {actions && <div className="mt-3 flex justify-center gap-2">{actions}</div>}
      </div>
    </div>
  )
}
