'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { EmptyState } from '@/components/empty-state'
import { useFormatter } from '@/components/locale-provider'
import { Pager } from '@/components/pager'
import { useSupabase } from '@/components/supabase-provider'
import { Alert, AlertDescription } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Card, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { Segmented } from '@/components/ui/segmented'
import { Skeleton } from '@/components/ui/skeleton'
import type { FeatureDefinition } from '@/core/datasets/profile.ts'
import type { Month } from '@/core/month.ts'
import { routes } from '@/lib/routes.ts'
import {
  countActiveFilters,
  type FlaggedFilters,
  noFilters,
  PAGE_SIZE,
} from '@/lib/transactions/flagged-filters.ts'
import { flaggedCategoriesQuery, flaggedQuery } from '@/lib/transactions/list-flagged.ts'
import { FilterBar } from './filter-bar'
import { FlaggedTable } from './flagged-table'
import { TableActions } from './table-actions'
import { useFlaggedFilters } from './use-flagged-filters'

/** The month's flagged (or missed) transactions; filtered, sorted and paged by the database. */
export function FlaggedTransactions({
  dataset,
  month,
  currency,
  features,
}: {
  dataset: string
  month: Month
  currency: string
  features: readonly FeatureDefinition[]
}) {
  const client = useSupabase()
  const queryClient = useQueryClient()
  const format = useFormatter()
  const [filters, setFilters] = useFlaggedFilters()
  const { data, error, isPlaceholderData, refetch } = useQuery(
    flaggedQuery(client, dataset, month, filters),
  )
  const { data: categories } = useQuery(
    flaggedCategoriesQuery(client, dataset, month, filters.shown),
  )
  const isLastPage = !data || filters.page * PAGE_SIZE >= data.total

  useEffect(() => {
    if (isLastPage) return
    const next = { ...filters, page: filters.page + 1 }
    void queryClient.prefetchQuery(flaggedQuery(client, dataset, month, next))
  }, [isLastPage, filters, queryClient, client, dataset, month])

  return (
    <Card className="overflow-hidden">
      <CardHeader>
        <div>
          <CardTitle>
            {filters.shown === 'missed' ? 'Missed fraud' : 'Flagged transactions'}
          </CardTitle>
          <CardDescription aria-live="polite">
            {!data
              ? 'Reading…'
              : data.total === 0
                ? 'None'
                : `${format.count(data.total)} worth ${format.compactMoney(data.amount, currency)}`}
          </CardDescription>
        </div>
        <Segmented
          label="Which transactions"
          value={filters.shown}
          onChange={(shown) => setFilters({ ...noFilters, shown })}
          options={[
            { value: 'flagged', label: 'Flagged' },
            { value: 'missed', label: 'Missed' },
          ]}
        />
      </CardHeader>
      <FilterBar
        month={month}
        filters={filters}
        categories={categories ?? []}
        onChange={setFilters}
        actions={
          <TableActions
            filters={filters}
            exportPath={routes.monthExport(dataset, month)}
            onHide={(hidden) => setFilters({ hidden, page: filters.page }, 'replace')}
          />
        }
      />
      {error ? (
        <Alert variant="error" role="alert" className="m-4 w-auto">
          <AlertDescription className="flex items-center justify-between gap-4">
            {error.message}
            <Button variant="outline" size="sm" onClick={() => void refetch()}>
              Try again
            </Button>
          </AlertDescription>
        </Alert>
      ) : !data ? (
        <div className="grid gap-2 p-5">
          {Array.from({ length: 8 }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: skeleton rows have nothing else to tell them apart.
            <Skeleton key={index} className="h-9" />
          ))}
        </div>
      ) : data.rows.length === 0 ? (
        <NoRows filters={filters} total={data.total} onChange={setFilters} />
      ) : (
        <>
          <FlaggedTable
            rows={data.rows}
            dataset={dataset}
            month={month}
            currency={currency}
            features={features}
            filters={filters}
            onSort={(sort) => setFilters(sort)}
            isStale={isPlaceholderData}
          />
          <Pager
            label="Pages"
            page={filters.page}
            pageSize={PAGE_SIZE}
            total={data.total}
            onPage={(page) => setFilters({ page })}
          />
        </>
      )}
    </Card>
  )
}

function NoRows({
  filters,
  total,
  onChange,
}: {
  filters: FlaggedFilters
  total: number
  onChange: (change: Partial<FlaggedFilters>) => void
}) {
  if (total > 0) {
    return (
      <EmptyState
        title="There are no rows on this page"
        action={<Button onClick={() => onChange({ page: 1 })}>Go to the first page</Button>}
      />
    )
  }
  if (countActiveFilters(filters) > 0) {
    return (
      <EmptyState
        title="Nothing matches these filters"
        action={
          <Button variant="outline" onClick={() => onChange(noFilters)}>
            Clear the filters
          </Button>
        }
      />
    )
  }
  return filters.shown === 'missed' ? (
    <EmptyState title="No missed fraud is known">
      Fraud shows up here when a label says so and the model had not flagged it.
    </EmptyState>
  ) : (
    <EmptyState title="Nothing was flagged">
      No transaction of this month reached the threshold.
    </EmptyState>
  )
}
