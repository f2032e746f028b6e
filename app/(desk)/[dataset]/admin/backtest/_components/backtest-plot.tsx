'use client'

import {
  CartesianGrid,
  ErrorBar,
  ReferenceLine,
  Scatter,
  ScatterChart,
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
import { type Backtest, ways } from '@/lib/models/backtest-overview.ts'
import { WayMark, wayLooks } from './way-looks'

const config = Object.fromEntries(
  ways.map(({ key, label }) => [key, { label, color: wayLooks[key].color }]),
) satisfies ChartConfig

/** Distance of the ways' points within a month, in months: intervals must not cover one another. */
const OFFSETS = { neverRetrained: -0.12, everyMonth: 0, whenGateAllows: 0.12 } as const

/** Each way's average precision by month, with its interval; a line marks each promotion. */
export function BacktestPlot({ months, decisions }: Pick<Backtest, 'months' | 'decisions'>) {
  const format = useFormatter()
  const last = months.length - 1
  return (
    <div>
      <ChartContainer
        config={config}
        className="h-72"
        role="figure"
        aria-label="Average precision by month of three ways of keeping the model; the same figures stand in the table below."
      >
        <ScatterChart margin={{ top: 18, right: 12, bottom: 0, left: 0 }}>
          <CartesianGrid vertical={false} />
          <XAxis
            type="number"
            dataKey="x"
            domain={[-0.4, last + 0.4]}
            ticks={months.map((_, index) => index)}
            tickFormatter={(index: number) => {
              const month = months[index]
              return month ? format.shortMonth(month.month) : ''
            }}
            tickLine={false}
            axisLine={false}
            tickMargin={8}
            minTickGap={12}
          />
          <YAxis
            type="number"
            width={44}
            domain={[0, 1]}
            ticks={[0, 0.25, 0.5, 0.75, 1]}
            tickLine={false}
            axisLine={false}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={false}
            content={({ active, payload }) => {
              const index: number | undefined = active ? payload[0]?.payload?.index : undefined
              const month = index === undefined ? undefined : months[index]
              return month ? <MonthTooltip month={month} /> : null
            }}
          />
          {decisions.map(({ month, decision }) => {
            const index = months.findIndex((each) => each.month === month)
            return decision === 'promote' && index > 0 ? (
              <ReferenceLine
                key={month}
                x={index - 0.5}
                stroke="var(--accent)"
                strokeOpacity={0.5}
                strokeDasharray="2 3"
                label={{ value: 'promoted', position: 'top', fontSize: 10, fill: 'var(--accent)' }}
              />
            ) : null
          })}
          {ways.map(({ key, label }) => (
            <Scatter
              key={key}
              name={label}
              data={months.flatMap((month, index) => {
                const measured = month.ways[key]?.averagePrecision
                if (!measured) return []
                const { value, low, high } = measured
                return [
                  {
                    index,
                    x: index + OFFSETS[key],
                    y: value,
                    interval: [value - low, high - value],
                  },
                ]
              })}
              dataKey="y"
              fill={wayLooks[key].color}
              shape={wayLooks[key].shape}
              line={{
                stroke: wayLooks[key].color,
                strokeWidth: 1.75,
                strokeDasharray: wayLooks[key].dashes,
              }}
              isAnimationActive={false}
            >
              <ErrorBar
                dataKey="interval"
                direction="y"
                width={5}
                stroke={wayLooks[key].color}
                strokeOpacity={0.6}
                isAnimationActive={false}
              />
            </Scatter>
          ))}
        </ScatterChart>
      </ChartContainer>
      <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1 pl-11 text-muted-foreground text-xs">
        {ways.map(({ key, label }) => (
          <li key={key} className="flex items-center gap-1.5">
            <WayMark way={key} /> {label}
          </li>
        ))}
      </ul>
    </div>
  )
}

function MonthTooltip({ month }: { month: Backtest['months'][number] }) {
  const format = useFormatter()
  return (
    <ChartTooltipBox title={`${format.month(month.month)}, ${format.count(month.frauds)} frauds`}>
      {ways.map(({ key, label }) => {
        const measured = month.ways[key]?.averagePrecision
        return (
          <ChartTooltipLine
            key={key}
            swatch={<WayMark way={key} />}
            label={label}
            value={
              measured
                ? `${format.score(measured.value)} (${format.score(measured.low)} to ${format.score(measured.high)})`
                : 'no model'
            }
          />
        )
      })}
    </ChartTooltipBox>
  )
}
