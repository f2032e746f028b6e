'use client'

import { CartesianGrid, Line, LineChart, Tooltip, XAxis, YAxis } from 'recharts'
import { useFormatter } from '@/components/locale-provider'
import { Badge } from '@/components/ui/badge'
import {
  type ChartConfig,
  ChartContainer,
  ChartTooltipBox,
  ChartTooltipLine,
} from '@/components/ui/chart'
import { type LearningLine, listLearningLines } from '@/lib/models/learning-points.ts'
import type { LearnedCandidate } from '@/lib/models/list-candidates.ts'

// A family has a colour, and each of its candidates dashes of its own; the chosen one is drawn thicker.
const colors: Record<string, string> = {
  'gradient-boosting': 'var(--accent)',
  'random-forest': 'var(--legitimate)',
  'dense-network': 'var(--foreground)',
  'logistic-regression': 'var(--missed)',
}
const OTHER_FAMILY = 'var(--flagged-text)'
const dashes = ['', '6 3', '2 3', '9 3 2 3'] as const

/** Average precision on validation while each candidate learned. */
export function LearningPlot({ candidates }: { candidates: LearnedCandidate[] }) {
  const format = useFormatter()
  const lines = listLearningLines(candidates)
  if (lines.length === 0) {
    return <p className="text-muted-foreground text-xs">No candidate recorded one.</p>
  }
  const drawn = lines.map((line) => ({
    ...line,
    color: colors[line.family] ?? OTHER_FAMILY,
    dashes: dashes[(line.number - 1) % dashes.length]!,
    width: line.isSelected ? 3 : 1.75,
  }))
  const lowest = Math.min(...lines.flatMap(({ points }) => points.map(readPrecision)))
  // Close curves are told apart by a scale that begins below the lowest of them.
  const step = lowest < 0.5 ? 0.2 : 0.1
  const bottom = Math.floor(Math.max(lowest, 0) / step) * step
  const ticks = Array.from(
    { length: Math.round((1 - bottom) / step) + 1 },
    (_, index) => bottom + index * step,
  )
  const config: ChartConfig = Object.fromEntries(
    drawn.map(({ id, name, color }) => [`line${id}`, { label: name, color }]),
  )
  return (
    <div>
      <ChartContainer
        config={config}
        className="h-52"
        role="figure"
        aria-label="Average precision on validation while each candidate learned; the last figures stand in the list below."
      >
        <LineChart margin={{ top: 8, right: 12, bottom: 16, left: 0 }}>
          <CartesianGrid vertical={false} />
          <XAxis
            type="number"
            dataKey="progress"
            domain={[0, 1]}
            ticks={[0, 0.25, 0.5, 0.75, 1]}
            tickFormatter={(value: number) => format.percent(value, 0)}
            allowDuplicatedCategory={false}
            tickLine={false}
            axisLine={false}
            tickMargin={6}
            label={{
              value: 'Share of the trees or epochs',
              position: 'insideBottom',
              offset: -12,
              fontSize: 11,
              fill: 'var(--muted-foreground)',
            }}
          />
          <YAxis
            width={40}
            domain={[bottom, 1]}
            ticks={ticks}
            tickFormatter={(value: number) => String(Number(value.toFixed(1)))}
            tickLine={false}
            axisLine={false}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: 'var(--border)' }}
            content={({ active, label }) =>
              active && typeof label === 'number' ? (
                <ChartTooltipBox title={`At ${format.percent(label, 0)}`}>
                  {drawn.map((line) => {
                    const point = nearest(line, label)
                    return (
                      <ChartTooltipLine
                        key={line.id}
                        swatch={<LineMark {...line} />}
                        label={`${line.name}, step ${point.step}`}
                        value={format.score(point.averagePrecision)}
                      />
                    )
                  })}
                </ChartTooltipBox>
              ) : null
            }
          />
          {drawn.map(({ id, name, color, dashes, width, points }) => (
            <Line
              key={id}
              name={name}
              data={points}
              dataKey="averagePrecision"
              stroke={color}
              strokeDasharray={dashes}
              strokeWidth={width}
              dot={points.length < 3}
              isAnimationActive={false}
            />
          ))}
        </LineChart>
      </ChartContainer>
      <ul className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-xs sm:pl-10">
        {drawn.map((line) => {
          const last = line.points.at(-1)!
          return (
            <li key={line.id} className="flex items-center gap-1.5">
              <LineMark {...line} />
              {line.name}
              <span className="text-muted-foreground tabular-nums">
                {format.score(last.averagePrecision)} after {format.count(last.step)}
              </span>
              {line.isSelected && <Badge variant="accent">Chosen</Badge>}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function readPrecision({ averagePrecision }: LearningLine['points'][number]): number {
  return averagePrecision
}

function nearest({ points }: LearningLine, progress: number): LearningLine['points'][number] {
  return points.reduce((best, point) =>
    Math.abs(point.progress - progress) < Math.abs(best.progress - progress) ? point : best,
  )
}

function LineMark({ color, dashes }: { color: string; dashes: string }) {
  return (
    <svg aria-hidden="true" width="16" height="4" className="shrink-0">
      <line x1="0" y1="2" x2="16" y2="2" stroke={color} strokeWidth="2" strokeDasharray={dashes} />
    </svg>
  )
}
