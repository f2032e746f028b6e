'use client'

import { useSuspenseQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { EmptyState } from '@/components/empty-state'
import { useFormatter } from '@/components/locale-provider'
import { LabelBadge } from '@/components/outcome'
import { Page, PageHeader } from '@/components/page-header'
import { useSupabase } from '@/components/supabase-provider'
import { Badge } from '@/components/ui/badge'
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'
import { describeCategory } from '@/core/datasets/describe-category.ts'
import type { FeatureDefinition } from '@/core/datasets/profile.ts'
import type { Month } from '@/core/month.ts'
import { transactionQuery } from '@/lib/transactions/get-transaction.ts'
import { labelOf } from '@/lib/transactions/label-of.ts'
import { PlaceCard } from './place-card'
import { PredictionCard } from './prediction-card'
import { ReviewCard } from './review-card'
import { VersionOpinionsCard } from './version-opinions-card'

const CardTimeline = dynamic(
  () => import('@/components/transaction/card-timeline').then((module) => module.CardTimeline),
  { ssr: false, loading: () => <Skeleton className="h-55" /> },
)

/** The transaction page, from what the server has read. */
export function TransactionView({
  dataset,
  month,
  id,
  reviewer,
  features,
}: {
  dataset: string
  month: Month
  id: number
  /** Who would review: shown at once while a review is on its way. */
  reviewer: string
  features: readonly FeatureDefinition[]
}) {
  const { data: transaction } = useSuspenseQuery(
    transactionQuery(useSupabase(), dataset, month, id),
  )
  const format = useFormatter()
  if (!transaction) return <EmptyState title="This transaction is not here any more" />

  const { currency } = transaction.dataset
  const served = transaction.predictions.find(({ isServed }) => isServed)
  const label = labelOf(transaction)
  const isMissed = transaction.isFraud === true && served?.isFlagged === false
  return (
    <Page>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="text-2xl tabular-nums">
              {format.money(transaction.amount, currency)}
            </span>
            {served?.isFlagged && <Badge variant="flagged">Flagged</Badge>}
            {isMissed && <Badge variant="missed">Missed</Badge>}
            <LabelBadge label={label} />
          </span>
        }
        description={
          <>
            {transaction.merchant ? `${transaction.merchant}, ` : ''}
            {format.time(transaction.occurredAt)} UTC
          </>
        }
      />
      <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid min-w-0 gap-5">
          <PredictionCard
            predictions={transaction.predictions}
            hasModel={transaction.dataset.champion !== null}
            features={features}
            currency={currency}
          />
          {transaction.dataset.champion && (
            <VersionOpinionsCard dataset={dataset} month={month} id={id} />
          )}
          {transaction.cardHistory.length > 1 && (
            <Card>
              <CardHeader>
                <div>
                  <CardTitle>This card around then</CardTitle>
                  <CardDescription>
                    {format.count(transaction.cardHistory.length)} transactions of card ····{' '}
                    {transaction.cardLast4}, this one marked.
                  </CardDescription>
                </div>
              </CardHeader>
              <CardContent>
                <CardTimeline
                  history={transaction.cardHistory}
                  current={transaction.id}
                  currency={currency}
                />
              </CardContent>
            </Card>
          )}
        </div>
        <div className="grid min-w-0 gap-5 sm:max-xl:grid-cols-2 sm:max-xl:[&>:first-child]:row-span-2">
          <ReviewCard
            dataset={dataset}
            month={month}
            transaction={transaction}
            reviewer={reviewer}
          />
          <PlaceCard transaction={transaction} />
          <Card>
            <CardHeader>
              <CardTitle>Details</CardTitle>
            </CardHeader>
            <CardContent>
              <dl className="grid gap-2 text-[0.8125rem]">
                <Detail name="Merchant" value={transaction.merchant} />
                <Detail
                  name="Category"
                  value={transaction.category && describeCategory(transaction.category)}
                />
                <Detail
                  name="Card"
                  value={transaction.cardLast4 && `···· ${transaction.cardLast4}`}
                />
                <Detail name="Time" value={`${format.time(transaction.occurredAt)} UTC`} />
                <Detail name="Number" value={String(transaction.id)} />
                <Detail
                  name="Label"
                  value={
                    transaction.isFraud === null
                      ? 'None yet'
                      : `${transaction.isFraud ? 'Fraud' : 'Legitimate'}, from a ${transaction.labelSource}`
                  }
                />
              </dl>
            </CardContent>
          </Card>
        </div>
      </div>
    </Page>
  )
}

function Detail({ name, value }: { name: string; value: string | null }) {
  if (!value) return null
  return (
    <div className="flex justify-between gap-6">
      <dt className="text-muted-foreground">{name}</dt>
      <dd className="wrap-anywhere min-w-0 text-right tabular-nums">{value}</dd>
    </div>
  )
}
