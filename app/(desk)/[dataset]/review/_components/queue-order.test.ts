import { describe, expect, it } from 'vitest'
import type { QueueItem, ReviewQueue } from '@/lib/reviews/review-queue.ts'
import { nextFree, withItem, withoutItem } from './queue-order.ts'

const item = (id: number, fraudScore: number, amount = 10): QueueItem => ({
  id,
  occurredAt: '2019-01-01T00:00:00Z',
  month: '2019-01',
  amount,
  merchant: null,
  category: null,
  place: null,
  cardLast4: null,
  fraudScore,
  threshold: 0.5,
  reasons: [],
})

const queue: ReviewQueue = {
  dataset: { slug: 'demo', title: 'Demo', profile: 'sparkov', currency: 'USD', champion: null },
  waitingCount: 4,
  items: [item(3, 0.9), item(1, 0.8, 20), item(2, 0.8, 10), item(4, 0.7)],
  claims: [
    { transactionId: 1, by: 'brain@fraud-desk.test', isOwn: false, since: '2019-01-01T00:00:00Z' },
    { transactionId: 3, by: 'pinky@fraud-desk.test', isOwn: true, since: '2019-01-01T00:00:00Z' },
  ],
  today: { fraud: 2, legitimate: 0, unsure: 0, own: 1 },
}
const ids = ({ items }: ReviewQueue) => items.map(({ id }) => id)

describe('the review queue in the browser', () => {
  it('lets go of what was judged and counts it', () => {
    const after = withoutItem(queue, 3, 'fraud')
    expect(ids(after)).toEqual([1, 2, 4])
    expect(after).toMatchObject({ waitingCount: 3, today: { fraud: 3, own: 2 } })
    expect(after.claims.map(({ transactionId }) => transactionId)).toEqual([1])
  })

  it('keeps what nobody could tell among the flags without a label', () => {
    expect(withoutItem(queue, 3, 'unsure').waitingCount).toBe(4)
  })

  it('is as before when a review fails or is taken back, the item in its place', () => {
    for (const taken of queue.items) {
      for (const outcome of ['fraud', 'legitimate', 'unsure'] as const) {
        const back = withItem(withoutItem(queue, taken.id, outcome), taken, outcome)
        expect(ids(back)).toEqual(ids(queue))
        expect(back.today).toEqual(queue.today)
        expect(back.waitingCount).toBe(queue.waitingCount)
      }
    }
  })

  it('steps over what somebody else looks at, and stops at both ends', () => {
    expect(nextFree(queue, 3)?.id).toBe(2)
    expect(nextFree(queue, 2, -1)?.id).toBe(3)
    expect(nextFree(queue, 4)).toBeNull()
    expect(nextFree(queue, 3, -1)).toBeNull()
    expect(nextFree(queue, null)?.id).toBe(3)
  })
})
