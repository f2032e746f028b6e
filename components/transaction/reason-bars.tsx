'use client'

import { useFormatter } from '@/components/locale-provider'
import type { FeatureDefinition } from '@/core/datasets/profile.ts'
import { numberFormat } from '@/core/number-format.ts'
import { describeReason } from '@/core/scoring/describe-reason.ts'
import type { Reason } from '@/core/scoring/top-reasons.ts'

/** The strongest reasons in words, with how far each one pushed the score. */
export function ReasonBars({
  reasons,
  features,
  currency,
}: {
  reasons: readonly Reason[]
  features: readonly FeatureDefinition[]
  currency: string
}) {
  const format = useFormatter()
  const strongest = Math.max(...reasons.map(({ contribution }) => Math.abs(contribution)))
  const signed = numberFormat(format.locale, {
    signDisplay: 'exceptZero',
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  })
  return (
    <div className="@container grid gap-2">
      <div className="flex items-baseline justify-between text-muted-foreground text-xs">
        <h3>Strongest reasons</h3>
        <span>Push in log-odds</span>
      </div>
      <ol className="grid">
        {reasons.map((reason) => (
          <li
            key={reason.feature}
            className="grid grid-cols-[minmax(0,1fr)_5rem_3rem] items-center gap-3 border-t py-2.5 @lg:grid-cols-[minmax(0,1fr)_9rem_3.5rem] @2xl:grid-cols-[minmax(0,1fr)_12rem_3.5rem]"
          >
            <span className="text-[0.8125rem]">
              {describeReason({ features }, reason, currency, format.locale)}
            </span>
            <span
              aria-hidden
              className="flex h-2 rounded-full bg-foreground/6"
              style={{ justifyContent: reason.contribution < 0 ? 'flex-end' : 'flex-start' }}
            >
              <span
                className={`h-full rounded-full ${reason.contribution < 0 ? 'bg-legitimate' : 'bg-flagged'}`}
                style={{ width: `${(Math.abs(reason.contribution) / strongest) * 100}%` }}
              />
            </span>
            <span className="text-right text-[0.8125rem] tabular-nums">
              {signed.format(reason.contribution)}
            </span>
          </li>
        ))}
      </ol>
    </div>
  )
}
