'use client'

import { CircleCheckIcon, CircleMinusIcon, TriangleAlertIcon } from 'lucide-react'
import Link from 'next/link'
import { Command } from '@/components/empty-state'
import { useFormatter } from '@/components/locale-provider'
import { RejectedRows } from '@/components/rejected-rows'
import { Alert, AlertDescription, AlertTitle } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { isMonth } from '@/core/month.ts'
import { routes } from '@/lib/routes.ts'
import type { CommitReport, UploadOutcome } from '@/lib/uploads/upload-outcome.ts'

/** How the upload ended, or what it waits for. */
export function UploadResult({
  outcome,
  currency,
  onDecide,
  onReset,
}: {
  outcome: UploadOutcome
  currency: string
  onDecide: (keepGoodRows: boolean) => void
  onReset: () => void
}) {
  const format = useFormatter()
  switch (outcome.status) {
    case 'committed':
      return <Committed report={outcome} currency={currency} onReset={onReset} />
    case 'already_committed':
      return (
        <div className="grid gap-4">
          <Alert variant="accent" role="status">
            <CircleCheckIcon aria-hidden />
            <AlertTitle>This file is here already</AlertTitle>
            <AlertDescription>
              The same content came as {outcome.fileName} on {format.time(outcome.committedAt)} UTC.
              Nothing was stored again.
            </AlertDescription>
          </Alert>
          <Ways uploadId={outcome.uploadId} onReset={onReset} />
        </div>
      )
    case 'discarded':
      return (
        <div className="grid gap-4">
          <Alert role="status">
            <CircleMinusIcon aria-hidden />
            <AlertTitle>Discarded</AlertTitle>
            <AlertDescription>Nothing of the file was stored.</AlertDescription>
          </Alert>
          <Button className="w-fit" onClick={onReset}>
            Upload another file
          </Button>
        </div>
      )
    case 'needs_decision':
      return (
        <div className="grid gap-4">
          <Alert variant="warning" role="alert">
            <TriangleAlertIcon aria-hidden />
            <AlertTitle>
              {format.count(outcome.rejectedCount)} of {format.count(outcome.rowCount)} rows cannot
              be used
            </AlertTitle>
            <AlertDescription>
              {outcome.goodCount > 0
                ? `Nobody sees anything of the file yet. Keep the ${format.count(outcome.goodCount)} good rows, or discard the upload, mend the file and send it again.`
                : 'There is no good row to keep. Discard the upload, mend the file and send it again.'}
            </AlertDescription>
          </Alert>
          <div className="flex flex-wrap gap-2">
            {outcome.goodCount > 0 && (
              <Button onClick={() => onDecide(true)}>
                Keep {format.count(outcome.goodCount)} good rows
              </Button>
            )}
            <Button variant="outline" onClick={() => onDecide(false)}>
              Discard the upload
            </Button>
          </div>
          <RejectedRows uploadId={outcome.uploadId} />
        </div>
      )
  }
}

function Committed({
  report,
  currency,
  onReset,
}: {
  report: CommitReport
  currency: string
  onReset: () => void
}) {
  const format = useFormatter()
  const months = report.months.filter(isMonth)
  const facts: [name: string, value: string][] = [
    ['Stored', format.count(report.acceptedCount)],
    ['Known already', format.count(report.knownCount)],
    ['Rejected', format.count(report.rejectedCount)],
    ['Scored', format.count(report.scoredCount)],
    [
      'Flagged',
      report.scoredCount > 0
        ? `${format.count(report.flaggedCount)} (${format.compactMoney(report.flaggedAmount, currency)})`
        : '–',
    ],
    ['Labels added', format.count(report.labelsAddedCount)],
  ]
  return (
    <div className="grid gap-4">
      <Alert variant="success" role="status">
        <CircleCheckIcon aria-hidden />
        <AlertTitle>{format.count(report.acceptedCount)} transactions stored</AlertTitle>
        <AlertDescription>
          {report.championVersion === null ? (
            <>
              No model exists for {report.dataset} yet, so nothing was scored. Run{' '}
              <Command>{`npm run train -- --dataset ${report.dataset}`}</Command>
            </>
          ) : report.scoredCount > 0 ? (
            `Scored by model version ${report.championVersion}.`
          ) : (
            'Nothing in it was newer than what the model has learned from, so nothing was scored.'
          )}
        </AlertDescription>
      </Alert>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-3 lg:grid-cols-6">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt className="text-muted-foreground text-xs">{name}</dt>
            <dd className="font-medium tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      {report.labelConflictCount > 0 && (
        <p className="text-muted-foreground text-xs">
          {format.count(report.labelConflictCount)} labels contradicted what is stored; the stored
          ones stayed.
        </p>
      )}
      {months.length > 0 && (
        <ul className="flex flex-wrap gap-1.5" aria-label="Months of the file">
          {months.map((month) => (
            <li key={month}>
              <Button variant="outline" size="sm" asChild>
                <Link href={routes.month(report.dataset, month)}>{format.shortMonth(month)}</Link>
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Ways uploadId={report.uploadId} onReset={onReset} />
    </div>
  )
}

function Ways({ uploadId, onReset }: { uploadId: string; onReset: () => void }) {
  return (
    <div className="flex flex-wrap gap-2">
      <Button onClick={onReset}>Upload another file</Button>
      <Button variant="outline" asChild>
        <Link href={routes.upload(uploadId)}>See its details</Link>
      </Button>
    </div>
  )
}
