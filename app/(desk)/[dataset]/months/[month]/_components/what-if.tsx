'use client'

import type { ReactNode } from 'react'
import { useFormatter } from '@/components/locale-provider'
import { type Outcome, Swatch } from '@/components/outcome'
import type { VersionMonth } from '@/lib/months/get-month.ts'
import { measureQuality } from '@/lib/months/prediction-quality.ts'
import { countAtThreshold, type ThresholdOutcome } from '@/lib/months/threshold-outcome.ts'

/** What the model of that day did with the threshold of that day: exact, not from the histograms. */
function servedOutcome(prediction: VersionMonth): ThresholdOutcome {
  return {
    flaggedCount: prediction.flaggedCount,
    caughtCount: prediction.truePositiveCount,
    missedCount: prediction.falseNegativeCount,
    falseAlarmCount: prediction.falsePositiveCount,
    awaitingCount: measureQuality(prediction).awaitingCount,
    caughtAmount: prediction.caughtAmount,
    missedAmount: prediction.missedAmount,
  }
}

/** The month with another threshold, beside what was served. */
export function WhatIf({
  prediction,
  threshold,
  currency,
  reviewCost,
}: {
  prediction: VersionMonth
  threshold: number
  currency: string
  /** What reviewing one alert costs, in currency units. */
  reviewCost: number
}) {
  const format = useFormatter()
  const served = servedOutcome(prediction)
  const outcome =
    threshold === prediction.threshold ? served : countAtThreshold(prediction, threshold)
  const money = (amount: number) => format.compactMoney(amount, currency)
  return (
    <dl className="grid text-[0.8125rem]" aria-live="polite">
      <Line
        label="Flagged"
        outcome="flagged"
        now={outcome.flaggedCount}
        was={served.flaggedCount}
      />
      <Line
        label="Confirmed fraud"
        outcome="fraud"
        now={outcome.caughtCount}
        was={served.caughtCount}
        note={outcome.caughtCount > 0 && money(outcome.caughtAmount)}
      />
      <Line
        label="False alarms"
        outcome="legitimate"
        now={outcome.falseAlarmCount}
        was={served.falseAlarmCount}
      />
      <Line
        label="Awaiting a label"
        outcome="awaiting"
        now={outcome.awaitingCount}
        was={served.awaitingCount}
      />
      <Line
        label="Missed fraud"
        outcome="missed"
        now={outcome.missedCount}
        was={served.missedCount}
        note={outcome.missedCount > 0 && money(outcome.missedAmount)}
      />
      <Cost now={costOf(outcome, reviewCost)} was={costOf(served, reviewCost)} write={money}>
        Missed amounts, and {format.money(reviewCost, currency)} for looking at each flag
      </Cost>
    </dl>
  )
}

/** What a threshold costs in a month: the fraud it lets through, and the work it makes. */
function costOf({ missedAmount, flaggedCount }: ThresholdOutcome, reviewCost: number): number {
  return missedAmount + flaggedCount * reviewCost
}

function Cost({
  now,
  was,
  write,
  children,
}: {
  now: number
  was: number
  write: (amount: number) => string
  children: ReactNode
}) {
  const change = now - was
  return (
    <div className="mt-1 grid grid-cols-[1fr_auto] items-baseline gap-x-3 border-t-2 pt-2">
      <dt className="font-medium">Cost</dt>
      <dd className="text-right tabular-nums">
        {change !== 0 && (
          <span className="mr-3 text-muted-foreground text-xs">
            <Change of={change} write={write} />
          </span>
        )}
        <span className="font-semibold">{write(now)}</span>
      </dd>
      <dd className="col-span-2 mt-0.5 text-muted-foreground text-xs">{children}</dd>
    </div>
  )
}

function Line({
  label,
  outcome,
  now,
  was,
  note,
}: {
  label: string
  outcome: Outcome
  now: number
  was: number
  note?: ReactNode
}) {
  const format = useFormatter()
  const change = now - was
  return (
    <div className="flex items-baseline gap-x-3 border-t py-1.5">
      <dt className="flex grow items-center gap-2 text-muted-foreground">
        <Swatch outcome={outcome} /> {label}
      </dt>
      <dd className="order-last min-w-8 text-right font-medium tabular-nums">
        {format.count(now)}
      </dd>
      {note && <dd className="text-muted-foreground text-xs tabular-nums">{note}</dd>}
      {change !== 0 && (
        <dd className="text-muted-foreground text-xs tabular-nums">
          <Change of={change} write={format.count} />
        </dd>
      )}
    </div>
  )
}

/** How far from what was served. */
function Change({ of: change, write }: { of: number; write: (value: number) => string }) {
  return `${change > 0 ? '+' : '−'}${write(Math.abs(change))}`
}
