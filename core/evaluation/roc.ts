import type { Ranking } from './ranking.ts'

/**
 * Area under the ROC curve: the chance that a random fraud scores above a random legitimate row, ties
 * counting half. Equals scikit-learn's `roc_auc_score`. Flattering where fraud is rare, so it is shown
 * beside the average precision and never chosen by. 0.5 when a class is absent.
 */
export function rocAuc(ranking: Ranking): number {
  const { truePositives, falsePositives, fraudWeight, legitimateWeight } = ranking
  if (fraudWeight === 0 || legitimateWeight === 0) return 0.5
  let area = 0
  let previousTrue = 0
  let previousFalse = 0
  for (let i = 0; i < truePositives.length; i++) {
    area += ((falsePositives[i]! - previousFalse) * (truePositives[i]! + previousTrue)) / 2
    previousTrue = truePositives[i]!
    previousFalse = falsePositives[i]!
  }
  return area / (fraudWeight * legitimateWeight)
}
