import type { FeatureDefinition } from '../../core/datasets/profile.ts'
import { sharesOf } from '../../core/evaluation/drift.ts'
import type { DriftCell } from './drift-overview.ts'

/** One bin of an open cell: what lies in it, and its share then and in the month. */
export interface DescribedBin {
  label: string
  learned: number
  month: number
}

/**
 * The bins of a cell in words, with shares of the rows that were learned from (of the hold-out, for the score) and of
 * the month's. Missing values come last, where there are any.
 */
export function describeBins(
  { baseline, counts }: Pick<DriftCell, 'baseline' | 'counts'>,
  feature: Pick<FeatureDefinition, 'unit' | 'categories'> | null,
  locale: string,
): DescribedBin[] {
  const number = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 })
  const { edges } = baseline
  const learned = sharesOf(baseline.counts)
  const month = sharesOf(counts)
  const bins = learned.map((share, bin) => ({
    label:
      bin === edges.length + 1
        ? 'Missing'
        : (nameOf(edges, bin, feature) ?? rangeOf(edges, bin, (value) => number.format(value))),
    learned: share,
    month: month[bin] ?? 0,
  }))
  const missing = bins.at(-1)!
  return missing.learned === 0 && missing.month === 0 ? bins.slice(0, -1) : bins
}

function nameOf(
  edges: readonly number[],
  bin: number,
  feature: Pick<FeatureDefinition, 'unit' | 'categories'> | null,
): string | null {
  if (feature?.unit === 'flag' && edges.length === 1 && edges[0] === 0)
    return bin === 0 ? 'No' : 'Yes'
  const edge = edges[bin]
  const isOneCode = edge !== undefined && (bin === 0 ? edge === 0 : edge === edges[bin - 1]! + 1)
  return (isOneCode && feature?.categories?.[edge]) || null
}

function rangeOf(edges: readonly number[], bin: number, write: (value: number) => string): string {
  const [low, high] = [edges[bin - 1], edges[bin]]
  if (low === undefined) return high === undefined ? 'All values' : `Up to ${write(high)}`
  return high === undefined ? `Over ${write(low)}` : `${write(low)} to ${write(high)}`
}
