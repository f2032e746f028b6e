'use client'

import { useMemo } from 'react'
import {
  Bar,
  BarChart,
  CartesianGrid,
  ReferenceArea,
  ReferenceLine,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { useFormatter } from '@/components/locale-provider'
import { Swatch } from '@/components/outcome'
import {
  type ChartConfig,
  ChartContainer,
  ChartTooltipBox,
  ChartTooltipLine,
} from '@/components/ui/chart'
import type { VersionMonth } from '@/lib/months/get-month.ts'
import { groupBins } from '@/lib/months/threshold-outcome.ts'

const colors = {
  fraud: { label: 'Fraud', color: 'var(--fraud)' },
  legitimate: { label: 'Legitimate', color: 'var(--legitimate)' },
  unlabelled: { label: 'No label yet', color: 'var(--flagged)' },
} satisfies ChartConfig

/** Bars of the plot: four stored bins each. */
const BAR_COUNT = 50

interface ScoreBar {
  /** Middle of the bar's range of scores. */
  score: number
  low: number
  high: number
  counts: { fraud: number; legitimate: number; unlabelled: number }
  /** Heights on the plot's scale: fraud up, the rest down. */
  fraud: number
  legitimate: number
  unlabelled: number
}

/** 0 → 0, 9 → 1, 99 → 2: single frauds stay visible beside thousands of legitimate transactions. */
function height(count: number): number {
  return Math.log10(1 + count)
}

/** Fraud above the line and everything else below it, by score; what is at the threshold or right of it is flagged. */
export function ScorePlot({
  prediction,
  threshold,
}: {
  prediction: VersionMonth
  threshold: number
}) {
  const format = useFormatter()
  const bars = useMemo(() => toBars(prediction), [prediction])
  const reach = (side: (bar: ScoreBar) => number) => Math.max(1, ...bars.map(side))
  const up = Math.ceil(reach((bar) => bar.fraud))
  const down = Math.ceil(reach((bar) => -bar.legitimate - bar.unlabelled))
  const ticks = Array.from({ length: up + down + 1 }, (_, index) => index - down)

  return (
    <ChartContainer
      config={colors}
      className="h-56"
      role="figure"
      aria-label={`Scores of ${format.count(prediction.scoredCount)} transactions, with the threshold at ${format.score(threshold)}. The figures beside hold the counts on either side.`}
    >
      <BarChart
        data={bars}
        margin={{ top: 4, right: 4, bottom: 0, left: 0 }}
        stackOffset="sign"
        barCategoryGap={1}
      >
        <defs>
          <pattern
            id="unlabelled-hatch"
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
        <ReferenceArea
          x1={threshold}
          x2={1}
          fill="var(--flagged)"
          fillOpacity={0.1}
          ifOverflow="hidden"
        />
        <XAxis
          dataKey="score"
          type="number"
          domain={[0, 1]}
          ticks={[0, 0.2, 0.4, 0.6, 0.8, 1]}
          tickFormatter={(value: number) => format.percent(value, 0)}
          tickLine={false}
          axisLine={false}
          tickMargin={6}
        />
        <YAxis
          width={36}
          domain={[-down, up]}
          ticks={ticks}
          tickFormatter={(value: number) =>
            value === 0 ? '0' : format.compact(10 ** Math.abs(value))
          }
          tickLine={false}
          axisLine={false}
        />
        <Tooltip
          cursor={{ fill: 'var(--foreground)', fillOpacity: 0.05 }}
          isAnimationActive={false}
          content={({ active, payload }) => {
            const bar: ScoreBar | undefined = active ? payload[0]?.payload : undefined
            return bar ? <BarTooltip bar={bar} /> : null
          }}
        />
        <Bar dataKey="fraud" stackId="score" fill="var(--color-fraud)" isAnimationActive={false} />
        <Bar
          dataKey="legitimate"
          stackId="score"
          fill="var(--color-legitimate)"
          isAnimationActive={false}
        />
        <Bar
          dataKey="unlabelled"
          stackId="score"
          fill="url(#unlabelled-hatch)"
          isAnimationActive={false}
        />
        <ReferenceLine y={0} stroke="var(--foreground)" strokeOpacity={0.55} />
        <ReferenceLine
          x={threshold}
          stroke="var(--foreground)"
          strokeWidth={1.5}
          strokeDasharray="4 3"
        />
      </BarChart>
    </ChartContainer>
  )
}

function toBars(prediction: VersionMonth): ScoreBar[] {
  const size = prediction.fraudScores.length / BAR_COUNT
  const fraud = groupBins(prediction.fraudScores, size)
  const legitimate = groupBins(prediction.legitimateScores, size)
  const unlabelled = groupBins(prediction.unlabelledScores, size)
  return fraud.map((fraudCount, index) => {
    const counts = {
      fraud: fraudCount,
      legitimate: legitimate[index] ?? 0,
      unlabelled: unlabelled[index] ?? 0,
    }
    // A stack on a log scale: its height is that of the sum, shared out by count.
    const rest = counts.legitimate + counts.unlabelled
    const scale = rest === 0 ? 0 : height(rest) / rest
    return {
      score: (index + 0.5) / BAR_COUNT,
      low: index / BAR_COUNT,
      high: (index + 1) / BAR_COUNT,
      counts,
      fraud: height(fraudCount),
      legitimate: -counts.legitimate * scale,
      unlabelled: -counts.unlabelled * scale,
    }
  })
}

function BarTooltip({ bar }: { bar: ScoreBar }) {
  const format = useFormatter()
  return (
    <ChartTooltipBox
      title={`Score ${format.percent(bar.low, 0)} to ${format.percent(bar.high, 0)}`}
    >
      <ChartTooltipLine
        swatch={<Swatch outcome="fraud" />}
        label="Fraud"
        value={format.count(bar.counts.fraud)}
      />
      <ChartTooltipLine
        swatch={<Swatch outcome="legitimate" />}
        label="Legitimate"
        value={format.count(bar.counts.legitimate)}
      />
      <ChartTooltipLine
        swatch={<Swatch outcome="awaiting" />}
        label="No label yet"
        value={format.count(bar.counts.unlabelled)}
      />
    </ChartTooltipBox>
  )
}
