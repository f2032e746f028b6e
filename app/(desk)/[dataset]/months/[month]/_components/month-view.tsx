'use client'

import { useSuspenseQuery } from '@tanstack/react-query'
import { ChevronLeftIcon, ChevronRightIcon } from 'lucide-react'
import Link from 'next/link'
import { Command, EmptyState } from '@/components/empty-state'
import { useFormatter } from '@/components/locale-provider'
import { Page, PageHeader } from '@/components/page-header'
import { useSupabase } from '@/components/supabase-provider'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import type { FeatureDefinition } from '@/core/datasets/profile.ts'
import type { Month } from '@/core/month.ts'
import { monthQuery } from '@/lib/months/get-month.ts'
import { routes } from '@/lib/routes.ts'
import { FlaggedTransactions } from './flagged-transactions'
import { MonthCalendar } from './month-calendar'
import { MonthFigures } from './month-figures'
import { ScoreCard } from './score-card'

/** The month page, from what the server has read. */
export function MonthView({
  dataset,
  month,
  features,
  reviewCost,
}: {
  dataset: string
  month: Month
  features: readonly FeatureDefinition[]
  /** What reviewing one alert costs, in currency units. */
  reviewCost: number
}) {
  const { data } = useSuspenseQuery(monthQuery(useSupabase(), dataset, month))
  const format = useFormatter()
  if (!data) return <EmptyState title={`${format.month(month)} holds no transactions`} />

  const { currency } = data.dataset
  return (
    <Page>
      <PageHeader
        title={format.month(month)}
        description={
          <>
            {data.transactionCount === 1
              ? 'One transaction'
              : `${format.count(data.transactionCount)} transactions`}{' '}
            worth {format.compactMoney(data.amount, currency)},{' '}
            {data.labelledCount === 0
              ? 'no labels yet'
              : `${format.percent(data.labelledCount / data.transactionCount, 0)} labelled`}
          </>
        }
        actions={
          <nav aria-label="Neighbouring months" className="flex gap-1">
            <MonthLink dataset={dataset} month={data.previousMonth} name="Previous month">
              <ChevronLeftIcon aria-hidden />
            </MonthLink>
            <MonthLink dataset={dataset} month={data.nextMonth} name="Next month">
              <ChevronRightIcon aria-hidden />
            </MonthLink>
          </nav>
        }
      />
      {data.predictions.length === 0 ? (
        <Card>
          <EmptyState title="No predictions for this month">
            {data.dataset.champion ? (
              <>
                It belongs to the history that models learn from; a model only scores months later
                than what it has seen.
              </>
            ) : (
              <>
                No model serves {data.dataset.title} yet. Run{' '}
                <Command>{`npm run train -- --dataset ${dataset}`}</Command>
              </>
            )}
          </EmptyState>
        </Card>
      ) : (
        <>
          <MonthFigures detail={data} />
          <div className="grid gap-5 xl:grid-cols-[minmax(0,1fr)_19rem]">
            <ScoreCard detail={data} reviewCost={reviewCost} />
            <MonthCalendar dataset={dataset} month={month} />
          </div>
          <FlaggedTransactions
            dataset={dataset}
            month={month}
            currency={currency}
            features={features}
          />
        </>
      )}
    </Page>
  )
}

function MonthLink({
  dataset,
  month,
  name,
  children,
}: {
  dataset: string
  month: Month | null
  name: string
  children: React.ReactNode
}) {
  const format = useFormatter()
  if (!month) {
    return (
      <Button variant="outline" size="icon" disabled aria-label={name}>
        {children}
      </Button>
    )
  }
  return (
    <Button variant="outline" size="icon" asChild>
      <Link href={routes.month(dataset, month)} aria-label={`${name}: ${format.month(month)}`}>
        {children}
      </Link>
    </Button>
  )
}
