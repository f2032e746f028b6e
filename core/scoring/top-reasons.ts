import type { DatasetProfile } from '../datasets/profile.ts'
import type { Contribution } from './score.ts'

/** One feature that pushed a transaction's fraud score up. Stored as JSON with the prediction. */
export interface Reason {
  /** Name of the feature. */
  feature: string
  label: string
  /** In the feature's unit; null when it was missing. */
  value: number | null
  /** This card's own normal in the same unit; null when there is none or nothing is known yet. */
  usual: number | null
  /** How far it pushed, in log-odds; above 0. */
  contribution: number
}

/**
 * What pushed the score up most, strongest first. Features that say the same thing (`aspect`) make one reason
 * with their contributions added up. Only features of the profile are named.
 */
export function topReasons(
  profile: Pick<DatasetProfile, 'features'>,
  features: Float32Array,
  contributions: readonly Contribution[],
  limit = 4,
): Reason[] {
  const sums = new Map<string, number>()
  for (const { index, contribution } of contributions) {
    const definition = profile.features[index]
    if (!definition) continue
    const name = definition.aspect ?? definition.name
    sums.set(name, (sums.get(name) ?? 0) + contribution)
  }
  const told = (name: string) =>
    known(features[profile.features.findIndex((feature) => feature.name === name)])
  return [...sums]
    .filter(([, contribution]) => contribution > 0)
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, limit)
    .map(([name, contribution]) => {
      const { label, usual } = profile.features.find((feature) => feature.name === name)!
      return {
        feature: name,
        label,
        value: told(name),
        usual: usual === undefined ? null : told(usual),
        contribution,
      }
    })
}

function known(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : value
}
