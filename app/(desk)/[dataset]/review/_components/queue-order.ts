import type { ReviewOutcome } from '@/lib/reviews/record-review.ts'
import type { QueueItem, ReviewQueue } from '@/lib/reviews/review-queue.ts'

/** The queue without an item that was just judged. */
export function withoutItem(queue: ReviewQueue, id: number, outcome: ReviewOutcome): ReviewQueue {
  return {
    ...queue,
    waitingCount: queue.waitingCount - (outcome === 'unsure' ? 0 : 1),
    items: queue.items.filter((item) => item.id !== id),
    claims: queue.claims.filter(({ transactionId }) => transactionId !== id),
    today: { ...queue.today, [outcome]: queue.today[outcome] + 1, own: queue.today.own + 1 },
  }
}

/** The queue with an item back in its place: a review failed, or was taken back. */
export function withItem(queue: ReviewQueue, item: QueueItem, outcome: ReviewOutcome): ReviewQueue {
  return {
    ...queue,
    waitingCount: queue.waitingCount + (outcome === 'unsure' ? 0 : 1),
    items: [...queue.items.filter(({ id }) => id !== item.id), item].sort(riskiestFirst),
    today: {
      ...queue.today,
      [outcome]: Math.max(queue.today[outcome] - 1, 0),
      own: Math.max(queue.today.own - 1, 0),
    },
  }
}

/** The order of the database: score, then amount, then number. */
function riskiestFirst(a: QueueItem, b: QueueItem): number {
  return b.fraudScore - a.fraudScore || b.amount - a.amount || a.id - b.id
}

/** The item to go to from `from`: the next one in the direction that nobody else looks at; null when there is none. */
export function nextFree(
  queue: ReviewQueue,
  from: number | null,
  step: 1 | -1 = 1,
): QueueItem | null {
  const isTaken = (id: number) =>
    queue.claims.some(({ transactionId, isOwn }) => transactionId === id && !isOwn)
  const start = queue.items.findIndex(({ id }) => id === from)
  for (let at = start + step; at >= 0 && at < queue.items.length; at += step) {
    const item = queue.items[at]
    if (item && !isTaken(item.id)) return item
  }
  return null
}
