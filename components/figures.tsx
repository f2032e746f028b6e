import type { ReactNode } from 'react'
import { cn } from '@/lib/class-names.ts'

/** A row of figures, divided by hairlines. */
export function Figures({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <dl
      className={cn(
        'grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-border sm:auto-cols-fr sm:grid-flow-col sm:grid-cols-none [&>:last-child:nth-child(odd)]:col-span-2 sm:[&>:last-child:nth-child(odd)]:col-span-1',
        className,
      )}
    >
      {children}
    </dl>
  )
}

/** One figure: what it is, how much, and a line that puts it in place. */
export function Figure({
  label,
  value,
  note,
  swatch,
}: {
  label: string
  value: ReactNode
  note?: ReactNode
  swatch?: ReactNode
}) {
  return (
    <div className="min-w-0 bg-raised px-4 py-3 sm:px-5 sm:py-3.5">
      <dt className="flex items-center gap-1.5 text-muted-foreground text-xs">
        {swatch}
        {label}
      </dt>
      <dd className="mt-1 font-semibold text-[1.375rem] tabular-nums leading-7 tracking-tight">
        {value}
      </dd>
      {note && <dd className="mt-0.5 text-pretty text-muted-foreground text-xs">{note}</dd>}
    </div>
  )
}
