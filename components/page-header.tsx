import type { ReactNode } from 'react'

/** A page's heading with what it is about, and its actions on the right. */
export function PageHeader({
  title,
  description,
  actions,
}: {
  title: ReactNode
  description?: ReactNode
  actions?: ReactNode
}) {
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 grow basis-48">
        <h1 className="font-semibold text-xl leading-7">{title}</h1>
        {description && (
          <div className="wrap-anywhere mt-0.5 text-[0.8125rem] text-muted-foreground">
            {description}
          </div>
        )}
      </div>
      {actions && <div className="flex items-center gap-2">{actions}</div>}
    </div>
  )
}

/** The padding that every page of the desk shares. */
export function Page({ children }: { children: ReactNode }) {
  return (
    <div className="mx-auto grid w-full max-w-[90rem] gap-5 px-4 py-5 sm:px-6 sm:py-6">
      {children}
    </div>
  )
}
