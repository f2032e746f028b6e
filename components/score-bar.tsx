'use client'

import { useFormatter } from './locale-provider'

/** A fraud score as a short bar with the threshold's tick, and its figure. */
export function ScoreBar({ score, threshold }: { score: number; threshold: number }) {
  const format = useFormatter()
  const isFlagged = score >= threshold
  return (
    <span className="flex items-center gap-2">
      <span aria-hidden className="relative h-1.5 w-14 rounded-full bg-foreground/10">
        <span
          className={`absolute inset-y-0 left-0 rounded-full ${isFlagged ? 'bg-flagged' : 'bg-foreground/35'}`}
          style={{ width: `${score * 100}%` }}
        />
        <span
          className="-inset-y-0.5 absolute w-px bg-foreground/70"
          style={{ left: `${Math.min(threshold, 1) * 100}%` }}
        />
      </span>
      <span className="tabular-nums">{format.score(score)}</span>
    </span>
  )
}
