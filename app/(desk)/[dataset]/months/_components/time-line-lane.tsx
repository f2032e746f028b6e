import type { ReactNode } from 'react'

/** One line below the months: its name where the axis is, then what stands below them. */
export function TimeLineLane({
  name,
  offset,
  children,
}: {
  name: string
  /** Width of the axis, in pixels. */
  offset: number
  children: ReactNode
}) {
  return (
    <div className="flex items-center">
      <span
        className="shrink-0 whitespace-nowrap pr-2 text-right text-2xs text-muted-foreground"
        style={{ width: offset }}
      >
        {name}
      </span>
      {children}
    </div>
  )
}
