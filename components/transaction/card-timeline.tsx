'use client'

import { CartesianGrid, Scatter, ScatterChart, Tooltip, XAxis, YAxis, ZAxis } from 'recharts'
import { useFormatter } from '@/components/locale-provider'
import { Swatch } from '@/components/outcome'
import {
  type ChartConfig,
  ChartContainer,
  ChartTooltipBox,
  ChartTooltipLine,
} from '@/components/ui/chart'
import type { CardTransaction } from '@/lib/transactions/get-transaction.ts'

const colors = {
  amount: { label: 'Amount', color: 'var(--foreground)' },
} satisfies ChartConfig

interface TimelinePoint extends CardTransaction {
  at: number
}

/** The card's amounts over time; colour says what became of each, a ring marks the one in question. */
export function CardTimeline({
  history,
  current,
  currency,
}: {
  history: CardTransaction[]
  current: number
  currency: string
}) {
  const format = useFormatter()
  const points: TimelinePoint[] = history.map((transaction) => ({
    ...transaction,
    at: Date.parse(transaction.occurredAt),
  }))
  const first = points[0]?.at ?? 0
  const last = points.at(-1)?.at ?? 1
  const pad = Math.max((last - first) * 0.02, 60_000)
  return (
    <>
      <ChartContainer
        config={colors}
        className="h-48"
        role="figure"
        aria-label="Amounts of this card's transactions over time; the list below holds them in words."
      >
        <ScatterChart margin={{ top: 8, right: 8, bottom: 0, left: 0 }}>
          <CartesianGrid vertical={false} />
          <XAxis
            dataKey="at"
            type="number"
            domain={[first - pad, last + pad]}
            tickFormatter={(value: number) => format.day(value)}
            tickLine={false}
            axisLine={false}
            minTickGap={48}
            tickMargin={6}
          />
          <YAxis
            dataKey="amount"
            width={52}
            tickFormatter={(value: number) => format.axisMoney(value, currency)}
            tickLine={false}
            axisLine={false}
          />
          <ZAxis range={[44, 44]} />
          <Tooltip
            isAnimationActive={false}
            cursor={false}
            content={({ active, payload }) => {
              const point: TimelinePoint | undefined = active ? payload[0]?.payload : undefined
              if (!point) return null
              return (
                <ChartTooltipBox title={format.time(point.occurredAt)}>
                  <ChartTooltipLine
                    swatch={<Swatch outcome={outcomeOf(point)} />}
                    label={point.merchant ?? 'Amount'}
                    value={format.money(point.amount, currency)}
                  />
                </ChartTooltipBox>
              )
            }}
          />
          <Scatter
            data={points}
            isAnimationActive={false}
            shape={({ cx, cy, index }) => (
              <Mark x={cx ?? 0} y={cy ?? 0} point={points[index]} current={current} />
            )}
          />
        </ScatterChart>
      </ChartContainer>
      <details className="mt-3 text-[0.8125rem]">
        <summary className="w-fit cursor-pointer rounded-sm py-1 text-muted-foreground text-xs hover:text-foreground">
          Show as a list
        </summary>
        <ul className="mt-2 grid max-h-72 gap-1 overflow-y-auto">
          {points.toReversed().map((point) => (
            <li
              key={point.id}
              className={`grid grid-cols-[11rem_minmax(0,1fr)_auto] gap-3 ${point.id === current ? 'font-medium' : ''}`}
            >
              <span className="tabular-nums">{format.time(point.occurredAt)}</span>
              <span className="truncate text-muted-foreground">
                {point.merchant}
                {point.isFraud ? ' (fraud)' : point.isFlagged ? ' (flagged)' : ''}
              </span>
              <span className="text-right tabular-nums">
                {format.money(point.amount, currency)}
              </span>
            </li>
          ))}
        </ul>
      </details>
    </>
  )
}

function outcomeOf({ isFraud, isFlagged }: CardTransaction) {
  if (isFraud) return isFlagged ? 'fraud' : 'missed'
  return isFlagged ? 'flagged' : 'unscored'
}

const fills = {
  fraud: 'var(--fraud)',
  missed: 'var(--missed)',
  flagged: 'var(--flagged)',
  unscored: 'color-mix(in srgb, var(--foreground) 32%, var(--raised))',
} as const

function Mark({
  x,
  y,
  point,
  current,
}: {
  x: number
  y: number
  point: TimelinePoint | undefined
  current: number
}) {
  if (!point) return <g />
  const isCurrent = point.id === current
  return (
    <g>
      {isCurrent && (
        <circle cx={x} cy={y} r={8} fill="none" stroke="var(--foreground)" strokeWidth={1.5} />
      )}
      <circle cx={x} cy={y} r={isCurrent ? 4.5 : 3.5} fill={fills[outcomeOf(point)]} />
    </g>
  )
}
