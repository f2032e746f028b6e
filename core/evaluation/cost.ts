import { requireScoredRows, type ScoredRows } from './ranking.ts'

/** Scored rows with what each transaction was worth. */
export interface ScoredAmounts extends ScoredRows {
  /** Integer cents; refunds (negative) count as nothing. */
  amountCents: ArrayLike<number>
}

/** What a threshold costs and saves, in cents, in row weights. */
export interface CostOfThreshold {
  /** Alerts × the cost of reviewing one. */
  reviewCents: number
  /** Fraud that was flagged. */
  caughtCents: number
  /** Fraud that was not flagged. */
  missedCents: number
  /** Caught minus reviewed: what the model is worth against no model. */
  savedCents: number
}

/**
 * The money that flagging scores of at least `threshold` saves: the amounts of the frauds it catches,
 * minus what it costs to review every alert.
 * After A. Correa Bahnsen et al., "Example-dependent cost-sensitive decision trees", 2015, with the
 * whole amount as the loss of a missed fraud. Throws RangeError for lengths that differ.
 */
export function costAt(
  rows: ScoredAmounts,
  threshold: number,
  reviewCostCents: number,
): CostOfThreshold {
  requireAmounts(rows)
  const { scores, isFraud, amountCents, weights } = rows
  let alerts = 0
  let caughtCents = 0
  let missedCents = 0
  for (let row = 0; row < scores.length; row++) {
    const weight = weights ? weights[row]! : 1
    const isFlagged = scores[row]! >= threshold
    const lossCents = isFraud[row] ? weight * Math.max(amountCents[row]!, 0) : 0
    if (isFlagged) {
      alerts += weight
      caughtCents += lossCents
    } else missedCents += lossCents
  }
  const reviewCents = alerts * reviewCostCents
  return { reviewCents, caughtCents, missedCents, savedCents: caughtCents - reviewCents }
}

/** Throws RangeError unless every row has an amount. */
export function requireAmounts(rows: ScoredAmounts): void {
  requireScoredRows(rows)
  if (rows.amountCents.length !== rows.scores.length) {
    throw new RangeError(
      `Cannot evaluate the cost: ${rows.scores.length} scores and ${rows.amountCents.length} amounts.`,
    )
  }
}
