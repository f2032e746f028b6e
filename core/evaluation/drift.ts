/** What is fixed about a feature, or the score, at training time, so that later months compare to it. */
export interface DriftBaseline {
  /** Ascending inner edges of the bins: a value falls in the bin after every edge that it exceeds. */
  edges: number[]
  /** Share of the training values in each bin (edges.length + 1 of them), then of the missing ones. */
  shares: number[]
  rowCount: number
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
export const driftBands = { moderate: 0.1, strong: 0.25 } as const

/** Fewer rows than this in a month say nothing: the index is then mostly noise. */
export const minimumDriftRows = 500

/** An empty bin is counted as this share, so that the logarithm exists. */
const SMALLEST_SHARE = 1e-4

/** Fixes the bins at the quantiles of the training values; NaN is missing and has a bin of its own. */
export function fitDriftBaseline(values: ArrayLike<number>, bins = 10): DriftBaseline {
  const sorted = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort()
  const edges: number[] = []
  for (let i = 1; i < bins && sorted.length > 0; i++) {
    const edge = sorted[Math.floor((i / bins) * sorted.length)]!
    const isSplit = edge < sorted.at(-1)!
    if (isSplit && edge !== edges.at(-1)) edges.push(edge)
  }
  const counts = countByBin(edges, values)
  return { edges, shares: shares(counts), rowCount: values.length }
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
  if (counts.length !== baseline.shares.length) {
    throw new RangeError(
      `Cannot measure drift: ${counts.length} counts for ${baseline.shares.length} bins.`,
    )
  }
  const rowCount = counts.reduce((sum, count) => sum + count, 0)
  const actual = shares(counts)
  let psi = 0
  let usedBins = 0
  let cumulative = 0
  let ks = 0
  for (let bin = 0; bin < actual.length; bin++) {
    const a = actual[bin]!
    const e = baseline.shares[bin]!
    cumulative += a - e
    ks = Math.max(ks, Math.abs(cumulative))
    if (a === 0 && e === 0) continue
    usedBins++
    const [actualShare, expectedShare] = [Math.max(a, SMALLEST_SHARE), Math.max(e, SMALLEST_SHARE)]
    psi += (actualShare - expectedShare) * Math.log(actualShare / expectedShare)
  }
  const chancePsi = rowCount > 0 ? (usedBins - 1) * (1 / rowCount + 1 / baseline.rowCount) : 0
  return { psi, chancePsi, ks, band: bandOf(psi - chancePsi, rowCount), rowCount }
}

/** The band of an index measured on so many rows. */
export function bandOf(psi: number, rowCount: number): DriftBand {
  if (rowCount < minimumDriftRows) return 'too_few_rows'
  if (psi >= driftBands.strong) return 'strong'
  return psi >= driftBands.moderate ? 'moderate' : 'stable'
}

/**
 * Two-sample Kolmogorov–Smirnov distance: the largest gap between the two empirical distribution
 * functions. Equals `scipy.stats.ks_2samp(...).statistic`. NaN when a sample is empty.
 */
export function kolmogorovSmirnov(first: ArrayLike<number>, second: ArrayLike<number>): number {
  const a = Float64Array.from(first).sort()
  const b = Float64Array.from(second).sort()
  if (a.length === 0 || b.length === 0) return Number.NaN
  let i = 0
  let j = 0
  let largest = 0
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i]!, b[j]!)
    while (i < a.length && a[i] === value) i++
    while (j < b.length && b[j] === value) j++
    largest = Math.max(largest, Math.abs(i / a.length - j / b.length))
  }
  return largest
}

function shares(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0)
  return counts.map((count) => (total > 0 ? count / total : 0))
}
