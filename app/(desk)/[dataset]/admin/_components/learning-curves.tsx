'use client'

import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useSupabase } from '@/components/supabase-provider'
import { Skeleton } from '@/components/ui/skeleton'
import { candidatesQuery } from '@/lib/models/list-candidates.ts'

const LearningPlot = dynamic(
  () => import('./learning-plot').then((module) => module.LearningPlot),
  {
    ssr: false,
    loading: () => <Skeleton className="h-56" />,
  },
)

/** How every candidate of a run learned; read when the run is opened. */
export function LearningCurves({ runId }: { runId: number }) {
  const client = useSupabase()
  const { data, error } = useQuery(candidatesQuery(client, runId))
  return (
    <div className="px-4 pb-4 pl-11 sm:pl-12">
      <h3 className="mb-2 font-medium text-[0.8125rem]">Learning curves</h3>
      {error ? (
        <p role="alert" className="text-fraud-text text-xs">
          {error.message}
        </p>
      ) : data ? (
        <LearningPlot candidates={data} />
      ) : (
        <Skeleton className="h-56" />
      )}
    </div>
  )
}
