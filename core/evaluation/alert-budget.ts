import { type Confusion, confusionOfTop } from './confusion.ts'
import type { Ranking } from './ranking.ts'

/** How many alerts the analysts can work on: a number of rows, or a share of all rows. */
export type AlertBudget = { alerts: number } | { share: number }

/** Alerts that a budget allows, in row weights. */
function alertsOf(ranking: Ranking, budget: AlertBudget): number {
  const rows = ranking.fraudWeight + ranking.legitimateWeight
  return Math.min('alerts' in budget ? budget.alerts : budget.share * rows, rows)
}

/**
 * Share of the frauds among the highest scores that fit the budget. Where the budget ends inside a
 * group of tied scores, the group's frauds count in proportion: what a random order would catch
 * on average. 0 when no row is fraud.
 */
export function recallAtBudget(ranking: Ranking, budget: AlertBudget): number {
  const alerts = alertsOf(ranking, budget)
  const { truePositives, falsePositives, fraudWeight } = ranking
  if (fraudWeight === 0) return 0
  let caught = 0
  let flagged = 0
  for (let i = 0; i < truePositives.length; i++) {
    const flaggedHere = truePositives[i]! + falsePositives[i]!
    if (flaggedHere > alerts) {
      const share = (alerts - flagged) / (flaggedHere - flagged)
      return (caught + share * (truePositives[i]! - caught)) / fraudWeight
    }
    caught = truePositives[i]!
    flagged = flaggedHere
  }
  return 1
}

/** The most that can be flagged by a threshold without exceeding the budget: whole groups of tied scores. */
export function confusionWithinBudget(
  ranking: Ranking,
  budget: AlertBudget,
): { confusion: Confusion; groups: number } {
  const alerts = alertsOf(ranking, budget)
  let groups = 0
  while (
    groups < ranking.thresholds.length &&
    ranking.truePositives[groups]! + ranking.falsePositives[groups]! <= alerts
  ) {
    groups++
  }
  return { confusion: confusionOfTop(ranking, groups), groups }
}
