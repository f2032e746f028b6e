import type { FittedCandidate } from './fit-candidates.ts'
import type { LoadedTrainingData } from './load-training-data.ts'
import type { SplitPart, TimeSplit } from './split-by-time.ts'

/** A fitted candidate: family, time, backend. */
export function describeFit({ family, durationMs, fitted }: FittedCandidate): string {
  return `${family} in ${(durationMs / 1000).toFixed(1)} s (${fitted.backend})`
}

/** Loaded rows: how many, frauds, from when to when. */
export function describeData({ data }: LoadedTrainingData): string {
  if (data.rowCount === 0) return 'no labelled rows'
  const frauds = data.labels.reduce((sum, label) => sum + label, 0)
  const [first, last] = [data.occurredAt[0]!, data.occurredAt[data.rowCount - 1]!]
  return `${data.rowCount.toLocaleString('en')} labelled rows, ${frauds.toLocaleString('en')} frauds, ${iso(first).slice(0, 10)} to ${iso(last).slice(0, 10)}`
}

/** The split as it is recorded with the run. */
export function describeSplit(split: TimeSplit, partlyLabelledMonths: string[]) {
  const describe = ({ rows, fraudCount, from, to }: SplitPart) => ({
    rows: rows.length,
    frauds: fraudCount,
    from: iso(from),
    to: iso(to),
  })
  return {
    strategy: split.strategy,
    train: describe(split.train),
    validation: describe(split.validation),
    holdout: describe(split.holdout),
    twinCount: split.twinCount,
    partlyLabelledMonths,
  }
}

/** The split in one line. */
export function describeParts(split: TimeSplit): string {
  return (['train', 'validation', 'holdout'] as const)
    .map((name) => {
      const { rows, fraudCount, to } = split[name]
      return `${name} ${rows.length.toLocaleString('en')} rows, ${fraudCount} frauds, to ${iso(to).slice(0, 10)}`
    })
    .join('; ')
}

function iso(epochMs: number): string {
  return new Date(epochMs).toISOString()
}
