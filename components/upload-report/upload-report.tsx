'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { Figure, Figures } from '@/components/figures'
import { useFormatter } from '@/components/locale-provider'
import { Swatch } from '@/components/outcome'
import { useSupabase } from '@/components/supabase-provider'
import { Button } from '@/components/ui/button'
import { Skeleton } from '@/components/ui/skeleton'
import { cn } from '@/lib/class-names.ts'
import { routes } from '@/lib/routes.ts'
import { type Upload, uploadQuery } from '@/lib/uploads/list-uploads.ts'
import { EvaluationCard } from './evaluation-card'
import { LabelConflicts } from './label-conflicts'
import { UploadScoresCard } from './upload-scores-card'

/** What came of a committed file: counts, months, scores, contradicting labels, and how the model did on it. */
export function UploadReport({
  uploadId,
  conflictsParameter = null,
}: {
  uploadId: string
  /** Where the address keeps the page of contradicting labels; null where several reports may stand on one screen. */
  conflictsParameter?: string | null
}) {
  const { data: upload, error } = useQuery(uploadQuery(useSupabase(), uploadId))
  if (error) return <p className="text-fraud-text">{error.message}</p>
  if (!upload) return <Skeleton className="h-40" />
  if (upload.state !== 'committed') return null
  return (
    <div className="grid min-w-0 gap-4">
      <UploadFigures upload={upload} />
      <MonthLinks upload={upload} />
      <div
        className={cn(
          'grid min-w-0 gap-4',
          upload.scoredCount > 0 && 'xl:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]',
        )}
      >
        {upload.scoredCount > 0 && <UploadScoresCard upload={upload} />}
        <EvaluationCard uploadId={upload.id} />
      </div>
      {upload.labelConflictCount > 0 && (
        <LabelConflicts
          uploadId={upload.id}
          dataset={upload.dataset}
          currency={upload.currency}
          pageParameter={conflictsParameter}
        />
      )}
    </div>
  )
}

function UploadFigures({ upload }: { upload: Upload }) {
  const format = useFormatter()
  return (
    <Figures>
      <Figure
        label="Stored"
        value={format.count(upload.acceptedCount)}
        note={`of ${format.count(upload.rowCount)} rows`}
      />
      <Figure label="Known already" value={format.count(upload.knownCount)} />
      <Figure label="Rejected" value={format.count(upload.rejectedCount)} />
      <Figure
        label="Flagged"
        swatch={<Swatch outcome="flagged" />}
        value={format.count(upload.flaggedCount)}
        note={
          upload.scoredCount > 0
            ? `${format.compactMoney(upload.flaggedAmount, upload.currency)} at risk`
            : 'Nothing was scored'
        }
      />
      <Figure
        label="Labels added"
        value={format.count(upload.labelsAddedCount)}
        note={
          upload.labelConflictCount > 0
            ? `${format.count(upload.labelConflictCount)} contradicted, not taken`
            : undefined
        }
      />
    </Figures>
  )
}

const SHOWN_MONTHS = 12

function MonthLinks({ upload }: { upload: Upload }) {
  const format = useFormatter()
  const { months, dataset } = upload
  if (months.length === 0) return null
  const rest = months.length - SHOWN_MONTHS
  return (
    <ul className="flex flex-wrap items-center gap-1.5" aria-label="Months of the file">
      <li aria-hidden className="mr-1 text-muted-foreground text-xs">
        {months.length === 1 ? 'Month of the file' : 'Months of the file'}
      </li>
      {months.slice(-SHOWN_MONTHS).map((month) => (
        <li key={month}>
          <Button variant="outline" size="sm" asChild>
            <Link href={routes.month(dataset, month)}>{format.shortMonth(month)}</Link>
          </Button>
        </li>
      ))}
      {rest > 0 && (
        <li>
          <Button variant="ghost" size="sm" asChild>
            <Link href={routes.months(dataset)}>and {format.count(rest)} earlier months</Link>
          </Button>
        </li>
      )}
    </ul>
  )
}
