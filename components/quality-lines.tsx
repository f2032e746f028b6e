'use client'

import { useMemo } from 'react'
import {
  CartesianGrid,
  ErrorBar,
  Line,
  LineChart,
  ReferenceArea,
  ReferenceLine,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { useFormatter } from '@/components/locale-provider'
import {
  type ChartConfig,
  ChartContainer,
  ChartTooltipBox,
  ChartTooltipLine,
} from '@/components/ui/chart'
import type { Month } from '@/core/month.ts'
import type { PredictedMonth } from '@/lib/months/list-months.ts'
import { measureQuality } from '@/lib/months/prediction-quality.ts'
import type { ShareInterval } from '@/lib/months/share-interval.ts'

const colors = {
  precision: { label: 'Precision', color: 'var(--accent)' },
  recall: { label: 'Recall', color: 'var(--foreground)' },
} satisfies ChartConfig

/** A month on the chart; `predicted` is null where no model served. */
export interface QualityMonth {
  month: Month
  predicted: PredictedMonth | null
}

interface QualityPoint {
  month: Month
  precision: number | null
  recall: number | null
  /** How far the intervals reach below and above. */
  precisionReach: [number, number] | null
  recallReach: [number, number] | null
  intervals: { precision: ShareInterval | null; recall: ShareInterval | null }
  /** Predicted, but most labels are still to come. */
  isRecent: boolean
}

/**
 * Precision and recall of served predictions by month, with 95 % intervals; a dashed line marks where a version began to
 * serve, and months whose labels are too recent are shaded.
 */
export function QualityLines({
  months,
  className = 'h-52',
  axisWidth = 44,
  syncId,
  hasOwnAxis = true,
}: {
  months: readonly QualityMonth[]
  className?: string
  axisWidth?: number
  /** Charts of one id point at the same month. */
  syncId?: string
  /** Whether months are written below; not where another chart of the same months stands above. */
  hasOwnAxis?: boolean
}) {
  const format = useFormatter()
  const points = useMemo(() => months.map(toPoint), [months])
  const starts = hasOwnAxis ? listStarts(months) : []
  const recent = points.filter(({ isRecent }) => isRecent)
  return (
    <div>
      <ChartContainer
        config={colors}
        className={className}
        role="figure"
        aria-label="Precision and recall by month with intervals; the table of months holds the same figures."
      >
        <LineChart
          data={points}
          margin={{ top: hasOwnAxis ? 16 : 6, right: 4, bottom: hasOwnAxis ? 0 : 6, left: 0 }}
          {...(syncId ? { syncId } : {})}
        >
          <CartesianGrid vertical={false} />
          <XAxis
            dataKey="month"
            scale="band"
            hide={!hasOwnAxis}
            tickFormatter={format.shortMonth}
            tickLine={false}
            axisLine={false}
            minTickGap={28}
            tickMargin={8}
          />
          <YAxis
            width={axisWidth}
            domain={[0, 1]}
            ticks={hasOwnAxis ? [0, 0.25, 0.5, 0.75, 1] : [0, 0.5, 1]}
            interval={0}
            tickFormatter={(value: number) => format.percent(value, 0)}
            tickLine={false}
            axisLine={false}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: 'var(--border)' }}
            content={({ active, payload }) => {
              const point: QualityPoint | undefined = active ? payload[0]?.payload : undefined
              // A synchronised chart above says it all.
              return point && hasOwnAxis ? <QualityTooltip point={point} /> : null
            }}
          />
          {recent.map(({ month }) => (
            <ReferenceArea
              key={month}
              x1={month}
              x2={month}
              fill="var(--foreground)"
              fillOpacity={0.05}
            />
          ))}
          {starts.map(({ version, month }) => (
            <ReferenceLine
              key={version}
              x={month}
              stroke="var(--accent)"
              strokeOpacity={0.5}
              strokeDasharray="2 3"
              label={{ value: `v${version}`, position: 'top', fontSize: 11, fill: 'var(--accent)' }}
            />
          ))}
          <Line
            dataKey="precision"
            stroke="var(--color-precision)"
            strokeWidth={2}
            dot={{ r: 2.5, fill: 'var(--color-precision)', strokeWidth: 0 }}
            isAnimationActive={false}
          >
            <ErrorBar
              dataKey="precisionReach"
              width={0}
              strokeWidth={1.5}
              stroke="var(--color-precision)"
              opacity={0.4}
              isAnimationActive={false}
            />
          </Line>
          <Line
            dataKey="recall"
            stroke="var(--color-recall)"
            strokeWidth={1.75}
            strokeDasharray="5 3"
            dot={{ r: 2.5, fill: 'var(--color-recall)', strokeWidth: 0 }}
            isAnimationActive={false}
          >
            <ErrorBar
              dataKey="recallReach"
              width={0}
              strokeWidth={1.5}
              stroke="var(--color-recall)"
              opacity={0.3}
              isAnimationActive={false}
            />
          </Line>
        </LineChart>
      </ChartContainer>
      <div className="mt-2 flex flex-wrap gap-x-4 gap-y-1 pl-11 text-muted-foreground text-xs">
        <span className="flex items-center gap-1.5">
          <PrecisionMark /> Precision
        </span>
        <span className="flex items-center gap-1.5">
          <RecallMark /> Recall
        </span>
        {recent.length > 0 && (
          <span className="flex items-center gap-1.5">
            <span aria-hidden className="size-2.5 rounded-[2px] bg-foreground/10" /> Labels too
            recent
          </span>
        )}
      </div>
    </div>
  )
}

function toPoint({ month, predicted }: QualityMonth): QualityPoint {
  const quality = predicted && measureQuality(predicted)
  const { precisionInterval = null, recallInterval = null } = quality ?? {}
  const reach = (interval: ShareInterval | null): [number, number] | null =>
    interval && [interval.value - interval.low, interval.high - interval.value]
  return {
    month,
    precision: precisionInterval?.value ?? null,
    recall: recallInterval?.value ?? null,
    precisionReach: reach(precisionInterval),
    recallReach: reach(recallInterval),
    intervals: { precision: precisionInterval, recall: recallInterval },
    isRecent: quality !== null && !quality.areLabelsIn,
  }
}

/** The first month that each version served. */
function listStarts(months: readonly QualityMonth[]): { version: number; month: Month }[] {
  const starts = new Map<number, Month>()
  for (const { month, predicted } of months)
    for (const version of predicted?.versions ?? [])
      if (!starts.has(version)) starts.set(version, month)
  return [...starts].map(([version, month]) => ({ version, month }))
}

function PrecisionMark() {
  return <span aria-hidden className="h-0.5 w-3.5 bg-accent" />
}

function RecallMark() {
  return <span aria-hidden className="h-0 w-3.5 border-foreground border-t-2 border-dashed" />
}

function QualityTooltip({ point }: { point: QualityPoint }) {
  const format = useFormatter()
  const write = (interval: ShareInterval | null) =>
    interval
      ? `${format.percent(interval.value)} (${format.percent(interval.low, 0)} to ${format.percent(interval.high, 0)})`
      : point.isRecent
        ? 'Labels too recent'
        : '–'
  return (
    <ChartTooltipBox title={format.month(point.month)}>
      <ChartTooltipLine
        swatch={<PrecisionMark />}
        label="Precision"
        value={write(point.intervals.precision)}
      />
      <ChartTooltipLine
        swatch={<RecallMark />}
        label="Recall"
        value={write(point.intervals.recall)}
      />
    </ChartTooltipBox>
  )
}
