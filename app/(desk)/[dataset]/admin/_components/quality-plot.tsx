'use client'

import { CartesianGrid, Line, LineChart, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts'
import { useFormatter } from '@/components/locale-provider'
import {
  type ChartConfig,
  ChartContainer,
  ChartTooltipBox,
  ChartTooltipLine,
} from '@/components/ui/chart'
import type { Month } from '@/core/month.ts'
import type { ModelVersion } from '@/lib/models/admin-overview.ts'
import type { MonthRow } from '@/lib/months/list-months.ts'
import { measureQuality } from '@/lib/months/prediction-quality.ts'

const colors = {
  precision: { label: 'Precision', color: 'var(--accent)' },
  recall: { label: 'Recall', color: 'var(--foreground)' },
} satisfies ChartConfig

interface QualityPoint {
  month: Month
  precision: number | null
  recall: number | null
  versions: number[]
}

/** Precision and recall of served predictions by month; a line marks where a version began to serve. */
export function QualityPlot({
  months,
  versions,
}: {
  months: MonthRow[]
  versions: ModelVersion[]
}) {
  const format = useFormatter()
  const points: QualityPoint[] = months.flatMap(({ month, predicted }) =>
    predicted ? [{ month, ...measureQuality(predicted), versions: predicted.versions }] : [],
  )
  if (points.length === 0) {
    return (
      <p className="grid h-56 place-items-center text-muted-foreground">
        Nothing has been predicted yet.
      </p>
    )
  }
  const starts = versions.flatMap(({ version }) => {
    const first = points.find((point) => point.versions.includes(version))
    return first ? [{ version, month: first.month }] : []
  })
  return (
    <div>
      <ChartContainer
        config={colors}
        className="h-52"
        role="figure"
        aria-label="Precision and recall by month; the months page holds the same figures in a table."
      >
        <LineChart data={points} margin={{ top: 16, right: 12, bottom: 0, left: 0 }}>
          <CartesianGrid vertical={false} />
          <XAxis
            dataKey="month"
            tickFormatter={format.shortMonth}
            tickLine={false}
            axisLine={false}
            minTickGap={28}
            tickMargin={8}
            padding={{ left: 12, right: 12 }}
          />
          <YAxis
            width={44}
            domain={[0, 1]}
            ticks={[0, 0.25, 0.5, 0.75, 1]}
            tickFormatter={(value: number) => format.percent(value, 0)}
            tickLine={false}
            axisLine={false}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: 'var(--border)' }}
            content={({ active, payload }) => {
              const point: QualityPoint | undefined = active ? payload[0]?.payload : undefined
              return point ? <QualityTooltip point={point} /> : null
            }}
          />
          {starts.map(({ version, month }) => (
            <ReferenceLine
              key={version}
              x={month}
              stroke="var(--accent)"
              strokeOpacity={0.5}
              strokeDasharray="2 3"
              label={{
                value: `v${version}`,
                position: 'top',
                fontSize: 11,
                fill: 'var(--accent)',
              }}
            />
          ))}
          <Line
            dataKey="precision"
            stroke="var(--color-precision)"
            strokeWidth={2}
            dot={{ r: 3, fill: 'var(--color-precision)', strokeWidth: 0 }}
            isAnimationActive={false}
          />
          <Line
            dataKey="recall"
            stroke="var(--color-recall)"
            strokeWidth={1.75}
            strokeDasharray="5 3"
            dot={{ r: 3, fill: 'var(--color-recall)', strokeWidth: 0 }}
            isAnimationActive={false}
          />
        </LineChart>
      </ChartContainer>
      <div className="mt-2 flex gap-4 pl-11 text-muted-foreground text-xs">
        <span className="flex items-center gap-1.5">
          <PrecisionMark /> Precision
        </span>
        <span className="flex items-center gap-1.5">
          <RecallMark /> Recall
        </span>
      </div>
    </div>
  )
}

function PrecisionMark() {
  return <span aria-hidden className="h-0.5 w-3.5 bg-accent" />
}

function RecallMark() {
  return <span aria-hidden className="h-0 w-3.5 border-foreground border-t-2 border-dashed" />
}

function QualityTooltip({ point }: { point: QualityPoint }) {
  const format = useFormatter()
  const write = (share: number | null) => (share === null ? 'Labels not in' : format.percent(share))
  return (
    <ChartTooltipBox title={format.month(point.month)}>
      <ChartTooltipLine
        swatch={<PrecisionMark />}
        label="Precision"
        value={write(point.precision)}
      />
      <ChartTooltipLine swatch={<RecallMark />} label="Recall" value={write(point.recall)} />
    </ChartTooltipBox>
  )
}
