'use client'

import type { ReactNode } from 'react'
import { useFormatter } from '@/components/locale-provider'
import { Badge } from '@/components/ui/badge'
import { Card, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table'
import type { Formatter } from '@/lib/format/formatter.ts'
import type { ComparedVersion, Footing, Measured } from '@/lib/models/compare-versions.ts'
import { holdoutIntervals } from '@/lib/models/holdout-intervals.ts'
import { describeResampling } from '@/lib/models/interval.ts'
import type { ShareInterval } from '@/lib/months/share-interval.ts'
import { SideMark } from './side-mark'

type Metrics = Measured['metrics']

/** Every measure of both versions, one row each. */
export function MeasuresCard({
  footing,
  first,
  second,
}: {
  footing: Footing
  first: ComparedVersion
  second: ComparedVersion
}) {
  const format = useFormatter()
  const budgets = footing.first.metrics.recallAtBudget.filter(({ share }) =>
    footing.second.metrics.recallAtBudget.some((other) => other.share === share),
  )
  const rows: [name: string, write: (metrics: Metrics) => ReactNode][] = [
    ['Average precision', (metrics) => writeInterval(metrics.averagePrecision, format.score)],
    [
      'Precision',
      (metrics) =>
        writeInterval(holdoutIntervals(metrics).precision, format.percent) ??
        writeShare(metrics.precision, format),
    ],
    [
      'Recall',
      (metrics) =>
        writeInterval(holdoutIntervals(metrics).recall, format.percent) ??
        writeShare(metrics.recall, format),
    ],
    ['F1', ({ f1 }) => writeScore(f1, format)],
    ['Flagged', ({ flaggedShare }) => writeShare(flaggedShare, format, 2)],
    ...budgets.map(({ share }): [string, (metrics: Metrics) => ReactNode] => [
      `Recall in the top ${format.percent(share)}`,
      ({ recallAtBudget }) =>
        writeShare(recallAtBudget.find((each) => each.share === share)?.recall, format),
    ]),
    [
      'Brier score, lower is better',
      ({ brier }) =>
        brier === undefined
          ? '–'
          : brier.toLocaleString(format.locale, {
              minimumSignificantDigits: 3,
              maximumSignificantDigits: 3,
            }),
    ],
    ['Calibration error', ({ calibrationError }) => writeScore(calibrationError, format)],
  ]
  return (
    <Card className="overflow-hidden">
      <CardHeader className="pb-2">
        <div>
          <CardTitle>
            {footing.isSame ? 'Measures' : 'Measures, each on its own hold-out'}
          </CardTitle>
          <CardDescription>
            At each version's own threshold, with 95% intervals
            {describeResampling(footing.first.metrics.averagePrecision)}.
          </CardDescription>
        </div>
      </CardHeader>
      <Table scrollLabel="Measures of both versions" className="sm:table-fixed">
        <TableHeader>
          <TableRow>
            <TableHead className="sm:w-2/5">Measure</TableHead>
            {(
              [
                ['first', first],
                ['second', second],
              ] as const
            ).map(([side, { version, alias }]) => (
              <TableHead key={side} className="text-right">
                <span className="inline-flex items-center gap-1.5">
                  <SideMark side={side} />
                  <span className="sm:hidden">v{version}</span>
                  <span className="max-sm:hidden">Version {version}</span>
                  {alias && (
                    <Badge
                      variant={alias === 'champion' ? 'accent' : 'outline'}
                      className="max-sm:hidden"
                    >
                      {alias}
                    </Badge>
                  )}
                </span>
              </TableHead>
            ))}
          </TableRow>
        </TableHeader>
        <TableBody>
          {rows.map(([name, write]) => (
            <TableRow key={name}>
              <TableCell>{name}</TableCell>
              <TableCell className="whitespace-nowrap text-right tabular-nums">
                {write(footing.first.metrics) ?? '–'}
              </TableCell>
              <TableCell className="whitespace-nowrap text-right tabular-nums">
                {write(footing.second.metrics) ?? '–'}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Card>
  )
}

/** Null where there is no interval. */
function writeInterval(
  measured: ShareInterval | null | undefined,
  write: (value: number) => string,
): ReactNode {
  if (!measured) return null
  return (
    <>
      {write(measured.value)}{' '}
      <span className="text-muted-foreground text-xs max-sm:block">
        {write(measured.low)}–{write(measured.high)}
      </span>
    </>
  )
}

function writeShare(value: number | undefined, format: Formatter, digits = 1): string {
  return value === undefined ? '–' : format.percent(value, digits)
}

function writeScore(value: number | undefined, format: Formatter): string {
  return value === undefined ? '–' : format.score(value)
}
