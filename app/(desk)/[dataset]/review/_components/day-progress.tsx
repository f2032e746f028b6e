'use client'

import { useFormatter } from '@/components/locale-provider'
import { type Outcome, Swatch } from '@/components/outcome'
import type { ReviewQueue } from '@/lib/reviews/review-queue.ts'

const parts: {
  key: 'fraud' | 'legitimate' | 'unsure'
  label: string
  outcome: Outcome
  fill: string
}[] = [
  { key: 'fraud', label: 'Fraud', outcome: 'fraud', fill: 'bg-fraud' },
  { key: 'legitimate', label: 'Legitimate', outcome: 'legitimate', fill: 'bg-legitimate' },
  { key: 'unsure', label: 'Unsure', outcome: 'unscored', fill: 'bg-foreground/20' },
]

/** What was reviewed today, by outcome, and how much is left. */
export function DayProgress({
  today,
  waitingCount,
}: {
  today: ReviewQueue['today']
  waitingCount: number
}) {
  const format = useFormatter()
  const reviewed = today.fraud + today.legitimate + today.unsure
  const all = Math.max(reviewed + waitingCount, 1)
  return (
    <section
      aria-label="Today"
      className="grid gap-2.5 rounded-lg border bg-raised px-4 py-3 sm:px-5"
    >
      <div className="flex flex-wrap items-baseline gap-x-5 gap-y-1 text-xs">
        <span className="font-medium text-sm tabular-nums">
          {format.count(reviewed)} reviewed today
          {today.own > 0 && (
            <span className="font-normal text-muted-foreground">
              , {today.own === reviewed ? 'all' : format.count(today.own)} by you
            </span>
          )}
        </span>
        <ul className="flex flex-wrap gap-x-4 gap-y-1 text-muted-foreground">
          {parts.map(({ key, label, outcome }) => (
            <li key={key} className="flex items-center gap-1.5 tabular-nums">
              <Swatch outcome={outcome} /> {label} {format.count(today[key])}
            </li>
          ))}
        </ul>
      </div>
      <div aria-hidden className="flex h-1.5 gap-px overflow-hidden rounded-full bg-foreground/8">
        {parts.map(({ key, fill }) => (
          <span
            key={key}
            className={`${fill} transition-[width]`}
            style={{ width: `${(today[key] / all) * 100}%` }}
          />
        ))}
      </div>
    </section>
  )
}
