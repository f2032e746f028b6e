'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ArrowUpRightIcon, EyeIcon } from 'lucide-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { type Ref, useEffect, useId } from 'react'
import { useFormatter } from '@/components/locale-provider'
import { useSupabase } from '@/components/supabase-provider'
import { OutcomeButtons } from '@/components/transaction/outcome-buttons'
import { ReasonBars } from '@/components/transaction/reason-bars'
import { ScoreScale } from '@/components/transaction/score-scale'
import { Alert, AlertDescription } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Card, CardContent, CardHeader } from '@/components/ui/card'
import { Kbd } from '@/components/ui/kbd'
import { Label } from '@/components/ui/label'
import { Skeleton } from '@/components/ui/skeleton'
import { Textarea } from '@/components/ui/textarea'
import { useDraft } from '@/components/use-draft'
import { describeCategory } from '@/core/datasets/describe-category.ts'
import type { FeatureDefinition } from '@/core/datasets/profile.ts'
import { nameOf } from '@/lib/format/name-of.ts'
import type { ReviewOutcome } from '@/lib/reviews/record-review.ts'
import type { Claim, QueueItem } from '@/lib/reviews/review-queue.ts'
import { routes } from '@/lib/routes.ts'
import { transactionQuery } from '@/lib/transactions/get-transaction.ts'
import { reviewDraft } from './review-draft.ts'
import { useShortcuts } from './use-shortcuts'

const CardTimeline = dynamic(
  () => import('@/components/transaction/card-timeline').then((module) => module.CardTimeline),
  { ssr: false, loading: () => <Skeleton className="h-55" /> },
)

const NOTE_LIMIT = 2000

/** One flag with its reasons and its card's past, and the three things to say about it. */
export function QueueDetail({
  ref,
  dataset,
  item,
  next,
  currency,
  features,
  other,
  onTakeOver,
  onJudge,
}: {
  ref: Ref<HTMLElement>
  dataset: string
  item: QueueItem
  /** What comes after it, read in advance. */
  next: QueueItem | null
  currency: string
  features: readonly FeatureDefinition[]
  /** Somebody else who looks at it. */
  other: Claim | undefined
  onTakeOver: () => void
  onJudge: (outcome: ReviewOutcome, note: string | null) => void
}) {
  const format = useFormatter()
  const client = useSupabase()
  const queryClient = useQueryClient()
  const noteId = useId()
  const [note, setNote] = useDraft(reviewDraft(dataset, item.id))
  const { data: transaction } = useQuery(transactionQuery(client, dataset, item.month, item.id))
  useEffect(() => {
    if (next) void queryClient.prefetchQuery(transactionQuery(client, dataset, next.month, next.id))
  }, [next, queryClient, client, dataset])

  function judge(outcome: ReviewOutcome) {
    if (!other) onJudge(outcome, note.trim() || null)
  }
  useShortcuts({
    f: () => judge('fraud'),
    l: () => judge('legitimate'),
    u: () => judge('unsure'),
  })

  return (
    <Card ref={ref} tabIndex={-1} aria-label="In hand" className="outline-none">
      <CardHeader className="flex-nowrap">
        <div className="min-w-0">
          <h2 className="font-semibold text-xl tabular-nums leading-7">
            {format.money(item.amount, currency)}
          </h2>
          <p className="wrap-anywhere text-[0.8125rem] text-muted-foreground">
            {[
              item.merchant,
              item.category && describeCategory(item.category),
              item.place,
              item.cardLast4 && `card ···· ${item.cardLast4}`,
              `${format.time(item.occurredAt)} UTC`,
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </div>
        <Button variant="outline" size="sm" asChild className="shrink-0">
          <Link href={routes.transaction(dataset, item.month, item.id)} prefetch={false}>
            Open <ArrowUpRightIcon aria-hidden />
          </Link>
        </Button>
      </CardHeader>
      <CardContent className="grid gap-6">
        {other && (
          <Alert variant="accent" role="status">
            <EyeIcon aria-hidden />
            <AlertDescription className="flex flex-wrap items-center justify-between gap-3">
              {nameOf(other.by)} has been looking at this since {format.time(other.since)} UTC.
              <Button size="sm" variant="outline" onClick={onTakeOver}>
                Take it over
              </Button>
            </AlertDescription>
          </Alert>
        )}
        <div className="grid gap-3 xl:grid-cols-[minmax(0,1fr)_auto] xl:items-end">
          <div className="grid gap-1.5">
            <Label htmlFor={noteId}>Note</Label>
            <Textarea
              id={noteId}
              value={note}
              maxLength={NOTE_LIMIT}
              placeholder="What you found out (optional)"
              className="min-h-9"
              onChange={(event) => setNote(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === 'Escape') event.currentTarget.blur()
              }}
            />
          </div>
          <div className="grid grid-cols-3 gap-2 max-sm:[&>button]:px-1.5">
            <OutcomeButtons size="lg" isBlocked={other !== undefined} hasKeys onChoose={judge} />
          </div>
        </div>
        <ScoreScale score={item.fraudScore} threshold={item.threshold} />
        {item.reasons.length > 0 && (
          <ReasonBars reasons={item.reasons} features={features} currency={currency} />
        )}
        <section className="grid min-h-62 content-start gap-3">
          <h3 className="text-muted-foreground text-xs">This card around then</h3>
          {!transaction ? (
            <Skeleton className="h-55" />
          ) : transaction.cardHistory.length > 1 ? (
            <CardTimeline history={transaction.cardHistory} current={item.id} currency={currency} />
          ) : (
            <p className="text-muted-foreground">Nothing else is known of this card.</p>
          )}
        </section>
        <p className="border-t pt-3 text-muted-foreground text-xs max-lg:hidden">
          <Kbd>J</Kbd> next, <Kbd>K</Kbd> back, <Kbd>F</Kbd> fraud, <Kbd>L</Kbd> legitimate,{' '}
          <Kbd>U</Kbd> unsure, <Kbd>Z</Kbd> undo
        </p>
      </CardContent>
    </Card>
  )
}
