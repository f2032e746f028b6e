import { requestDueRun } from './claim-run.ts'
import { getFamilies } from './families/registry.ts'
import { getDataset } from './trained-dataset.ts'
import type { TrainingContext } from './training-job.ts'

/** What a workflow spreads over machines. */
export interface TrainingPlan {
  /** Datasets to train. */
  datasets: string[]
  /** What to fit first, each on a machine of its own. Families that combine others have nothing to fit. */
  fits: { dataset: string; family: string }[]
}

/** Plans the training of datasets; with `whenDue` only of those for which a run is requested or due. */
export async function planTraining(
  { sql }: Pick<TrainingContext, 'sql'>,
  {
    datasetSlugs,
    families,
    whenDue,
  }: { datasetSlugs: readonly string[]; families: readonly string[]; whenDue: boolean },
): Promise<TrainingPlan> {
  const datasets: string[] = []
  for (const slug of datasetSlugs) {
    const dataset = await getDataset(sql, slug)
    if (!whenDue || (await requestDueRun(sql, dataset))) datasets.push(slug)
  }
  const names = getFamilies(families).map(({ name }) => name)
  const fits = datasets.flatMap((dataset) => names.map((family) => ({ dataset, family })))
  return { datasets, fits }
}
