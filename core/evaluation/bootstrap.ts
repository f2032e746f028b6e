import { averagePrecision } from './precision-recall.ts'
import { rankByScore } from './ranking.ts'
import { type ResampledRows, type ResampledUnit, resampleAreas } from './resample.ts'

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
  /** What was drawn. Frauds of one card come together, so intervals from single transactions are too narrow. */
  resampled: ResampledUnit
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
  resampled: ResampledUnit
}

/** Average precision with a stratified percentile bootstrap interval, by card where rows have cards (`resampleAreas`). */
export function bootstrapAveragePrecision(
  { scores, ...outcome }: ResampledRows,
  options: BootstrapOptions,
): Interval {
  return bootstrapMeanAveragePrecision([scores], outcome, options)
}

/**
 * The mean average precision of models that differ in their seed alone, with the interval of that mean: every resample
 * measures all of them on the same rows.
 */
export function bootstrapMeanAveragePrecision(
  vectors: readonly ArrayLike<number>[],
  outcome: Omit<ResampledRows, 'scores'>,
  { seed, resamples = 1000, confidence = 0.95 }: BootstrapOptions,
): Interval {
  const mean = (areas: readonly number[]) =>
    areas.reduce((sum, area) => sum + area, 0) / areas.length
  const value = mean(vectors.map((scores) => averagePrecision(rankByScore({ scores, ...outcome }))))
  const areas = resampleAreas({ vectors, ...outcome, seed, count: resamples })
  const values = areas[0]!.map((_, i) => mean(areas.map((own) => own[i]!)))
  const [low, high] = percentileInterval(values, confidence)
  return { value, low, high, resampled: unitOf(outcome) }
}

/** The scores of two models on the same rows. */
export interface PairedRows extends Omit<ResampledRows, 'scores'> {
  first: ArrayLike<number>
  second: ArrayLike<number>
}

/**
 * Compares two models on the same rows: both are measured on each resample, so that what is hard for
 * both cancels out. Positive values favour `first`.
 */
export function bootstrapDifference(rows: PairedRows, options: BootstrapOptions): PairedDifference {
  return summariseDifference(resampleDifference(rows, options), options.confidence)
}

/** The differences behind {@link bootstrapDifference}: on the rows as they are, and one per resample. */
export interface ResampledDifference {
  value: number
  resamples: Float64Array
  resampled: ResampledUnit
}

/** Draws the resamples of a paired difference, for those who put several together; see {@link averageDifferences}. */
export function resampleDifference(
  { first, second, ...outcome }: PairedRows,
  { seed, resamples = 1000 }: BootstrapOptions,
): ResampledDifference {
  const value =
    averagePrecision(rankByScore({ scores: first, ...outcome })) -
    averagePrecision(rankByScore({ scores: second, ...outcome }))
  const [a, b] = resampleAreas({ vectors: [first, second], ...outcome, seed, count: resamples })
  return { value, resamples: a!.map((area, i) => area - b![i]!), resampled: unitOf(outcome) }
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
    resampled: parts[0]!.resampled,
  }
}

/** Mean, interval and share of resampled differences. */
export function summariseDifference(
  { value, resamples, resampled }: ResampledDifference,
  confidence = 0.95,
): PairedDifference {
  const [low, high] = percentileInterval(resamples.slice(), confidence)
  const mean = resamples.reduce((sum, difference) => sum + difference, 0) / resamples.length
  const shareBetter =
    resamples.reduce((sum, d) => sum + (d > 0 ? 1 : d === 0 ? 0.5 : 0), 0) / resamples.length
  return { value, mean, low, high, shareBetter, resampled }
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

function unitOf({ cards }: Pick<ResampledRows, 'cards'>): ResampledUnit {
  return cards ? 'card' : 'transaction'
}
