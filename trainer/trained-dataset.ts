import type { Sql } from 'postgres'

/** The dataset of a run, as the database has it. */
export interface TrainedDataset {
  id: number
  slug: string
  title: string
  currency: string
  profile: string
  featureNames: string[]
  settings: unknown
}

/** Finds a dataset by its slug. Throws RangeError with those that exist. */
export async function getDataset(sql: Sql, slug: string): Promise<TrainedDataset> {
  const datasets = await sql<TrainedDataset[]>`
    select id, slug, title, currency, profile, feature_names as "featureNames", settings from public.datasets order by id`
  const dataset = datasets.find((row) => row.slug === slug)
  if (dataset) return dataset
  const known = datasets.map((row) => row.slug).join(', ')
  throw new RangeError(`Cannot train "${slug}": there is no such dataset. Choose from ${known}.`)
}
