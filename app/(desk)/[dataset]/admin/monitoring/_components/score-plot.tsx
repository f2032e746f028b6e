'use client'

import { Bar, CartesianGrid, ComposedChart, Line, Tooltip, XAxis, YAxis } from 'recharts'
import { useFormatter } from '@/components/locale-provider'
import {
  type ChartConfig,
  ChartContainer,
  ChartTooltipBox,
  ChartTooltipLine,
} from '@/components/ui/chart'
import { cn } from '@/lib/class-names.ts'
import { roundTicks } from '@/lib/monitoring/round-ticks.ts'
import { type BandedMonth, scoreBands } from '@/lib/monitoring/score-bands.ts'

// The surer the model, the stronger the colour of what it flags; the order of the stack tells the same.
const looks = {
  low: { opacity: 0.25, swatch: 'bg-flagged/25' },
  middle: { opacity: 0.5, swatch: 'bg-flagged/50' },
  high: { opacity: 0.75, swatch: 'bg-flagged/75' },
  highest: { opacity: 1, swatch: 'bg-flagged' },
} as const

const config = {
  low: { label: '0.05 to 0.2', color: 'var(--flagged)' },
  flaggedShare: { label: 'Flagged', color: 'var(--foreground)' },
} satisfies ChartConfig

/** Shares of the bands of the score, stacked by month, with the share that was flagged. */
export function ScorePlot({ months }: { months: BandedMonth[] }) {
  const format = useFormatter()
  const ticks = roundTicks(
    Math.max(
      ...months.map((month) =>
        Math.max(
          month.flaggedShare,
          scoreBands.reduce((sum, { key }) => sum + month[key], 0),
        ),
      ),
    ),
  )
  return (
    <div>
      <ChartContainer
        config={config}
        className="h-56"
        role="figure"
        aria-label="Share of transactions by band of the score and month; the same figures stand in the table below."
      >
        <ComposedChart data={months} margin={{ top: 8, right: 8, bottom: 0, left: 0 }}>
          <CartesianGrid vertical={false} />
          <XAxis
            dataKey="month"
            tickFormatter={format.shortMonth}
            tickLine={false}
            axisLine={false}
            tickMargin={8}
            minTickGap={24}
          />
          <YAxis
            width={48}
            domain={[0, ticks.at(-1)!]}
            ticks={ticks}
            tickFormatter={(value: number) => format.percent(value, (ticks[1] ?? 1) < 0.01 ? 1 : 0)}
            tickLine={false}
            axisLine={false}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ fill: 'var(--muted)' }}
            content={({ active, payload }) => {
              const month: BandedMonth | undefined = active ? payload[0]?.payload : undefined
              return month ? <ScoreTooltip month={month} /> : null
            }}
          />
          {scoreBands.map(({ key }) => (
            <Bar
              key={key}
              dataKey={key}
              stackId="score"
              fill="var(--flagged)"
              fillOpacity={looks[key].opacity}
              stroke="var(--raised)"
              maxBarSize={48}
              isAnimationActive={false}
            />
          ))}
          <Line
            dataKey="flaggedShare"
            stroke="var(--color-flaggedShare)"
            strokeWidth={1.75}
            strokeDasharray="5 3"
            dot={{ r: 3, fill: 'var(--color-flaggedShare)', strokeWidth: 0 }}
            isAnimationActive={false}
          />
        </ComposedChart>
      </ChartContainer>
      <div className="mt-2 flex flex-wrap gap-x-4 gap-y-1 pl-12 text-muted-foreground text-xs">
        {scoreBands.map(({ key, label }) => (
          <span key={key} className="flex items-center gap-1.5">
            <span aria-hidden className={cn('size-2.5', looks[key].swatch)} /> {label}
          </span>
        ))}
        <span className="flex items-center gap-1.5">
          <FlaggedMark /> Flagged
        </span>
      </div>
    </div>
  )
}

function ScoreTooltip({ month }: { month: BandedMonth }) {
  const format = useFormatter()
  const versions = month.versions.map((version) => `v${version}`).join(', ')
  return (
    <ChartTooltipBox title={`${format.month(month.month)}, served by ${versions}`}>
      {scoreBands.toReversed().map(({ key, label }) => (
        <ChartTooltipLine
          key={key}
          swatch={<span aria-hidden className={cn('size-2.5', looks[key].swatch)} />}
          label={label}
          value={format.percent(month[key], 2)}
        />
      ))}
      <ChartTooltipLine
        swatch={<FlaggedMark />}
        label="Flagged"
        value={format.percent(month.flaggedShare, 2)}
      />
    </ChartTooltipBox>
  )
}

function FlaggedMark() {
  return <span aria-hidden className="h-0 w-3.5 border-foreground border-t-2 border-dashed" />
}
