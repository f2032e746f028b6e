import { requireScoredRows, type ScoredRows } from './ranking.ts'

/**
 * Average precision (see precision-recall.ts) without sorting all rows: only how many legitimate ones lie above each
 * fraud matters. For measuring again and again while a model learns.
 */
export function averagePrecisionOf(rows: ScoredRows): number {
  requireScoredRows(rows)
  const { scores, isFraud, weights } = rows
  const fraudScores = distinctFraudScores(scores, isFraud)
  const count = fraudScores.length
  const fraud = new Float64Array(count)
  const legitimate = new Float64Array(count)
  const lowest = fraudScores[count - 1] ?? Number.POSITIVE_INFINITY
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row]!
    if (score < lowest) continue
    const group = countAbove(fraudScores, score)
    const sums = isFraud[row] ? fraud : legitimate
    sums[group]! += weights ? weights[row]! : 1
  }
  return areaOfGroups(fraud, legitimate)
}

/** The different scores of the frauds, descending. */
export function distinctFraudScores(
  scores: ArrayLike<number>,
  isFraud: ArrayLike<number | boolean>,
): Float64Array {
  const found: number[] = []
  for (let row = 0; row < scores.length; row++) if (isFraud[row]) found.push(scores[row]!)
  const ascending = Float64Array.from(found).sort()
  return ascending.filter((score, i) => i === 0 || score !== ascending[i - 1]).reverse()
}

/** How many of the descending values are greater than `bound`. */
export function countAbove(descending: Float64Array, bound: number): number {
  let low = 0
  let high = descending.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (descending[middle]! > bound) low = middle + 1
    else high = middle
  }
  return low
}

/** Average precision from the weights between consecutive distinct fraud scores, descending. */
export function areaOfGroups(fraud: Float64Array, legitimate: Float64Array): number {
  let truePositives = 0
  let falsePositives = 0
  let area = 0
  for (let group = 0; group < fraud.length; group++) {
    const gained = fraud[group]!
    truePositives += gained
    falsePositives += legitimate[group]!
    if (gained > 0) area += (gained * truePositives) / (truePositives + falsePositives)
  }
  return truePositives > 0 ? area / truePositives : 0
}
