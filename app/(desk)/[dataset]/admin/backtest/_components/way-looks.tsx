import { cn } from '@/lib/class-names.ts'
import type { Way } from '@/lib/models/backtest-overview.ts'

/** How each way is drawn: by colour, by its dashes, and by the shape of its points. */
export const wayLooks: Record<
  Way,
  { color: string; dashes: string; shape: 'circle' | 'square' | 'diamond' }
> = {
  neverRetrained: { color: 'var(--missed)', dashes: '2 4', shape: 'square' },
  everyMonth: { color: 'var(--foreground)', dashes: '6 3', shape: 'diamond' },
  whenGateAllows: { color: 'var(--accent)', dashes: '', shape: 'circle' },
}

const shapes = { circle: 'rounded-full', square: '', diamond: 'rotate-45' }

/** A way's point, for legends and tables. */
export function WayMark({ way }: { way: Way }) {
  const { color, shape } = wayLooks[way]
  return (
    <span
      aria-hidden
      className={cn('inline-block size-2 shrink-0', shapes[shape])}
      style={{ backgroundColor: color }}
    />
  )
}
