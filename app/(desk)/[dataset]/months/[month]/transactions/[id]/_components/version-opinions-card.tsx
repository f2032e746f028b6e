'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useFullSupabase } from '@/components/supabase-provider'
import { Alert, AlertDescription } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'
import type { Month } from '@/core/month.ts'
import { versionOpinionsQuery } from '@/lib/transactions/ask-versions.ts'
import { VersionOpinions } from './version-opinions'

/** Asks the other versions on demand: scoring by all of them costs more than the rest of the page. */
export function VersionOpinionsCard({
  dataset,
  month,
  id,
}: {
  dataset: string
  month: Month
  id: number
}) {
  const [isAsked, setIsAsked] = useState(false)
  const { data, error, isFetching, refetch } = useQuery({
    ...versionOpinionsQuery(useFullSupabase(), dataset, month, id),
    enabled: isAsked,
  })
  return (
    <Card>
      <CardHeader className={isAsked ? '' : 'pb-4'}>
        <div>
          <CardTitle>What other versions say</CardTitle>
          <CardDescription>
            From the same features as on that day. What was served stays as it is.
          </CardDescription>
        </div>
        {!isAsked && (
          <Button variant="outline" size="sm" onClick={() => setIsAsked(true)}>
            Ask them
          </Button>
        )}
      </CardHeader>
      {isAsked && (
        <CardContent aria-busy={isFetching} aria-live="polite">
          {data ? (
            <VersionOpinions opinions={data} />
          ) : error && !isFetching ? (
            <Alert variant="error" role="alert">
              <AlertDescription className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
                {error.message}
                <Button variant="outline" size="sm" onClick={() => void refetch()}>
                  Try again
                </Button>
              </AlertDescription>
            </Alert>
          ) : (
            <div className="grid gap-3">
              <Skeleton className="h-9" />
              <Skeleton className="h-9" />
              <Skeleton className="h-9" />
            </div>
          )}
        </CardContent>
      )}
    </Card>
  )
}
