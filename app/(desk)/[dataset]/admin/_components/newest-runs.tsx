'use client'

import Link from 'next/link'
import { useFormatter } from '@/components/locale-provider'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import type { TrainingRun } from '@/lib/models/admin-overview.ts'
import { routes } from '@/lib/routes.ts'
import { describeOutcome, describeTrigger, runDurationMs, runLooks } from './run-looks'

/** The newest runs with their decisions; each leads to what it tried. */
export function NewestRuns({ dataset, runs }: { dataset: string; runs: TrainingRun[] }) {
  const format = useFormatter()
  return (
    <Card className="overflow-hidden">
      <CardHeader className="pb-3">
        <div>
          <CardTitle>Training runs</CardTitle>
          <CardDescription>The newest ones, each with its decision.</CardDescription>
        </div>
        <Button asChild variant="outline" size="sm">
          <Link href={routes.adminRuns(dataset)}>All runs</Link>
        </Button>
      </CardHeader>
      <ol>
        {runs.map((run) => {
          const { label, variant } = runLooks[run.state]
          const outcome = describeOutcome(run)
          const durationMs = runDurationMs(run)
          return (
            <li key={run.id} className="border-t">
              <Link
                href={routes.adminRun(dataset, run.id)}
                className="grid gap-1 px-4 py-3 hover:bg-muted/60 focus-visible:-outline-offset-2 sm:px-5"
              >
                <span className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
                  <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                    <span className="font-medium tabular-nums">Run {run.id}</span>
                    <Badge variant={variant}>
                      {label}
                      {run.version !== null && ` v${run.version}`}
                    </Badge>
                    <span className="text-muted-foreground text-xs">{describeTrigger(run)}</span>
                  </span>
                  <span className="text-muted-foreground text-xs tabular-nums">
                    {durationMs !== null && (
                      <span className="mr-3 max-sm:hidden">{format.duration(durationMs)}</span>
                    )}
                    {format.time(run.createdAt)}
                  </span>
                </span>
                {outcome && (
                  <span className="text-pretty text-[0.8125rem] text-muted-foreground">
                    {outcome}
                  </span>
                )}
              </Link>
            </li>
          )
        })}
      </ol>
    </Card>
  )
}
