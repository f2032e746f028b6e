import { derive, type Random } from '../random.ts'
import { areaOfGroups, countAbove, distinctFraudScores } from './average-precision.ts'
import { drawBinomial } from './binomial.ts'
import { averagePrecision } from './precision-recall.ts'
import { rankByScore, requireScoredRows, type ScoredRows } from './ranking.ts'

/** How to resample. The same seed gives the same interval. */
export interface BootstrapOptions {
  seed: number | string
  /** 1,000 when absent. */
  resamples?: number
  /** Share of the resamples inside the interval; 0.95 when absent. */
  confidence?: number
}

/** A measure with its percentile bootstrap interval. */
export interface Interval {
  /** On the rows as they are. */
  value: number
  low: number
  high: number
}

/** The average precision of one model minus that of another on the same rows. */
export interface PairedDifference {
  /** On the rows as they are. */
  value: number
  /** Over the resamples. */
  mean: number
  low: number
  high: number
  /** Share of the resamples in which the first model is better; ties count half. */
  shareBetter: number
}

/**
 * Average precision with a stratified percentile bootstrap interval: every resample draws as many
 * frauds from the frauds, and as many legitimate rows from the legitimate ones, as there are
 * (B. Efron and R. Tibshirani, An Introduction to the Bootstrap, 1993, chapters 13 and 16).
 */
export function bootstrapAveragePrecision(rows: ScoredRows, options: BootstrapOptions): Interval {
  const value = averagePrecision(rankByScore(rows))
  const values = new Float64Array(options.resamples ?? 1000)
  resample(rows.isFraud, rows.weights, [rows.scores], options, ([area], i) => {
    values[i] = area!
  })
  const [low, high] = percentileInterval(values, options.confidence ?? 0.95)
  return { value, low, high }
}

/**
 * The mean average precision of models that differ in their seed alone, with the interval of that mean: every resample
 * measures all of them on the same rows.
 */
export function bootstrapMeanAveragePrecision(
  vectors: readonly ArrayLike<number>[],
  { isFraud, weights }: Omit<ScoredRows, 'scores'>,
  options: BootstrapOptions,
): Interval {
  const mean = (areas: readonly number[]) =>
    areas.reduce((sum, area) => sum + area, 0) / areas.length
  const outcome = { isFraud, ...(weights ? { weights } : {}) }
  const value = mean(vectors.map((scores) => averagePrecision(rankByScore({ scores, ...outcome }))))
  const values = new Float64Array(options.resamples ?? 1000)
  resample(isFraud, weights, vectors, options, (areas, i) => {
    values[i] = mean(areas)
  })
  const [low, high] = percentileInterval(values, options.confidence ?? 0.95)
  return { value, low, high }
}

/**
 * Compares two models on the same rows: both are measured on each resample, so that what is hard for
 * both cancels out. Positive values favour `first`.
 */
export function bootstrapDifference(
  rows: { first: ArrayLike<number>; second: ArrayLike<number> } & Omit<ScoredRows, 'scores'>,
  options: BootstrapOptions,
): PairedDifference {
  return summariseDifference(resampleDifference(rows, options), options.confidence)
}

/** The differences behind {@link bootstrapDifference}: on the rows as they are, and one per resample. */
export interface ResampledDifference {
  value: number
  resamples: Float64Array
}

/** Draws the resamples of a paired difference, for those who put several together; see {@link averageDifferences}. */
export function resampleDifference(
  rows: { first: ArrayLike<number>; second: ArrayLike<number> } & Omit<ScoredRows, 'scores'>,
  options: BootstrapOptions,
): ResampledDifference {
  const { first, second, ...outcome } = rows
  const value =
    averagePrecision(rankByScore({ scores: first, ...outcome })) -
    averagePrecision(rankByScore({ scores: second, ...outcome }))
  const resamples = new Float64Array(options.resamples ?? 1000)
  resample(rows.isFraud, rows.weights, [first, second], options, ([a, b], i) => {
    resamples[i] = a! - b!
  })
  return { value, resamples }
}

/**
 * The mean difference over parts that were resampled independently of one another, such as months. Scores of different
 * models are never ranked together, as a pooled average precision would. Throws RangeError for no parts.
 */
export function averageDifferences(parts: readonly ResampledDifference[]): ResampledDifference {
  if (parts.length === 0) throw new RangeError('Cannot average the differences of no parts.')
  const mean = (of: (part: ResampledDifference) => number) =>
    parts.reduce((sum, part) => sum + of(part), 0) / parts.length
  return {
    value: mean((part) => part.value),
    resamples: parts[0]!.resamples.map((_, i) => mean((part) => part.resamples[i]!)),
  }
}

