import type { ReactNode } from 'react'

/** What is said of a link that opens nothing, and what helps. */
export function LinkIsUseless({ children }: { children?: ReactNode }) {
  return (
    <div role="alert" className="grid gap-2 text-center">
      <h1 className="font-semibold text-base">This link does not work</h1>
      <p className="text-balance text-muted-foreground text-sm">
        {children ??
          'It was used already, is more than a day old, or was replaced by a newer one. If you have chosen a password, sign in with it; else ask an admin for a new link.'}
      </p>
    </div>
  )
}
