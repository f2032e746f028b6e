import type { Label } from './flagged-filters.ts'
import type { Review, TransactionDetail } from './get-transaction.ts'

/** What is known about a transaction: its label, else whether a person looked and could not tell. */
export function labelOf(transaction: Pick<TransactionDetail, 'isFraud' | 'reviews'>): Label {
  if (transaction.isFraud !== null) return transaction.isFraud ? 'fraud' : 'legitimate'
  return standingReview(transaction.reviews)?.outcome === 'unsure' ? 'unsure' : 'awaiting'
}

/** What people said last, without what they took back; undefined when nobody did. Reviews come newest first. */
function standingReview(reviews: readonly Review[]): Review | undefined {
  const undone = new Set(reviews.map(({ undoes }) => undoes))
  return reviews.find(({ id, undoes }) => undoes === null && !undone.has(id))
}
