/** Scores beside what turned out: the input of every measure. */
export interface ScoredRows {
  /** Higher means more likely fraud. */
  scores: ArrayLike<number>
  /** 1 or true for fraud. */
  isFraud: ArrayLike<number | boolean>
  /** How many rows each one stands for; 1 when absent. Finite and not negative. */
  weights?: ArrayLike<number>
}

/**
 * Rows by descending score, tied scores joined. Entry i answers: flagging every row with a score of
 * at least `thresholds[i]`, how much fraud and how much legitimate weight is flagged?
 * Made once by one sort; the measures read it.
 */
export interface Ranking {
  /** Distinct scores, descending. */
  thresholds: Float64Array
  /** Weight of the frauds flagged at each threshold. */
  truePositives: Float64Array
  /** Weight of the legitimate rows flagged at each threshold. */
  falsePositives: Float64Array
  fraudWeight: number
  legitimateWeight: number
}

/** Sorts scored rows. Throws RangeError for lengths that differ, NaN scores and negative weights. */
export function rankByScore(rows: ScoredRows): Ranking {
  const { scores, isFraud, weights } = rows
  requireScoredRows(rows)
  const order = sortByScore(scores)
  const thresholds = new Float64Array(order.length)
  const truePositives = new Float64Array(order.length)
  const falsePositives = new Float64Array(order.length)
  let fraud = 0
  let legitimate = 0
  let count = 0
  for (let i = 0; i < order.length; i++) {
    const row = order[i]!
    if (isFraud[row]) fraud += weights ? weights[row]! : 1
    else legitimate += weights ? weights[row]! : 1
    const score = scores[row]!
    if (i + 1 < order.length && scores[order[i + 1]!] === score) continue
    thresholds[count] = score
    truePositives[count] = fraud
    falsePositives[count] = legitimate
    count++
  }
  return {
    thresholds: thresholds.slice(0, count),
    truePositives: truePositives.slice(0, count),
    falsePositives: falsePositives.slice(0, count),
    fraudWeight: fraud,
    legitimateWeight: legitimate,
  }
}

/** Row numbers by descending score; tied rows keep their order. */
export function sortByScore(scores: ArrayLike<number>): Uint32Array {
  const order = Uint32Array.from({ length: scores.length }, (_, row) => row)
  return order.sort((a, b) => scores[b]! - scores[a]! || a - b)
}

/** Throws RangeError for rows that cannot be measured: a defect of the caller. */
export function requireScoredRows({ scores, isFraud, weights }: ScoredRows): void {
  if (isFraud.length !== scores.length || (weights && weights.length !== scores.length)) {
    throw new RangeError(
      `Cannot evaluate: ${scores.length} scores, ${isFraud.length} labels, ${weights?.length ?? 'no'} weights.`,
    )
  }
  for (let row = 0; row < scores.length; row++) {
    if (Number.isNaN(scores[row])) throw new RangeError(`Cannot evaluate: score ${row} is NaN.`)
    const weight = weights ? weights[row]! : 1
    if (!(weight >= 0 && weight < Infinity)) {
      throw new RangeError(`Cannot evaluate: weight ${row} is ${weight}.`)
    }
  }
}