/** Mean, interval and share of resampled differences. */
export function summariseDifference(
  { value, resamples }: ResampledDifference,
  confidence = 0.95,
): PairedDifference {
  const [low, high] = percentileInterval(resamples.slice(), confidence)
  const mean = resamples.reduce((sum, difference) => sum + difference, 0) / resamples.length
  const shareBetter =
    resamples.reduce((sum, d) => sum + (d > 0 ? 1 : d === 0 ? 0.5 : 0), 0) / resamples.length
  return { value, mean, low, high, shareBetter }
}

/** The central `confidence` of the values, with linear interpolation (as numpy.quantile). Sorts them. */
function percentileInterval(values: Float64Array, confidence: number): [number, number] {
  values.sort()
  const at = (share: number) => {
    const position = share * (values.length - 1)
    const below = Math.floor(position)
    const above = Math.min(below + 1, values.length - 1)
    return values[below]! + (position - below) * (values[above]! - values[below]!)
  }
  return [at((1 - confidence) / 2), at((1 + confidence) / 2)]
}

/**
 * Rows that no measure tells apart: in every score vector they lie between the same frauds, and their
 * weights are equal. How often rows of a cell are drawn matters, which of them does not; so a resample
 * draws one number per cell instead of one per row, with the same distribution.
 */
interface Cell {
  /** Per score vector: how many distinct fraud scores lie above these rows' scores. */
  groups: number[]
  weight: number
  rowCount: number
}

function resample(
  isFraud: ArrayLike<number | boolean>,
  weights: ArrayLike<number> | undefined,
  vectors: readonly ArrayLike<number>[],
  options: BootstrapOptions,
  onResample: (areas: number[], index: number) => void,
): void {
  for (const scores of vectors) {
    requireScoredRows({ scores, isFraud, ...(weights ? { weights } : {}) })
  }
  const random = derive(options.seed, 'bootstrap')
  const fraudScores = vectors.map((scores) => distinctFraudScores(scores, isFraud))
  const cells = { fraud: new Map<string, Cell>(), legitimate: new Map<string, Cell>() }
  for (let row = 0; row < isFraud.length; row++) {
    const groups = vectors.map((scores, v) => countAbove(fraudScores[v]!, scores[row]!))
    const weight = weights ? weights[row]! : 1
    const key = `${groups.join()},${weight}`
    const stratum = isFraud[row] ? cells.fraud : cells.legitimate
    const cell = stratum.get(key)
    if (cell) cell.rowCount++
    else stratum.set(key, { groups, weight, rowCount: 1 })
  }
  const strata = [cells.fraud, cells.legitimate].map((stratum) => [...stratum.values()])
  const drawers = strata.map(stratumDrawer)
  const sums = strata.map(() => fraudScores.map((scores) => new Float64Array(scores.length + 1)))
  const count = options.resamples ?? 1000
  for (let i = 0; i < count; i++) {
    for (const [stratum, draw] of drawers.entries()) {
      for (const sum of sums[stratum]!) sum.fill(0)
      draw(random, sums[stratum]!)
    }
    onResample(
      vectors.map((_, v) => areaOfGroups(sums[0]![v]!, sums[1]![v]!)),
      i,
    )
  }
}

/** Draws one resample of a stratum and adds the weights it gives each group, per score vector. */
type StratumDrawer = (random: Random, sums: Float64Array[]) => void

/** A conditional binomial costs as much as drawing this many rows one by one. */
const ROWS_PER_BINOMIAL = 8

function stratumDrawer(cells: Cell[]): StratumDrawer {
  const rowCount = cells.reduce((sum, cell) => sum + cell.rowCount, 0)
  if (rowCount > ROWS_PER_BINOMIAL * cells.length) {
    // A multinomial draw over the cells, as one conditional binomial after the other.
    return (random, sums) => {
      let draws = rowCount
      let rows = rowCount
      for (const cell of cells) {
        if (draws === 0) return
        const drawn = drawBinomial(random, draws, cell.rowCount / rows)
        draws -= drawn
        rows -= cell.rowCount
        addCell(cell, drawn, sums)
      }
    }
  }
  const cellOfRow = new Int32Array(rowCount)
  let filled = 0
  for (const [index, cell] of cells.entries()) {
    cellOfRow.fill(index, filled, filled + cell.rowCount)
    filled += cell.rowCount
  }
  const drawn = new Int32Array(cells.length)
  return (random, sums) => {
    drawn.fill(0)
    for (let draw = 0; draw < rowCount; draw++) drawn[cellOfRow[random.integer(rowCount)]!]! += 1
    for (const [index, cell] of cells.entries()) addCell(cell, drawn[index]!, sums)
  }
}

function addCell({ groups, weight }: Cell, times: number, sums: Float64Array[]): void {
  if (times === 0) return
  for (let v = 0; v < sums.length; v++) sums[v]![groups[v]!]! += times * weight
}
