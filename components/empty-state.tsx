import type { ReactNode } from 'react'

/** Nothing to show yet, why, and what to do about it. */
export function EmptyState({
  title,
  children,
  action,
}: {
  title: string
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <div className="grid place-items-center gap-1.5 px-6 py-14 text-center">
      <h2 className="font-medium text-base">{title}</h2>
      {children && <div className="max-w-md text-balance text-muted-foreground">{children}</div>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  )
}

/** A command to type. */
export function Command({ children }: { children: string }) {
  return (
    <code className="rounded-sm [overflow-wrap:anywhere] sm:whitespace-nowrap bg-muted px-1.5 py-0.5 font-mono text-foreground text-xs">
      {children}
    </code>
  )
}
