import type { Label } from './flagged-filters.ts'
import type { TransactionDetail } from './get-transaction.ts'

/** What is known about a transaction: its label, else whether a person looked and could not tell. */
export function labelOf(transaction: Pick<TransactionDetail, 'isFraud' | 'reviews'>): Label {
  if (transaction.isFraud !== null) return transaction.isFraud ? 'fraud' : 'legitimate'
  return transaction.reviews[0]?.outcome === 'unsure' ? 'unsure' : 'awaiting'
}
