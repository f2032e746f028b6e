'use client'

import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useFormatter } from '@/components/locale-provider'
import { useSupabase } from '@/components/supabase-provider'
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'
import {
  evaluationQuery,
  explainImpossible,
  type MeasuredUpload,
} from '@/lib/uploads/read-evaluation.ts'
import { ConfusionMatrix } from './confusion-matrix'

const PrecisionRecallPlot = dynamic(
  () => import('./precision-recall-plot').then((module) => module.PrecisionRecallPlot),
  { ssr: false, loading: () => <Skeleton className="h-56" /> },
)

/** How the model did on this file's labels, or why that cannot be said. */
export function EvaluationCard({ uploadId }: { uploadId: string }) {
  const { data, error } = useQuery(evaluationQuery(useSupabase(), uploadId))
  const format = useFormatter()
  return (
    <Card aria-label="How the model did on this file">
      <CardHeader>
        <div>
          <CardTitle>How the model did on this file</CardTitle>
          {data?.state === 'evaluated' && (
            <CardDescription>
              {data.modelVersion === null ? 'The model' : `Version ${data.modelVersion}`} on{' '}
              {format.count(data.rowCount)} labelled rows with {format.count(data.fraudCount)}{' '}
              frauds, none of which it learned from.
            </CardDescription>
          )}
        </div>
      </CardHeader>
      <CardContent className="@container">
        {error ? (
          <p className="text-fraud-text">{error.message}</p>
        ) : data === undefined ? (
          <Skeleton className="h-40" />
        ) : data?.state === 'evaluated' ? (
          <Measured evaluation={data} />
        ) : (
          <p className="max-w-prose text-pretty text-muted-foreground">
            {explainImpossible(data?.reasonCode ?? null, data?.fraudCount ?? 0)}
          </p>
        )}
      </CardContent>
    </Card>
  )
}

function Measured({ evaluation }: { evaluation: MeasuredUpload }) {
  const format = useFormatter()
  const { averagePrecision, interval, precision, recall, threshold } = evaluation
  const facts: [name: string, value: string, note: string][] = [
    [
      'Average precision',
      format.score(averagePrecision),
      interval ? `${format.score(interval.low)} to ${format.score(interval.high)}` : 'of 1',
    ],
    ['Precision', format.percent(precision), 'of flags were fraud'],
    ['Recall', format.percent(recall), 'of fraud was flagged'],
  ]
  return (
    <div className="grid gap-5">
      <dl className="grid max-w-2xl grid-cols-3 gap-4">
        {facts.map(([name, value, note]) => (
          <div key={name} className="min-w-0">
            <dt className="text-muted-foreground text-xs">{name}</dt>
            <dd className="mt-0.5 font-semibold text-lg tabular-nums leading-6">{value}</dd>
            <dd className="text-pretty text-muted-foreground text-xs">{note}</dd>
          </div>
        ))}
      </dl>
      <div className="grid gap-x-8 gap-y-5 @xl:grid-cols-[minmax(0,3fr)_minmax(16rem,2fr)]">
        <PrecisionRecallPlot evaluation={evaluation} />
        <ConfusionMatrix evaluation={evaluation} threshold={threshold} />
      </div>
    </div>
  )
}
