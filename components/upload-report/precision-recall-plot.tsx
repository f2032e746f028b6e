'use client'

import { CartesianGrid, Line, LineChart, ReferenceDot, Tooltip, XAxis, YAxis } from 'recharts'
import { useFormatter } from '@/components/locale-provider'
import {
  type ChartConfig,
  ChartContainer,
  ChartTooltipBox,
  ChartTooltipLine,
} from '@/components/ui/chart'
import type { MeasuredUpload } from '@/lib/uploads/read-evaluation.ts'

const colors = {
  precision: { label: 'Precision', color: 'var(--accent)' },
} satisfies ChartConfig

/** Precision at every recall; the dot is the threshold that served. */
export function PrecisionRecallPlot({ evaluation }: { evaluation: MeasuredUpload }) {
  const format = useFormatter()
  const { curve, precision, recall, averagePrecision } = evaluation
  const percent = (value: number) => format.percent(value, 0)
  return (
    <div className="min-w-0">
      <p className="mb-1.5 text-muted-foreground text-xs">
        Precision by recall; the dot is the threshold
      </p>
      <ChartContainer
        config={colors}
        className="h-48"
        role="figure"
        aria-label={`Precision-recall curve with an average precision of ${format.score(averagePrecision)}. At the threshold: precision ${format.percent(precision)}, recall ${format.percent(recall)}.`}
      >
        <LineChart data={curve} margin={{ top: 6, right: 8, bottom: 0, left: 0 }}>
          <CartesianGrid vertical={false} />
          <XAxis
            dataKey="recall"
            type="number"
            domain={[0, 1]}
            ticks={[0, 0.25, 0.5, 0.75, 1]}
            tickFormatter={percent}
            tickLine={false}
            axisLine={false}
            tickMargin={6}
          />
          <YAxis
            width={40}
            domain={[0, 1]}
            ticks={[0, 0.25, 0.5, 0.75, 1]}
            tickFormatter={percent}
            tickLine={false}
            axisLine={false}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: 'var(--border)' }}
            content={({ active, payload }) => {
              const point: MeasuredUpload['curve'][number] | undefined = active
                ? payload[0]?.payload
                : undefined
              return point ? (
                <ChartTooltipBox title={`Threshold ${format.score(point.threshold)}`}>
                  <ChartTooltipLine
                    swatch={<span aria-hidden className="h-0.5 w-3.5 bg-accent" />}
                    label="Precision"
                    value={format.percent(point.precision)}
                  />
                  <ChartTooltipLine
                    swatch={<span aria-hidden className="w-3.5" />}
                    label="Recall"
                    value={format.percent(point.recall)}
                  />
                </ChartTooltipBox>
              ) : null
            }}
          />
          <Line
            type="stepBefore"
            dataKey="precision"
            stroke="var(--color-precision)"
            strokeWidth={2}
            dot={false}
            isAnimationActive={false}
          />
          <ReferenceDot
            x={recall}
            y={precision}
            r={5}
            fill="var(--foreground)"
            stroke="var(--raised)"
            strokeWidth={2}
          />
        </LineChart>
      </ChartContainer>
    </div>
  )
}
