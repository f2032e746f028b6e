'use client'

import { CartesianGrid, Line, LineChart, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts'
import { useFormatter } from '@/components/locale-provider'
import {
  type ChartConfig,
  ChartContainer,
  ChartTooltipBox,
  ChartTooltipLine,
} from '@/components/ui/chart'
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table'
import type { CurvePoint } from '@/lib/models/curve-points.ts'
import { SideMark, sides } from './side-mark'

const ticks = [0, 0.25, 0.5, 0.75, 1]
/** Points of the table beside a chart. */
const TABLE_POINTS = 11

/** Two curves on the unit square, with the same figures as a table. */
export function CurvePlot({
  names,
  first,
  second,
  xLabel,
  yLabel,
  hasDiagonal = false,
  marks,
}: {
  names: { first: string; second: string }
  first: CurvePoint[]
  second: CurvePoint[]
  xLabel: string
  yLabel: string
  hasDiagonal?: boolean
  /** Where vertical lines mark each version. */
  marks?: { first: number; second: number }
}) {
  const format = useFormatter()
  const config = {
    first: { label: names.first, color: sides.first.color },
    second: { label: names.second, color: sides.second.color },
  } satisfies ChartConfig
  if (first.length === 0 && second.length === 0) {
    return (
      <p className="grid h-56 place-items-center text-muted-foreground">
        These versions were stored without it.
      </p>
    )
  }
  return (
    <div>
      <ChartContainer
        config={config}
        className="h-56"
        role="figure"
        aria-label={`${yLabel} against ${xLabel.toLowerCase()} of ${names.first} and ${names.second}; the same figures stand in the table below.`}
      >
        <LineChart margin={{ top: 8, right: 12, bottom: 16, left: 0 }}>
          <CartesianGrid />
          <XAxis
            type="number"
            dataKey="x"
            domain={[0, 1]}
            ticks={ticks}
            allowDuplicatedCategory={false}
            tickLine={false}
            axisLine={false}
            tickMargin={6}
            label={{
              value: xLabel,
              position: 'insideBottom',
              offset: -12,
              fontSize: 11,
              fill: 'var(--muted-foreground)',
            }}
          />
          <YAxis
            type="number"
            width={40}
            domain={[0, 1]}
            ticks={ticks}
            tickLine={false}
            axisLine={false}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: 'var(--border)' }}
            content={({ active, label }) => {
              if (!active || typeof label !== 'number') return null
              return (
                <ChartTooltipBox title={`${xLabel} ${format.score(label)}`}>
                  {(['first', 'second'] as const).map((side) => {
                    const point = nearest(side === 'first' ? first : second, label)
                    return (
                      <ChartTooltipLine
                        key={side}
                        swatch={<SideMark side={side} />}
                        label={`${names[side]}: ${yLabel.toLowerCase()}`}
                        value={point ? format.score(point.y) : '–'}
                      />
                    )
                  })}
                </ChartTooltipBox>
              )
            }}
          />
          {hasDiagonal && (
            <ReferenceLine
              segment={[
                { x: 0, y: 0 },
                { x: 1, y: 1 },
              ]}
              stroke="var(--muted-foreground)"
              strokeDasharray="2 4"
            />
          )}
          {marks &&
            (['second', 'first'] as const).map((side) => (
              <ReferenceLine
                key={side}
                x={marks[side]}
                stroke={sides[side].color}
                strokeDasharray={sides[side].dashes || '1 0'}
                strokeOpacity={0.7}
              />
            ))}
          {(['second', 'first'] as const).map((side) => (
            <Line
              key={side}
              name={names[side]}
              data={side === 'first' ? first : second}
              dataKey="y"
              stroke={`var(--color-${side})`}
              strokeDasharray={sides[side].dashes}
              strokeWidth={2}
              dot={hasDiagonal ? { r: 2.5, strokeWidth: 0, fill: sides[side].color } : false}
              isAnimationActive={false}
            />
          ))}
        </LineChart>
      </ChartContainer>
      <div className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1 pl-10 text-muted-foreground text-xs">
        <span className="flex items-center gap-1.5">
          <SideMark side="first" /> {names.first}
        </span>
        <span className="flex items-center gap-1.5">
          <SideMark side="second" /> {names.second}
        </span>
      </div>
      <details className="mt-3 text-[0.8125rem]">
        <summary className="w-fit cursor-pointer rounded-sm text-muted-foreground hover:text-foreground">
          As a table
        </summary>
        <div className="mt-2 overflow-hidden rounded-md border">
          <Table scrollLabel={`${yLabel} against ${xLabel.toLowerCase()}`}>
            <TableHeader>
              <TableRow>
                <TableHead>{xLabel}</TableHead>
                <TableHead className="text-right">{names.first}</TableHead>
                <TableHead className="text-right">{names.second}</TableHead>
              </TableRow>
            </TableHeader>
            <TableBody>
              {Array.from({ length: TABLE_POINTS }, (_, i) => i / (TABLE_POINTS - 1)).map((x) => (
                <TableRow key={x}>
                  <TableCell className="tabular-nums">{format.score(x)}</TableCell>
                  {[first, second].map((points, side) => {
                    const point = nearest(points, x)
                    return (
                      <TableCell
                        // biome-ignore lint/suspicious/noArrayIndexKey: the two sides never change places within a row.
                        key={side}
                        className="text-right tabular-nums"
                      >
                        {point ? format.score(point.y) : '–'}
                      </TableCell>
                    )
                  })}
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </div>
      </details>
    </div>
  )
}

function nearest(points: readonly CurvePoint[], x: number): CurvePoint | undefined {
  let best = points[0]
  for (const point of points) {
    if (best === undefined || Math.abs(point.x - x) < Math.abs(best.x - x)) best = point
  }
  return best
}
