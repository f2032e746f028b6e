import { ibm } from './ibm.ts'
import type { DatasetProfile } from './profile.ts'
import { sparkov } from './sparkov.ts'
import { ulb } from './ulb.ts'

/** Every data format that is recognised. */
export const profiles: readonly DatasetProfile[] = [ulb, sparkov, ibm]

/** The profile of a slug. Throws RangeError for a slug that is not in the registry. */
export function getProfile(slug: string): DatasetProfile {
  const profile = profiles.find((candidate) => candidate.slug === slug)
  if (profile !== undefined) return profile
  const known = profiles.map((candidate) => candidate.slug).join(', ')
  throw new RangeError(`There is no dataset profile "${slug}". Use one of: ${known}.`)
}
