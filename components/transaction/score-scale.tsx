'use client'

import { useFormatter } from '@/components/locale-provider'

/** The score on a line from 0 to 1, with the threshold on it. */
export function ScoreScale({ score, threshold }: { score: number; threshold: number }) {
  const format = useFormatter()
  const isFlagged = score >= threshold
  return (
    <div>
      <p className="mb-8 flex items-baseline gap-2">
        <span className="font-semibold text-3xl tabular-nums tracking-tight">
          {format.score(score)}
        </span>
        <span className="text-muted-foreground">
          fraud score, {isFlagged ? 'at or above' : 'below'} the threshold of{' '}
          {format.score(threshold)}
        </span>
      </p>
      <div aria-hidden className="relative h-2.5 rounded-full bg-foreground/8">
        <span
          className="absolute inset-y-0 right-0 rounded-r-full bg-flagged/30"
          style={{ left: `${threshold * 100}%` }}
        />
        <span
          className="-top-1.5 -bottom-1.5 absolute w-px bg-foreground/60"
          style={{ left: `${threshold * 100}%` }}
        />
        <span
          className="-translate-x-1/2 absolute -top-6 whitespace-nowrap text-2xs text-muted-foreground"
          style={{ left: `${Math.min(Math.max(threshold, 0.06), 0.94) * 100}%` }}
        >
          threshold
        </span>
        <span
          className={`-translate-x-1/2 -translate-y-1/2 absolute top-1/2 size-4.5 rounded-full border-3 border-raised shadow-xs ${isFlagged ? 'bg-flagged' : 'bg-foreground/50'}`}
          style={{ left: `${score * 100}%` }}
        />
      </div>
      <div
        aria-hidden
        className="mt-1.5 flex justify-between text-2xs text-muted-foreground tabular-nums"
      >
        <span>0</span>
        <span>1</span>
      </div>
    </div>
  )
}
