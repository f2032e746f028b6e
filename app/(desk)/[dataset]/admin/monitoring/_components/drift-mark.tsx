import type { DriftBand } from '@/core/evaluation/drift.ts'
import { cn } from '@/lib/class-names.ts'

/** What each band is called, and how the heat map shows it without relying on its colour. */
export const driftLooks: Record<DriftBand, { label: string; sign: string; className: string }> = {
  stable: { label: 'Stable', sign: '', className: 'bg-legitimate/25' },
  moderate: {
    label: 'Moderate',
    sign: '◐',
    className: 'bg-flagged/55 text-foreground dark:text-background',
  },
  strong: { label: 'Strong', sign: '●', className: 'bg-fraud text-white' },
  too_few_rows: { label: 'Too few rows', sign: '–', className: 'bg-muted text-muted-foreground' },
}

/** A square in a band's colour with its sign. */
export function DriftMark({ band, className }: { band: DriftBand; className?: string }) {
  const looks = driftLooks[band]
  return (
    <span
      aria-hidden
      className={cn(
        'grid size-4 shrink-0 place-items-center rounded-[3px] text-2xs leading-none',
        looks.className,
        className,
      )}
    >
      {looks.sign}
    </span>
  )
}
