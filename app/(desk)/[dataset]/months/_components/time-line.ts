import type { Month } from '@/core/month.ts'
import type { ChampionChange, Training } from '@/lib/months/list-months.ts'

/**
 * Something that happened to the model, and the edge between two months at which it stands: 0 is left of the first
 * month, the number of months is right of the newest.
 */
export type Mark =
  | { kind: 'training'; edge: number; training: Training }
  | { kind: 'change'; edge: number; change: ChampionChange }

/**
 * Puts what happened on the time line of months. A training stands right of the last month that it learned from. A change
 * by hand is a moment of the clock, not of the data: it stands left of the first month that was scored after it, or, as
 * long as nothing was, right of the newest month. In the order of the edges, trainings first.
 */
export function placeMarks(
  months: readonly Month[],
  trainings: readonly Training[],
  changes: readonly ChampionChange[],
): Mark[] {
  const trained = trainings.flatMap((training): Mark[] => {
    const index = months.indexOf(training.month)
    return index < 0 ? [] : [{ kind: 'training', edge: index + 1, training }]
  })
  const changed = changes.map((change): Mark => {
    const index = change.firstMonth ? months.indexOf(change.firstMonth) : -1
    return { kind: 'change', edge: index < 0 ? months.length : index, change }
  })
  return [...trained, ...changed].toSorted((left, right) => left.edge - right.edge)
}

/** What a person did to the champion, in words. */
export function describeChange({ isRollback, version, previousVersion }: ChampionChange): string {
  if (isRollback) return `Rolled back from version ${previousVersion} to ${version}`
  return previousVersion === null
    ? `Version ${version} promoted by hand`
    : `Version ${version} promoted by hand in place of ${previousVersion}`
}

/** What came of a training, in words. */
export function describeTraining({ isPromoted, version }: Training): string {
  if (isPromoted) return `Version ${version} trained and promoted`
  return version === null
    ? 'Training refused, the champion stayed'
    : `Version ${version} trained and refused, the champion stayed`
}
