import type { DatasetProfile } from '../../../core/datasets/profile.ts'
import { profiles } from '../../../core/datasets/registry.ts'
import { type Outcome, refuse } from './http.ts'

/** The profile that a dataset names; `unknown_profile` for one that a newer version of the service brought. */
export function findProfile(slug: string): Outcome<DatasetProfile> {
  const profile = profiles.find((candidate) => candidate.slug === slug)
  if (profile !== undefined) return { data: profile, error: null }
  return refuse('unknown_profile', `The dataset's format "${slug}" is not one this service knows.`)
}
