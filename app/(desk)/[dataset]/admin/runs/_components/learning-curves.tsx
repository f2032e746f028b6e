'use client'

import { useQuery } from '@tanstack/react-query'
import { QueryFault } from '@/components/query-fault'
import { useSupabase } from '@/components/supabase-provider'
import { Skeleton } from '@/components/ui/skeleton'
import { candidatesQuery } from '@/lib/models/list-candidates.ts'
import { LearningPlot } from './learning-plot'

/** How every candidate of a run learned; read when the run is opened. */
export function LearningCurves({ runId }: { runId: number }) {
  const client = useSupabase()
  const query = useQuery(candidatesQuery(client, runId))
  const { data, error } = query
  return (
    <div className="px-4 pb-5 sm:pr-5 sm:pl-12">
      <h3 className="mb-2 font-medium text-[0.8125rem]">Learning curves</h3>
      {data ? (
        <LearningPlot candidates={data} />
      ) : error ? (
        <QueryFault query={query} />
      ) : (
        <Skeleton className="h-56" />
      )}
    </div>
  )
}
