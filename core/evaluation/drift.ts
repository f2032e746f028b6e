/** What is fixed about a feature, or the score, at training time, so that later months compare to it. */
export interface DriftBaseline {
  /** Ascending inner edges of the bins: a value falls in the bin after every edge that it exceeds. */
  edges: readonly number[]
  /** How many training values fell in each bin (edges.length + 1 of them), then how many were missing. */
  counts: readonly number[]
}

/** How much a distribution has moved. */
export type DriftBand = 'stable' | 'moderate' | 'strong' | 'too_few_rows'

/** A distribution compared with its baseline. */
export interface Drift {
  /** Population stability index. */
  psi: number
  /** The index that two samples of these sizes from one distribution have on average. */
  chancePsi: number
  /** Largest distance between the cumulative shares at the edges, in [0, 1]. */
  ks: number
  band: DriftBand
  rowCount: number
}

/** Bounds of the bands, a convention of credit scoring (N. Siddiqi, Credit Risk Scorecards, 2006). */
const driftBands = { moderate: 0.1, strong: 0.25 } as const

/** Fewer rows than this in a month say nothing: the index is then mostly noise. */
export const minimumDriftRows = 500

/** An empty bin is counted as this share, so that the logarithm exists. */
const SMALLEST_SHARE = 1e-4

const deciles = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9] as const

/** For a fraud score the deciles lie among the legitimate rows; alerts come from the last hundredth. */
export const scoreQuantiles: readonly number[] = [...deciles, 0.95, 0.99, 0.995]

/**
 * Fixes the bins at quantiles of the training values (ascending; deciles when absent); NaN is missing and has a bin of
 * its own. Equal quantiles give one edge, so a flag gets two bins however rare it is.
 */
export function fitDriftBaseline(
  values: ArrayLike<number>,
  quantiles: readonly number[] = deciles,
): DriftBaseline {
  const sorted = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort()
  const edges: number[] = []
  for (const quantile of sorted.length > 0 ? quantiles : []) {
    const edge = sorted[Math.max(Math.ceil(quantile * sorted.length) - 1, 0)]!
    const isSplit = edge < sorted.at(-1)!
    if (isSplit && edge !== edges.at(-1)) edges.push(edge)
  }
  return { edges, counts: countByBin(edges, values) }
}

/** How many values fall in each bin of a baseline, the missing ones last. Counts of months may be added up. */
export function countByBin(edges: readonly number[], values: ArrayLike<number>): number[] {
  const counts = new Array<number>(edges.length + 2).fill(0)
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!
    let bin = 0
    if (Number.isNaN(value)) bin = edges.length + 1
    else while (bin < edges.length && value > edges[bin]!) bin++
    counts[bin]! += 1
  }
  return counts
}

/**
 * Compares later counts with the baseline. PSI = Σ (a - e) ln(a / e) over the bins' actual and
 * expected shares. What chance alone adds to it, (bins - 1) × (1 / rows + 1 / training rows)
 * (B. Yurdakul, Statistical Properties of Population Stability Index, 2018), is taken off before the
 * band is chosen, so that a small month is no alarm. Throws RangeError for counts of other bins.
 */
export function measureDrift(baseline: DriftBaseline, counts: readonly number[]): Drift {
  if (counts.length !== baseline.counts.length) {
    throw new RangeError(
      `Cannot measure drift: ${counts.length} counts for ${baseline.counts.length} bins.`,
    )
  }
  const rowCount = sum(counts)
  const baselineRowCount = sum(baseline.counts)
  const actual = sharesOf(counts)
  const expected = sharesOf(baseline.counts)
  let psi = 0
  let usedBins = 0
  let cumulative = 0
  let ks = 0
  for (let bin = 0; bin < actual.length; bin++) {
    const a = actual[bin]!
    const e = expected[bin]!
    cumulative += a - e
    ks = Math.max(ks, Math.abs(cumulative))
    if (a === 0 && e === 0) continue
    usedBins++
    const [actualShare, expectedShare] = [Math.max(a, SMALLEST_SHARE), Math.max(e, SMALLEST_SHARE)]
    psi += (actualShare - expectedShare) * Math.log(actualShare / expectedShare)
  }
  const chancePsi =
    rowCount > 0 && baselineRowCount > 0
      ? (usedBins - 1) * (1 / rowCount + 1 / baselineRowCount)
      : 0
  return {
    psi,
    chancePsi,
    ks,
    band: bandOf(psi - chancePsi, Math.min(rowCount, baselineRowCount)),
    rowCount,
  }
}

/** The band of an index measured on so many rows. */
export function bandOf(psi: number, rowCount: number): DriftBand {
  if (rowCount < minimumDriftRows) return 'too_few_rows'
  if (psi >= driftBands.strong) return 'strong'
  return psi >= driftBands.moderate ? 'moderate' : 'stable'
}

/** Counts as shares of their sum; zeros when there is nothing. */
export function sharesOf(counts: readonly number[]): number[] {
  const total = sum(counts)
  return counts.map((count) => (total > 0 ? count / total : 0))
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}
