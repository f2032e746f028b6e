import { fail, ok, type Result } from '../result.ts'
import { type AlertBudget, confusionWithinBudget } from './alert-budget.ts'
import { type Confusion, confusionAt, confusionOfTop, fBeta, ratesOf } from './confusion.ts'
import { requireAmounts, type ScoredAmounts } from './cost.ts'
import { type Ranking, rankByScore, sortByScore } from './ranking.ts'

/** What the threshold is chosen for: a setting of the dataset. */
export type ThresholdObjective =
  | { kind: 'alert-budget'; budget: AlertBudget }
  | { kind: 'target-precision'; precision: number }
  | { kind: 'least-cost'; reviewCostCents: number }
  | { kind: 'best-f'; beta: number }

/** A threshold and what it does to the rows it was chosen on. */
export interface ChosenThreshold {
  /** Flag scores of at least this. One of the scores, so that it is exact in float32. */
  threshold: number
  confusion: Confusion
}

/** Why no threshold serves an objective. */
export type ThresholdFaultCode =
  | 'no_rows'
  | 'no_frauds'
  | 'budget_too_small'
  | 'precision_unreachable'

/**
 * Chooses the threshold on the validation rows. Of the thresholds that serve an objective equally
 * well, the highest one is taken: fewer alerts.
 * `alert-budget`: the lowest threshold whose alerts fit. `target-precision`: the one with the highest
 * recall among those that reach the precision. `least-cost`: the most money saved (see cost.ts).
 * `best-f`: the highest F-beta.
 */
export function chooseThreshold(
  rows: ScoredAmounts,
  objective: ThresholdObjective,
): Result<ChosenThreshold, ThresholdFaultCode> {
  const ranking = rankByScore(rows)
  if (ranking.thresholds.length === 0) {
    return fail('no_rows', 'Cannot choose a threshold: there are no validation rows.')
  }
  if (objective.kind === 'alert-budget') {
    const { groups } = confusionWithinBudget(ranking, objective.budget)
    if (groups > 0) return chosen(ranking, groups)
    return fail(
      'budget_too_small',
      'Cannot choose a threshold: the highest score alone already exceeds the alert budget. Raise the budget.',
    )
  }
  if (ranking.fraudWeight === 0) {
    return fail(
      'no_frauds',
      'Cannot choose a threshold: no validation row is fraud. Choose an alert budget, or wait for labels.',
    )
  }
  switch (objective.kind) {
    case 'target-precision': {
      const groups = best(ranking, (confusion) => {
        const { precision, recall } = ratesOf(confusion)
        return precision >= objective.precision ? recall : -1
      })
      if (ratesOf(confusionOfTop(ranking, groups)).precision >= objective.precision) {
        return chosen(ranking, groups)
      }
      return fail(
        'precision_unreachable',
        `Cannot choose a threshold: no threshold reaches a precision of ${objective.precision}. Lower the target.`,
      )
    }
    case 'best-f':
      return chosen(
        ranking,
        best(ranking, (confusion) => fBeta(confusion, objective.beta)),
      )
    case 'least-cost': {
      const threshold = leastCostThreshold(rows, objective.reviewCostCents)
      return ok({ threshold, confusion: confusionAt(ranking, threshold) })
    }
  }
}

function chosen(ranking: Ranking, groups: number) {
  return ok({
    threshold: ranking.thresholds[groups - 1]!,
    confusion: confusionOfTop(ranking, groups),
  })
}

/** How many distinct scores to flag for the highest measure; the fewest among equals. */
function best(ranking: Ranking, measure: (confusion: Confusion) => number): number {
  let bestGroups = 1
  let bestValue = -Infinity
  for (let groups = 1; groups <= ranking.thresholds.length; groups++) {
    const value = measure(confusionOfTop(ranking, groups))
    if (value > bestValue) {
      bestValue = value
      bestGroups = groups
    }
  }
  return bestGroups
}

/** One walk down the scores, adding each row's loss caught and review paid. */
function leastCostThreshold(rows: ScoredAmounts, reviewCostCents: number): number {
  requireAmounts(rows)
  const { scores, isFraud, amountCents, weights } = rows
  const order = sortByScore(scores)
  let savedCents = 0
  let bestCents = -Infinity
  let threshold = scores[order[0]!]!
  for (let i = 0; i < order.length; i++) {
    const row = order[i]!
    const weight = weights ? weights[row]! : 1
    const caughtCents = isFraud[row] ? Math.max(amountCents[row]!, 0) : 0
    savedCents += weight * (caughtCents - reviewCostCents)
    const isLastOfTies = i + 1 === order.length || scores[order[i + 1]!] !== scores[row]
    if (isLastOfTies && savedCents > bestCents) {
      bestCents = savedCents
      threshold = scores[row]!
    }
  }
  return threshold
}
