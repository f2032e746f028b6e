'use client'

import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
import { Command, EmptyState } from '@/components/empty-state'
import { useFormatter } from '@/components/locale-provider'
import { Page, PageHeader } from '@/components/page-header'
import { Pager } from '@/components/pager'
import { useSupabase } from '@/components/supabase-provider'
import { Button } from '@/components/ui/button'
import { Card, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { NativeSelect } from '@/components/ui/native-select'
import { RUNS_PAGE_SIZE, type RunsPage, runsQuery } from '@/lib/models/list-runs.ts'
import {
  formatRunFilters,
  parseRunFilters,
  type RunFilters,
  runStates,
} from '@/lib/models/run-filters.ts'
import { runLooks } from '../../_components/run-looks'
import { UnreadPage } from '../../_components/unread-page'
import { RunList } from './run-list'

/** All runs, page by page; state, page and the open run stand in the URL. */
export function RunsView({ dataset }: { dataset: string }) {
  const client = useSupabase()
  const params = useSearchParams()
  const filters = useMemo(() => parseRunFilters(new URLSearchParams(params)), [params])
  const query = useQuery(runsQuery(client, dataset, filters))
  const { data, isPlaceholderData } = query
  if (!data) return <UnreadPage title="Training runs" query={query} />
  const count = Object.values(data.states).reduce((sum, each) => sum + each, 0)
  const page = Math.floor(data.offset / RUNS_PAGE_SIZE) + 1
  return (
    <Page>
      <PageHeader
        title="Training runs"
        description={`${data.dataset.title}: what every run learned from, tried and came to`}
      />
      <Card className="overflow-hidden">
        {count === 0 ? (
          <EmptyState title="Nothing has been trained yet">
            Load labelled transactions, then run{' '}
            <Command>{`npm run train -- --dataset ${dataset}`}</Command>
          </EmptyState>
        ) : (
          <>
            <CardHeader className="items-center pb-3">
              <div>
                <CardTitle>Runs</CardTitle>
                <CardDescription>Newest first, each with its decision.</CardDescription>
              </div>
              <StateChoice states={data.states} state={filters.state} />
            </CardHeader>
            {data.runs.length === 0 ? (
              <NoneHere />
            ) : (
              <>
                <div aria-busy={isPlaceholderData} className="aria-busy:opacity-60">
                  <RunList
                    // Another page begins with what its link says is open.
                    key={`${filters.state} ${page}`}
                    runs={data.runs}
                    open={filters.run}
                    onOpen={(run) => show({ ...filters, run, page }, 'replaceState')}
                  />
                </div>
                <Pager
                  label="Pages of runs"
                  page={page}
                  pageSize={RUNS_PAGE_SIZE}
                  total={data.total}
                  onPage={(next) => show({ ...filters, run: null, page: next })}
                />
              </>
            )}
          </>
        )}
      </Card>
    </Page>
  )
}

function StateChoice({ states, state }: Pick<RunsPage, 'states'> & Pick<RunFilters, 'state'>) {
  const format = useFormatter()
  return (
    <NativeSelect
      aria-label="Outcome"
      value={state ?? ''}
      onChange={(event) =>
        show({
          state: runStates.find((each) => each === event.target.value) ?? null,
          run: null,
          page: null,
        })
      }
    >
      <option value="">Every outcome</option>
      {runStates
        .filter((each) => each === state || states[each])
        .map((each) => (
          <option key={each} value={each}>
            {runLooks[each].label} ({format.count(states[each] ?? 0)})
          </option>
        ))}
    </NativeSelect>
  )
}

function NoneHere() {
  return (
    <div className="grid justify-items-center gap-3 border-t px-4 py-10 text-muted-foreground">
      There are no such runs.
      <Button
        variant="outline"
        size="sm"
        onClick={() => show({ state: null, run: null, page: null })}
      >
        Show all runs
      </Button>
    </div>
  )
}

/** Opening and closing a run is no step to go back to; another page or state is. */
function show(filters: RunFilters, how: 'pushState' | 'replaceState' = 'pushState'): void {
  window.history[how](null, '', `${window.location.pathname}${formatRunFilters(filters)}`)
}
