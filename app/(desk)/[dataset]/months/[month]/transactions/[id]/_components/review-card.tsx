'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useRef } from 'react'
import { useFormatter } from '@/components/locale-provider'
import { showFailure } from '@/components/show-failure'
import { useSupabase } from '@/components/supabase-provider'
import { toast } from '@/components/toaster'
import { OutcomeButtons } from '@/components/transaction/outcome-buttons'
import { Button } from '@/components/ui/button'
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { Label } from '@/components/ui/label'
import { Textarea } from '@/components/ui/textarea'
import { useDraft } from '@/components/use-draft'
import type { Month } from '@/core/month.ts'
import { type ReviewOutcome, recordReview } from '@/lib/reviews/record-review.ts'
import { undoReview } from '@/lib/reviews/review-queue.ts'
import {
  type Review,
  type TransactionDetail,
  transactionQuery,
} from '@/lib/transactions/get-transaction.ts'

const outcomeNames: Record<ReviewOutcome, string> = {
  fraud: 'Fraud',
  legitimate: 'Legitimate',
  unsure: 'Unsure',
}

const NOTE_LIMIT = 2000

/** A person's judgement: shown at once, taken back if the database refuses it. */
export function ReviewCard({
  dataset,
  month,
  transaction,
  reviewer,
}: {
  dataset: string
  month: Month
  transaction: TransactionDetail
  reviewer: string
}) {
  const client = useSupabase()
  const queryClient = useQueryClient()
  const noteId = useId()
  const card = useRef<HTMLElement>(null)
  const [note, setNote] = useDraft(`review ${dataset} ${transaction.id}`)
  const { queryKey } = transactionQuery(client, dataset, month, transaction.id)

  const review = useMutation({
    mutationFn: (outcome: ReviewOutcome) =>
      recordReview(client, {
        transactionId: transaction.id,
        occurredAt: transaction.occurredAt,
        outcome,
        note: note.trim() || null,
      }),
    onMutate: async (outcome) => {
      await queryClient.cancelQueries({ queryKey })
      const before = queryClient.getQueryData(queryKey)
      queryClient.setQueryData(queryKey, (current) =>
        current ? withReview(current, outcome, note.trim() || null, reviewer) : current,
      )
      return { before }
    },
    onError: (error, _outcome, context) => {
      queryClient.setQueryData(queryKey, context?.before)
      showFailure('The review was not recorded', error)
    },
    onSuccess: (_id, outcome) => {
      setNote('')
      toast.success(`Recorded as ${outcomeNames[outcome].toLowerCase()}`)
      forgetMonth()
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  })

  const undo = useMutation({
    mutationFn: (reviewId: number) => undoReview(client, reviewId),
    onError: (error) => showFailure('The review was not taken back', error),
    onSuccess: () => {
      toast.success('Taken back')
      forgetMonth()
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  })

  function forgetMonth() {
    for (const key of ['flagged', 'month', 'days'])
      void queryClient.invalidateQueries({ queryKey: [key, dataset, month] })
    for (const key of ['months', 'review-queue'])
      void queryClient.invalidateQueries({ queryKey: [key, dataset] })
  }

  return (
    <Card ref={card} tabIndex={-1} aria-label="Review" className="outline-none">
      <CardHeader>
        <div>
          <CardTitle>Review</CardTitle>
          <CardDescription>
            Your word becomes the label that models learn from. Unsure leaves it as it is.
          </CardDescription>
        </div>
      </CardHeader>
      <CardContent className="grid gap-3">
        <div className="grid gap-1.5">
          <Label htmlFor={noteId}>Note</Label>
          <Textarea
            id={noteId}
            value={note}
            maxLength={NOTE_LIMIT}
            placeholder="What you found out (optional)"
            onChange={(event) => setNote(event.target.value)}
          />
        </div>
        <div className="grid grid-cols-[1fr_1.25fr_1fr] gap-2 [&>button]:px-2 [&>button]:text-[0.8125rem]">
          <OutcomeButtons isBlocked={review.isPending} onChoose={review.mutate} />
        </div>
        <ReviewHistory
          reviews={transaction.reviews}
          isUndoing={undo.isPending}
          onUndo={(reviewId) => {
            // The button goes with what it takes back.
            card.current?.focus({ preventScroll: true })
            undo.mutate(reviewId)
          }}
        />
      </CardContent>
    </Card>
  )
}

/** Who said what and when, newest first; the reader's own last word can be taken back. */
function ReviewHistory({
  reviews,
  isUndoing,
  onUndo,
}: {
  reviews: Review[]
  isUndoing: boolean
  onUndo: (reviewId: number) => void
}) {
  const format = useFormatter()
  const undone = new Set(reviews.map(({ undoes }) => undoes))
  if (reviews.length === 0) {
    return <p className="text-muted-foreground text-xs">Nobody has reviewed it yet.</p>
  }
  return (
    <ol className="mt-1 grid gap-3 border-t pt-3 text-[0.8125rem]">
      {reviews.map(({ id, outcome, note, reviewedBy, createdAt, undoes, isOwn }, index) => (
        <li key={id} className="grid gap-0.5">
          <span>
            <span className={undone.has(id) ? 'text-muted-foreground line-through' : 'font-medium'}>
              {undoes === null ? outcomeNames[outcome] : 'Taken back'}
            </span>
            <span className="text-muted-foreground"> by {reviewedBy ?? 'someone who left'}</span>
            {index === 0 && isOwn && undoes === null && id > 0 && (
              <Button
                variant="link"
                size="sm"
                className="h-6 px-1.5 py-0"
                disabled={isUndoing}
                onClick={() => onUndo(id)}
              >
                Undo
              </Button>
            )}
          </span>
          {note && <span className="whitespace-pre-wrap break-words">{note}</span>}
          <time dateTime={createdAt} className="text-muted-foreground text-xs">
            {format.time(createdAt)} UTC
          </time>
        </li>
      ))}
    </ol>
  )
}

function withReview(
  transaction: TransactionDetail,
  outcome: ReviewOutcome,
  note: string | null,
  reviewer: string,
): TransactionDetail {
  const now = new Date().toISOString()
  const review: Review = {
    id: -1,
    outcome,
    note,
    reviewedBy: reviewer,
    createdAt: now,
    undoes: null,
    isOwn: true,
  }
  const label =
    outcome === 'unsure'
      ? {}
      : { isFraud: outcome === 'fraud', labelSource: 'review' as const, labelledAt: now }
  return { ...transaction, ...label, reviews: [review, ...transaction.reviews] }
}
