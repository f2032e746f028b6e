'use client'

import { useRouter } from 'next/navigation'
import { useDeferredValue, useMemo } from 'react'
import { Bar, CartesianGrid, ComposedChart, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts'
import { useFormatter } from '@/components/locale-provider'
import { QualityLines } from '@/components/quality-lines'
import { type ChartConfig, ChartContainer } from '@/components/ui/chart'
import { isMonth } from '@/core/month.ts'
import type { ChampionChange, MonthRow, Training } from '@/lib/months/list-months.ts'
import { routes } from '@/lib/routes.ts'
import { type Measure, toMonthPoints } from './months-points.ts'
import { MonthsTooltip } from './months-tooltip'
import { VersionLane } from './version-lane'

const colors = {
  fraud: { label: 'Confirmed fraud', color: 'var(--fraud)' },
  legitimate: { label: 'False alarm', color: 'var(--legitimate)' },
  awaiting: { label: 'Awaiting', color: 'var(--flagged)' },
  missed: { label: 'Missed fraud', color: 'var(--missed)' },
  unscored: {
    label: 'Known fraud, not scored',
    color: 'color-mix(in srgb, var(--foreground) 20%, var(--raised))',
  },
} satisfies ChartConfig

/** Room for the axis on the left, the same in all three lanes so that months stand below each other. */
const AXIS_WIDTH = 44
const margin = { top: 6, right: 4, bottom: 0, left: 0 }

/** The chart's three lanes: fraud, precision and recall, and the model that served. */
export function MonthsPlot({
  dataset,
  months,
  currency,
  measure,
  trainings,
  championChanges,
}: {
  dataset: string
  months: MonthRow[]
  currency: string
  measure: Measure
  trainings: readonly Training[]
  championChanges: readonly ChampionChange[]
}) {
  const format = useFormatter()
  const router = useRouter()
  const points = useMemo(() => toMonthPoints(months, measure), [months, measure])
  const predicted = new Map(months.map((row) => [row.month, row.predicted]))
  const qualityMonths = points.map(({ month }) => ({
    month,
    predicted: predicted.get(month) ?? null,
  }))
  const hasQuality = points.some(({ precision, recall }) => precision !== null || recall !== null)
  // One chart after the other, so that the page answers between them.
  const showsQuality = useDeferredValue(true, false)
  const write = (value: number) =>
    measure === 'count'
      ? format.count(Math.abs(value))
      : format.compactMoney(Math.abs(value), currency)

  return (
    <div className="relative">
      <ChartContainer
        config={colors}
        className="h-64"
        role="figure"
        aria-label="Flagged, confirmed and missed fraud per month. The table below holds the same figures."
      >
        <ComposedChart
          data={points}
          margin={margin}
          stackOffset="sign"
          syncId="months"
          barCategoryGap="22%"
          className="cursor-pointer"
          onClick={({ activeLabel }) => {
            const month = String(activeLabel)
            if (isMonth(month) && months.some((row) => row.month === month))
              router.push(routes.month(dataset, month))
          }}
        >
          <defs>
            <pattern
              id="awaiting-hatch"
              width="4.5"
              height="4.5"
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(-45)"
            >
              <rect width="4.5" height="4.5" fill="var(--flagged-soft)" />
              <rect width="4.5" height="1.8" fill="var(--flagged)" />
            </pattern>
          </defs>
          <CartesianGrid vertical={false} />
          <XAxis
            dataKey="month"
            tickFormatter={format.shortMonth}
            tickLine={false}
            axisLine={false}
            minTickGap={28}
            tickMargin={8}
          />
          <YAxis
            width={AXIS_WIDTH}
            tickFormatter={(value: number) =>
              measure === 'count'
                ? format.compact(Math.abs(value))
                : format.axisMoney(Math.abs(value), currency)
            }
            tickLine={false}
            axisLine={false}
            tickCount={5}
            allowDecimals={measure === 'amount'}
          />
          <Tooltip
            cursor={{ fill: 'var(--foreground)', fillOpacity: 0.05 }}
            isAnimationActive={false}
            content={({ active, payload }) => (
              <MonthsTooltip
                point={active ? payload[0]?.payload : undefined}
                measure={measure}
                write={write}
              />
            )}
          />
          <Bar
            dataKey="unscored"
            stackId="fraud"
            fill="var(--color-unscored)"
            isAnimationActive={false}
          />
          <Bar
            dataKey="fraud"
            stackId="fraud"
            fill="var(--color-fraud)"
            isAnimationActive={false}
          />
          <Bar
            dataKey="legitimate"
            stackId="fraud"
            fill="var(--color-legitimate)"
            isAnimationActive={false}
          />
          <Bar
            dataKey="awaiting"
            stackId="fraud"
            fill="url(#awaiting-hatch)"
            isAnimationActive={false}
          />
          <Bar
            dataKey="missed"
            stackId="fraud"
            fill="var(--color-missed)"
            isAnimationActive={false}
          />
          <ReferenceLine y={0} stroke="var(--foreground)" strokeOpacity={0.55} />
        </ComposedChart>
      </ChartContainer>
      {hasQuality && (
        <div className="mt-2 min-h-[8.0625rem] border-t pt-2">
          {showsQuality && (
            <QualityLines
              months={qualityMonths}
              className="h-24"
              axisWidth={AXIS_WIDTH}
              syncId="months"
              hasOwnAxis={false}
            />
          )}
        </div>
      )}
      <VersionLane
        points={points}
        trainings={trainings}
        championChanges={championChanges}
        offset={AXIS_WIDTH}
      />
    </div>
  )
}
