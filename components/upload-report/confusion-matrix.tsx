'use client'

import { useFormatter } from '@/components/locale-provider'
import { type Outcome, Swatch } from '@/components/outcome'
import type { MeasuredUpload } from '@/lib/uploads/read-evaluation.ts'

type Counts = Pick<
  MeasuredUpload,
  'truePositiveCount' | 'falsePositiveCount' | 'falseNegativeCount' | 'trueNegativeCount'
>

/** What was flagged against what it turned out to be, at the threshold that served. */
export function ConfusionMatrix({
  evaluation,
  threshold,
}: {
  evaluation: Counts
  threshold: number
}) {
  const format = useFormatter()
  return (
    <table className="h-fit w-full border-separate border-spacing-0.5 text-center text-xs">
      <caption className="mb-1.5 text-left text-muted-foreground">
        At the threshold of {format.score(threshold)}
      </caption>
      <thead>
        <tr className="text-muted-foreground">
          <td />
          <th scope="col" className="px-1 pb-1 font-normal">
            Was fraud
          </th>
          <th scope="col" className="px-1 pb-1 font-normal">
            Was legitimate
          </th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row" className="pr-2 text-right font-normal text-muted-foreground">
            Flagged
          </th>
          <Cell
            outcome="fraud"
            label="Caught"
            count={evaluation.truePositiveCount}
            className="bg-fraud-soft text-fraud-text"
          />
          <Cell
            outcome="legitimate"
            label="False alarm"
            count={evaluation.falsePositiveCount}
            className="bg-legitimate-soft text-legitimate-text"
          />
        </tr>
        <tr>
          <th scope="row" className="pr-2 text-right font-normal text-muted-foreground">
            Let through
          </th>
          <Cell
            outcome="missed"
            label="Missed"
            count={evaluation.falseNegativeCount}
            className="bg-missed-soft text-missed-text"
          />
          <Cell
            outcome="unscored"
            label="Rightly left"
            count={evaluation.trueNegativeCount}
            className="bg-muted"
          />
        </tr>
      </tbody>
    </table>
  )
}

function Cell({
  outcome,
  label,
  count,
  className,
}: {
  outcome: Outcome
  label: string
  count: number
  className: string
}) {
  const format = useFormatter()
  return (
    <td className={`rounded-sm px-2 py-3 ${className}`}>
      <span className="block font-semibold text-lg tabular-nums leading-6">
        {format.count(count)}
      </span>
      <span className="inline-flex items-center gap-1.5">
        <Swatch outcome={outcome} /> {label}
      </span>
    </td>
  )
}
