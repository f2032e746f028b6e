import type { DatasetSettings } from '../../core/publishing/dataset-settings.ts'
import type { ChampionHoldout } from './settings-overview.ts'

/** What a threshold does to the champion's hold-out. */
export interface PolicyOutcome {
  threshold: number
  precision: number
  recall: number
  flaggedShare: number
}

/**
 * What a policy would choose on the champion's stored hold-out curve; null where no point of the curve serves it, and
 * for `least-cost`, which needs the amounts of the rows. Training chooses on validation rows, so this is a picture, not
 * the next threshold.
 */
export function policyOutcome(
  { rows, frauds, precisionRecall }: ChampionHoldout,
  policy: DatasetSettings['threshold_policy'],
  alertBudget: number,
): PolicyOutcome | null {
  if (policy.kind === 'least-cost' || rows === 0) return null
  const worth = (outcome: PolicyOutcome) => {
    const { precision, recall, flaggedShare } = outcome
    switch (policy.kind) {
      case 'best-f': {
        const weight = policy.beta ** 2
        return ((1 + weight) * precision * recall) / (weight * precision + recall)
      }
      case 'target-precision':
        return precision >= policy.precision ? recall : -1
      case 'alert-budget':
        return flaggedShare <= alertBudget ? recall : -1
    }
  }
  let best: PolicyOutcome | null = null
  for (const point of precisionRecall) {
    if (point.precision <= 0 || point.recall <= 0) continue
    const outcome = { ...point, flaggedShare: (point.recall * frauds) / (point.precision * rows) }
    if (worth(outcome) > (best ? worth(best) : 0)) best = outcome
  }
  return best
}
