'use client'

import { Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts'
import { useFormatter } from '@/components/locale-provider'
import {
  type ChartConfig,
  ChartContainer,
  ChartTooltipBox,
  ChartTooltipLine,
} from '@/components/ui/chart'
import type { DescribedBin } from '@/lib/monitoring/describe-bins.ts'
import { roundTicks } from '@/lib/monitoring/round-ticks.ts'

/** Shares of a feature's bins, then and in a month, side by side. */
export function HistogramPlot({
  bins,
  learnedLabel,
  monthLabel,
}: {
  bins: DescribedBin[]
  learnedLabel: string
  monthLabel: string
}) {
  const format = useFormatter()
  const ticks = roundTicks(Math.max(...bins.flatMap(({ learned, month }) => [learned, month])))
  const config = {
    learned: { label: learnedLabel, color: 'var(--input)' },
    month: { label: monthLabel, color: 'var(--accent)' },
  } satisfies ChartConfig
  return (
    <div>
      <ChartContainer
        config={config}
        className="h-56"
        role="figure"
        aria-label={`Shares by bin: ${learnedLabel.toLowerCase()}, and ${monthLabel}; the same figures stand in the table below.`}
      >
        <BarChart data={bins} margin={{ top: 8, right: 8, bottom: 0, left: 0 }} barGap={1}>
          <CartesianGrid vertical={false} />
          <XAxis dataKey="label" tickLine={false} axisLine={false} tickMargin={8} minTickGap={12} />
          <YAxis
            width={44}
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
              const bin: DescribedBin | undefined = active ? payload[0]?.payload : undefined
              return bin ? (
                <ChartTooltipBox title={bin.label}>
                  <ChartTooltipLine
                    swatch={<LearnedMark />}
                    label={learnedLabel}
                    value={format.percent(bin.learned)}
                  />
                  <ChartTooltipLine
                    swatch={<MonthMark />}
                    label={monthLabel}
                    value={format.percent(bin.month)}
                  />
                </ChartTooltipBox>
              ) : null
            }}
          />
          <Bar
            dataKey="learned"
            fill="var(--color-learned)"
            stroke="var(--muted-foreground)"
            strokeDasharray="2 2"
            isAnimationActive={false}
          />
          <Bar dataKey="month" fill="var(--color-month)" isAnimationActive={false} />
        </BarChart>
      </ChartContainer>
      <div className="mt-2 flex flex-wrap gap-x-4 gap-y-1 pl-11 text-muted-foreground text-xs">
        <span className="flex items-center gap-1.5">
          <LearnedMark /> {learnedLabel}
        </span>
        <span className="flex items-center gap-1.5">
          <MonthMark /> {monthLabel}
        </span>
      </div>
    </div>
  )
}

function LearnedMark() {
  return (
    <span aria-hidden className="size-2.5 border border-muted-foreground border-dashed bg-input" />
  )
}

function MonthMark() {
  return <span aria-hidden className="size-2.5 bg-accent" />
}
