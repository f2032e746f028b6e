import type { Ranking } from './ranking.ts'

/** One point of the precision–recall curve: flagging scores of at least `threshold`. */
export interface PrecisionRecallPoint {
  threshold: number
  precision: number
  recall: number
}

/**
 * Area under the precision–recall curve as the sum of (recall gained) × precision over the distinct
 * scores, descending; no interpolation. Equals scikit-learn's `average_precision_score`.
 * 0 when no row is fraud.
 */
export function averagePrecision(ranking: Ranking): number {
  const { truePositives, falsePositives, fraudWeight } = ranking
  let area = 0
  let recall = 0
  for (const i of recallRises(ranking)) {
    const caught = truePositives[i]! / fraudWeight
    area += (caught - recall) * (truePositives[i]! / (truePositives[i]! + falsePositives[i]!))
    recall = caught
  }
  return area
}

/**
 * The precision–recall curve for plotting, from the highest score down: one point for each score at
 * which recall rises (the highest precision at that recall), thinned evenly to `maxPoints`.
 */
export function precisionRecallCurve(ranking: Ranking, maxPoints = 500): PrecisionRecallPoint[] {
  const { thresholds, truePositives, falsePositives, fraudWeight } = ranking
  return thin(recallRises(ranking), maxPoints).map((i) => ({
    threshold: thresholds[i]!,
    precision: truePositives[i]! / (truePositives[i]! + falsePositives[i]!),
    recall: truePositives[i]! / fraudWeight,
  }))
}

/** Positions of the ranking at which another fraud is caught. */
function recallRises({ truePositives }: Ranking): number[] {
  const rises: number[] = []
  for (let i = 0; i < truePositives.length; i++) {
    if (truePositives[i]! > (truePositives[i - 1] ?? 0)) rises.push(i)
  }
  return rises
}

/** At most `count` items at equal distances, the first and the last one among them. */
function thin<T>(items: T[], count: number): T[] {
  if (items.length <= count) return items
  return Array.from(
    { length: count },
    (_, k) => items[Math.round((k * (items.length - 1)) / (count - 1))] as T,
  )
}
