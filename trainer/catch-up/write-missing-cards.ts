import { writeModelCard } from '../../core/publishing/model-card.ts'
import { cardPath, storeArtifact } from '../artifact-storage.ts'
import { listVersionsWithoutCard, readCardFacts } from '../read-card-facts.ts'
import type { TrainedDataset } from '../trained-dataset.ts'
import type { TrainingContext } from '../training-job.ts'

/** Writes the model card of every version that lacks one, beside its artifact in Storage. */
export async function writeMissingCards(
  { sql, storage, log }: TrainingContext,
  dataset: TrainedDataset,
): Promise<void> {
  for (const version of await listVersionsWithoutCard(sql, dataset.id)) {
    const card = writeModelCard(await readCardFacts(sql, version.id))
    const path = cardPath(version.artifactPath)
    await storeArtifact(storage, path, new TextEncoder().encode(card), 'text/markdown')
    await sql`update public.model_versions set card_path = ${path} where id = ${version.id}`
    log('card', `model card of version ${version.version} at ${path}`)
  }
}
