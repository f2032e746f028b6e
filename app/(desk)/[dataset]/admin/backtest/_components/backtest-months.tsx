'use client'

import { useFormatter } from '@/components/locale-provider'
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table'
import { type Backtest, ways } from '@/lib/models/backtest-overview.ts'
import { WayMark } from './way-looks'

/** The chart's figures, with precision and recall at the threshold of each model. */
export function BacktestMonths({ months }: Pick<Backtest, 'months'>) {
  const format = useFormatter()
  return (
    <div className="overflow-hidden rounded-md border">
      <Table scrollLabel="Measures by month and way of keeping the model">
        <TableHeader>
          <TableRow>
            <TableHead>Month</TableHead>
            <TableHead className="text-right">Frauds</TableHead>
            {ways.map(({ key, label }) => (
              <TableHead key={key}>
                <span className="inline-flex items-center gap-1.5">
                  <WayMark way={key} /> {label}
                </span>
              </TableHead>
            ))}
          </TableRow>
        </TableHeader>
        <TableBody>
          {months.map((month) => (
            <TableRow key={month.month} className="align-top">
              <TableCell className="whitespace-nowrap align-top">
                {format.month(month.month)}
              </TableCell>
              <TableCell className="text-right align-top tabular-nums">
                {format.count(month.frauds)}
              </TableCell>
              {ways.map(({ key }) => {
                const measured = month.ways[key]
                return (
                  <TableCell key={key} className="whitespace-nowrap tabular-nums">
                    {measured ? (
                      <>
                        {format.score(measured.averagePrecision.value)}{' '}
                        <span className="text-muted-foreground text-xs">
                          {format.score(measured.averagePrecision.low)}–
                          {format.score(measured.averagePrecision.high)}
                        </span>
                        <span className="block text-muted-foreground text-xs">
                          precision {format.percent(measured.precision, 0)}, recall{' '}
                          {format.percent(measured.recall, 0)}, model of{' '}
                          {format.shortMonth(measured.trainedFor)}
                        </span>
                      </>
                    ) : (
                      'no model'
                    )}
                  </TableCell>
                )
              })}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  )
}
