'use client'

import { CircleCheckIcon, CircleMinusIcon, TriangleAlertIcon } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { Command } from '@/components/empty-state'
import { useFormatter } from '@/components/locale-provider'
import { RejectedRows } from '@/components/rejected-rows'
import { Alert, AlertDescription, AlertTitle } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { CardContent } from '@/components/ui/card'
import { UploadReport } from '@/components/upload-report/upload-report'
import { routes } from '@/lib/routes.ts'
import type { CommitReport, UploadOutcome } from '@/lib/uploads/upload-outcome.ts'

/** How the upload ended, or what it waits for. */
export function UploadResult({
  outcome,
  isNewest,
  onDecide,
}: {
  outcome: UploadOutcome
  /** Whether the report stands open; one that others have followed is folded up. */
  isNewest: boolean
  onDecide: (keepGoodRows: boolean) => void
}) {
  const format = useFormatter()
  switch (outcome.status) {
    case 'committed':
      return <Committed report={outcome} isNewest={isNewest} />
    case 'already_committed':
      return (
        <CardContent className="grid gap-4">
          <Alert variant="accent" role="status">
            <CircleCheckIcon aria-hidden />
            <AlertTitle>This file is here already</AlertTitle>
            <AlertDescription>
              The same content came as {outcome.fileName} on {format.time(outcome.committedAt)} UTC.
              Nothing was stored again.
            </AlertDescription>
          </Alert>
          <Details uploadId={outcome.uploadId} />
        </CardContent>
      )
    case 'discarded':
      return (
        <CardContent>
          <Alert role="status">
            <CircleMinusIcon aria-hidden />
            <AlertTitle>Discarded</AlertTitle>
            <AlertDescription>Nothing of the file was stored.</AlertDescription>
          </Alert>
        </CardContent>
      )
    case 'needs_decision':
      return (
        <CardContent className="grid gap-4">
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
        </CardContent>
      )
  }
}

function Committed({ report, isNewest }: { report: CommitReport; isNewest: boolean }) {
  const format = useFormatter()
  const [choice, setChoice] = useState<boolean | null>(null)
  const isOpen = choice ?? isNewest
  return (
    <CardContent className="grid gap-4">
      <Alert variant="success" role="status">
        <CircleCheckIcon aria-hidden />
        <AlertTitle>{headline(report, format.count)}</AlertTitle>
        <AlertDescription>
          {report.championVersion === null ? (
            <>
              No model exists for {report.dataset} yet, so nothing was scored. Run{' '}
              <Command>{`npm run train -- --dataset ${report.dataset}`}</Command>
            </>
          ) : report.scoredCount > 0 ? (
            `Scored by model version ${report.championVersion}.`
          ) : (
            whyUnscored(report)
          )}
        </AlertDescription>
      </Alert>
      {isOpen && <UploadReport uploadId={report.uploadId} />}
      <div className="flex flex-wrap gap-2">
        <Details uploadId={report.uploadId} />
        <Button variant="ghost" aria-expanded={isOpen} onClick={() => setChoice(!isOpen)}>
          {isOpen ? 'Fold up' : 'Show what came of it'}
        </Button>
      </div>
    </CardContent>
  )
}

function headline(report: CommitReport, count: (value: number) => string): string {
  if (report.acceptedCount > 0) return `${count(report.acceptedCount)} transactions stored`
  if (report.labelsAddedCount > 0)
    return `Labels added to ${count(report.labelsAddedCount)} transactions`
  return 'Every row was known already'
}

function whyUnscored({ acceptedCount }: CommitReport): string {
  return acceptedCount === 0
    ? 'Every row was known already, so nothing was scored again.'
    : 'Its new rows belong to the period that the model has learned from, so nothing was scored.'
}

function Details({ uploadId }: { uploadId: string }) {
  return (
    <Button variant="outline" className="w-fit" asChild>
      <Link href={routes.upload(uploadId)}>See its details</Link>
    </Button>
  )
}
