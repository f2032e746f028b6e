import type { VersionMonth } from './get-month.ts'
import type { PredictedMonth } from './list-months.ts'

const summed = [
  'scoredCount',
  'flaggedCount',
  'flaggedAmount',
  'truePositiveCount',
  'falsePositiveCount',
  'falseNegativeCount',
  'trueNegativeCount',
  'caughtAmount',
  'missedAmount',
] as const satisfies (keyof VersionMonth)[]

/** A month's outcome over all versions that served in it. */
export function sumVersions(predictions: readonly VersionMonth[]): PredictedMonth {
  const total = Object.fromEntries(
    summed.map((key) => [key, predictions.reduce((sum, prediction) => sum + prediction[key], 0)]),
  ) as Record<(typeof summed)[number], number>
  return { ...total, versions: predictions.map(({ version }) => version) }
}
