'use client'

import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { Card, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import type { TrainingRun } from '@/lib/models/admin-overview.ts'
import { routes } from '@/lib/routes.ts'
import { RunSummary } from './run-summary'

/** The newest runs with their decisions; each leads to what it tried. */
export function NewestRuns({ dataset, runs }: { dataset: string; runs: TrainingRun[] }) {
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
        {runs.map((run) => (
          <li key={run.id} className="border-t">
            <Link
              href={routes.adminRun(dataset, run.id)}
              className="block px-4 py-3 hover:bg-muted/60 focus-visible:-outline-offset-2 sm:px-5"
            >
              <RunSummary run={run} />
            </Link>
          </li>
        ))}
      </ol>
    </Card>
  )
}
