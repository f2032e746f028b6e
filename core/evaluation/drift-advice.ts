import type { Drift } from './drift.ts'

/** Drift of one feature, by its name for people; `isScore` for the fraud score itself. */
export interface NamedDrift {
  label: string
  isScore: boolean
  /** True for a feature that grows by nature: it is shown, and never an alarm. */
  grows?: boolean
  drift: Drift
}

/** What a month's drift asks for. */
export interface DriftAdvice {
  /** nothing: no drift, or too little to tell. watch: look again with labels. act: something is different. */
  urgency: 'nothing' | 'watch' | 'act'
  /** One sentence: what was found, and what to do. */
  sentence: string
}

/** Names in a sentence; more are counted. */
const NAMED = 3

/**
 * What to do about a month, in one sentence. Drift tells that the world has moved, not that the model is worse, so a
 * moderate move is only watched, and a strong one asks first for a look at the source of the data: a new unit or an
 * empty column is more frequent than a new kind of customer, and no training mends it.
 * @param month for people: "June 2019"
 */
export function adviseOnDrift(
  month: string,
  version: number,
  drifts: readonly NamedDrift[],
): DriftAdvice {
  const judged = drifts.filter(({ drift, grows }) => drift.band !== 'too_few_rows' && !grows)
  if (judged.length === 0) {
    return {
      urgency: 'nothing',
      sentence: `${month} has too few transactions to compare with what version ${version} learned: wait for more.`,
    }
  }
  const byIndex = judged.toSorted((a, b) => excess(b) - excess(a))
  const strong = byIndex.filter(({ drift }) => drift.band === 'strong')
  const moderate = byIndex.filter(({ drift }) => drift.band === 'moderate')
  if (strong.length > 0) {
    const features = strong.filter((each) => !each.isScore)
    return {
      urgency: 'act',
      sentence:
        features.length > 0
          ? `${month} differs strongly from what version ${version} learned in ${listNames(features)}: check the source of the data for a change, and retrain as soon as the month has labels.`
          : `${month} looks as before, but its scores differ strongly from those of the hold-out: review the highest-scored alerts first, and retrain as soon as the month has labels.`,
    }
  }
  if (moderate.length > 0) {
    return {
      urgency: 'watch',
      sentence: `${month} differs moderately in ${listNames(moderate)}: nothing is broken; compare precision and recall when its labels arrive.`,
    }
  }
  return {
    urgency: 'nothing',
    sentence: `${month} looks like what version ${version} learned from: there is nothing to do.`,
  }
}

function excess({ drift }: NamedDrift): number {
  return drift.psi - drift.chancePsi
}

function listNames(drifts: readonly NamedDrift[]): string {
  const names = drifts
    .slice(0, NAMED)
    .map(({ label, isScore }) => (isScore ? 'the fraud score' : label.toLowerCase()))
  const others = drifts.length - names.length
  if (others > 0) names.push(`${others} other${others === 1 ? '' : 's'}`)
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
