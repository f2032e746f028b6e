'use client'

import Link from 'next/link'
import { useFormatter } from '@/components/locale-provider'
import { Card, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table'
import type { MonitoringOverview } from '@/lib/monitoring/monitoring-overview.ts'
import { routes } from '@/lib/routes.ts'
import { CallDays } from './call-days'

const figure = 'text-right tabular-nums whitespace-nowrap'

/** Calls of the edge functions, and how long the last uploads took. */
export function ServiceFigures({ overview }: { overview: MonitoringOverview }) {
  return (
    <div className="grid items-start gap-5 lg:grid-cols-2">
      <Calls calls={overview.calls} days={overview.callDays} />
      <UploadTimes uploads={overview.uploads} />
    </div>
  )
}

function Calls({
  calls,
  days,
}: {
  calls: MonitoringOverview['calls']
  days: MonitoringOverview['callDays']
}) {
  const format = useFormatter()
  return (
    <Card className="overflow-hidden">
      <CardHeader className="pb-2">
        <div>
          <CardTitle>Edge functions</CardTitle>
          <CardDescription>The last seven days, all datasets.</CardDescription>
        </div>
      </CardHeader>
      {calls.length === 0 ? (
        <p className="px-4 pb-5 text-muted-foreground sm:px-5">
          Nothing was called in the last seven days.
        </p>
      ) : (
        <>
          <CallDays days={days} />
          <Table scrollLabel="Calls of edge functions">
            <TableHeader>
              <TableRow>
                <TableHead>Function</TableHead>
                <TableHead className="text-right">Calls</TableHead>
                <TableHead className="text-right max-xl:hidden">Refused</TableHead>
                <TableHead className="text-right">Failed</TableHead>
                <TableHead className="text-right">Mean</TableHead>
                <TableHead className="text-right">Slowest</TableHead>
              </TableRow>
            </TableHeader>
            <TableBody>
              {calls.map((call) => (
                <TableRow key={call.functionName}>
                  <TableCell className="whitespace-nowrap font-mono text-xs">
                    {call.functionName}
                  </TableCell>
                  <TableCell className={figure}>{format.count(call.callCount)}</TableCell>
                  <TableCell className={`${figure} max-xl:hidden`}>
                    {format.count(call.refusedCount)}
                  </TableCell>
                  <TableCell
                    className={call.failedCount > 0 ? `${figure} text-fraud-text` : figure}
                  >
                    {format.count(call.failedCount)}
                  </TableCell>
                  <TableCell className={figure}>{format.duration(call.meanMs)}</TableCell>
                  <TableCell className={figure}>{format.duration(call.slowestMs)}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </>
      )}
    </Card>
  )
}

function UploadTimes({ uploads }: Pick<MonitoringOverview, 'uploads'>) {
  const format = useFormatter()
  return (
    <Card className="overflow-hidden">
      <CardHeader className="pb-2">
        <div>
          <CardTitle>Last uploads</CardTitle>
          <CardDescription>
            From the beginning of the upload until its rows were stored.
          </CardDescription>
        </div>
      </CardHeader>
      {uploads.length === 0 ? (
        <p className="px-4 pb-5 text-muted-foreground sm:px-5">Nothing has been uploaded yet.</p>
      ) : (
        <Table>
          <TableHeader>
            <TableRow>
              <TableHead>File</TableHead>
              <TableHead className="text-right">Rows</TableHead>
              <TableHead className="text-right">Time</TableHead>
              <TableHead className="text-right max-xl:hidden">Rows per second</TableHead>
            </TableRow>
          </TableHeader>
          <TableBody>
            {uploads.map((upload) => (
              <TableRow key={upload.id}>
                <TableCell className="max-w-40 truncate">
                  <Link href={routes.upload(upload.id)} className="hover:underline">
                    {upload.fileName}
                  </Link>
                </TableCell>
                <TableCell className={figure}>{format.count(upload.rowCount)}</TableCell>
                <TableCell className={figure}>{format.duration(upload.durationMs)}</TableCell>
                <TableCell className={`${figure} max-xl:hidden`}>
                  {upload.durationMs > 0
                    ? format.count((upload.rowCount / upload.durationMs) * 1000)
                    : '–'}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Card>
  )
}
