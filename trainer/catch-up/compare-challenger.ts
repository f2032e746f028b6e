import type { TrainedDataset } from '../trained-dataset.ts'
import type { TrainingContext } from '../training-job.ts'

/**
 * Measures the challenger beside what was served, in every month in which rows, labels or scores have changed since the
 * last time. A month is one statement, so that none takes long.
 */
export async function compareChallenger(
  { sql, log }: TrainingContext,
  { id }: TrainedDataset,
): Promise<void> {
  const months = await sql<{ month: string }[]>`
    select month::text from private.list_uncompared_months(${id}::smallint) as month`
  for (const { month } of months) {
    await sql`select private.compare_month(${id}::smallint, ${month}::date)`
  }
  if (months.length > 0) log('compare', `${months.length} months of the challenger's compared`)
}
