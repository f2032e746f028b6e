'use client'

import { TriangleAlertIcon } from 'lucide-react'
import Link from 'next/link'
import { Figure, Figures } from '@/components/figures'
import { useFormatter } from '@/components/locale-provider'
import { Alert, AlertDescription, AlertTitle } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { findTrainingFault, type MonitoringOverview } from '@/lib/monitoring/monitoring-overview.ts'
import { routes } from '@/lib/routes.ts'

const outcomes = { succeeded: 'promoted its model', refused: 'kept the champion' }

/** How old data, labels and the last training are, with a warning when training is overdue or failed. */
export function Freshness({ overview }: { overview: MonitoringOverview }) {
  const format = useFormatter()
  const { lastUpload, lastFinishedRun, newestMonth, newestLabelledMonth, lastLabelsAt } = overview
  const fault = findTrainingFault(overview)
  return (
    <>
      {fault && (
        <Alert variant="warning">
          <TriangleAlertIcon aria-hidden />
          <AlertTitle>Training needs attention</AlertTitle>
          <AlertDescription className="flex flex-wrap items-center justify-between gap-3">
            <span className="min-w-0 flex-1 basis-64">{fault}</span>
            <Button asChild variant="outline" size="sm">
              <Link href={routes.admin(overview.dataset.slug)}>To the models</Link>
            </Button>
          </AlertDescription>
        </Alert>
      )}
      <Figures>
        <Figure
          label="Transactions up to"
          value={newestMonth ? format.shortMonth(newestMonth) : '–'}
          note={
            lastUpload
              ? `${lastUpload.fileName}, ${format.time(lastUpload.committedAt)}`
              : 'Nothing has been uploaded yet'
          }
        />
        <Figure
          label="Labels up to"
          value={newestLabelledMonth ? format.shortMonth(newestLabelledMonth) : '–'}
          note={lastLabelsAt ? `The last came ${format.time(lastLabelsAt)}` : 'No label yet'}
        />
        <Figure
          label="Last finished run"
          value={lastFinishedRun ? format.day(lastFinishedRun.finishedAt) : '–'}
          note={
            lastFinishedRun
              ? `Run ${lastFinishedRun.id} ${outcomes[lastFinishedRun.state]}`
              : 'Nothing has been trained yet'
          }
        />
        <Figure
          label="Open uploads"
          value={format.count(overview.openUploadCount)}
          note={
            overview.openUploadCount === 0
              ? 'Nothing waits for a decision'
              : 'Commit or discard them'
          }
        />
      </Figures>
    </>
  )
}
