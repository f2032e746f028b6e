'use client'

import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { showFailure } from '@/components/show-failure'
import { useSupabase } from '@/components/supabase-provider'
import { toast } from '@/components/toaster'
import { forgetDraft } from '@/components/use-draft'
import { useSearchParam } from '@/components/use-search-param'
import { type ReviewOutcome, recordReview } from '@/lib/reviews/record-review.ts'
import {
  claimReview,
  type QueueItem,
  type ReviewQueue,
  reviewQueueQuery,
  undoReview,
} from '@/lib/reviews/review-queue.ts'
import { nextFree, withItem, withoutItem } from './queue-order.ts'
import { reviewDraft } from './review-draft.ts'

/** How often the page says that somebody still looks at an item; a claim ends after two minutes. */
const CLAIM_AGAIN_MS = 45_000
/** Below this many items the queue is filled again. */
const REFILL_BELOW = 10

const said: Record<ReviewOutcome, string> = {
  fraud: 'Recorded as fraud',
  legitimate: 'Recorded as legitimate',
  unsure: 'Recorded as unsure',
}

/** A review of this page that can be taken back. */
interface Done {
  item: QueueItem
  outcome: ReviewOutcome
  /** The review's number as soon as the database has it. */
  reviewId: Promise<number>
}

/** The queue, where the reader stands in it, and what can be done; every change shows at once. */
export function useReviewQueue(dataset: string) {
  const client = useSupabase()
  const queryClient = useQueryClient()
  const query = useMemo(() => reviewQueueQuery(client, dataset), [client, dataset])
  const { data: queue } = useSuspenseQuery(query)
  const [askedId, ask] = useSearchParam('item')
  const [currentId, setCurrentId] = useState(() => {
    const asked = queue?.items.find(({ id }) => String(id) === askedId)
    return asked?.id ?? (queue ? nextFree(queue, null)?.id : null) ?? null
  })
  const goTo = useCallback(
    (id: number | null) => {
      setCurrentId(id)
      ask(id === null ? null : String(id))
    },
    [ask],
  )
  const done = useRef<Done[]>([])
  const [canUndo, setCanUndo] = useState(false)

  const current = queue?.items.find(({ id }) => id === currentId) ?? null
  const change = useCallback(
    (update: (queue: ReviewQueue) => ReviewQueue) =>
      queryClient.setQueryData(query.queryKey, (old) => old && update(old)),
    [queryClient, query.queryKey],
  )

  const claim = useCallback(
    async (item: QueueItem, takeOver = false) => {
      // Not knowing who else is there stops nobody from working.
      const claims = await claimReview(client, item, takeOver).catch(() => null)
      if (claims) change((old) => ({ ...old, claims }))
    },
    [client, change],
  )
  useEffect(() => {
    if (!current) return
    void claim(current)
    const timer = setInterval(() => void claim(current), CLAIM_AGAIN_MS)
    return () => clearInterval(timer)
  }, [current, claim])

  const record = useMutation({
    mutationFn: ({ reviewId }: Done) => reviewId,
    onError: (error, { item, outcome }) => {
      done.current = done.current.filter((other) => other.item.id !== item.id)
      setCanUndo(done.current.length > 0)
      change((old) => withItem(old, item, outcome))
      goTo(item.id)
      showFailure('The review was not recorded', error)
    },
    onSuccess: (_id, { item }) => {
      forgetDraft(reviewDraft(dataset, item.id))
      refresh()
    },
  })

  function refresh() {
    for (const key of ['flagged', 'month', 'months', 'transaction'])
      void queryClient.invalidateQueries({ queryKey: [key, dataset], refetchType: 'none' })
    const left = queryClient.getQueryData(query.queryKey)?.items.length ?? 0
    // While a review is on its way the database would still list what it judges.
    if (left < REFILL_BELOW && queryClient.isMutating() <= 1)
      void queryClient.invalidateQueries({ queryKey: query.queryKey })
  }

  function judge(outcome: ReviewOutcome, note: string | null) {
    if (!queue || !current) return
    const next = nextFree(queue, current.id) ?? nextFree(queue, current.id, -1)
    void queryClient.cancelQueries({ queryKey: query.queryKey })
    const { id: transactionId, occurredAt } = current
    const reviewId = recordReview(client, { transactionId, occurredAt, outcome, note })
    const entry = { item: current, outcome, reviewId }
    done.current.push(entry)
    setCanUndo(true)
    change((old) => withoutItem(old, current.id, outcome))
    goTo(next?.id ?? null)
    record.mutate(entry)
    toast.success(said[outcome], { id: 'review', action: { label: 'Undo', onClick: undo } })
  }

  function undo() {
    const last = done.current.pop()
    setCanUndo(done.current.length > 0)
    if (!last) return
    change((old) => withItem(old, last.item, last.outcome))
    goTo(last.item.id)
    last.reviewId
      // A review that failed has been put back already.
      .then((reviewId) => undoReview(client, reviewId))
      .then(
        () => {
          toast.success('Taken back', { id: 'review' })
          refresh()
        },
        (error) => {
          showFailure('The review was not taken back', error)
          void queryClient.invalidateQueries({ queryKey: query.queryKey })
        },
      )
  }

  function step(by: 1 | -1) {
    if (!queue) return
    const at = queue.items.findIndex(({ id }) => id === currentId)
    const target = queue.items[Math.min(Math.max(at + by, 0), queue.items.length - 1)]
    if (target) goTo(target.id)
  }

  const other = queue?.claims.find(
    ({ transactionId, isOwn }) => transactionId === currentId && !isOwn,
  )
  return {
    queue,
    current,
    /** Somebody else looks at the current item; nothing is recorded until it is taken over. */
    other,
    canUndo,
    select: goTo,
    step,
    judge,
    undo,
    takeOver: () => current && void claim(current, true),
  }
}
