import { uploadFile } from '../../../lib/uploads/upload-file.ts'
import { asFile, ulbTable, withoutLabel } from '../../ingest/sample-files.ts'
import { openStorageGate, type StorageGate } from '../storage-gate.ts'
import { openTrainingStack, type TrainingStack } from '../training-stack.ts'

/** How a run of boosting alone, the quickest family, is asked for. */
export const TRAIN = ['--dataset', 'ulb', '--families', 'gradient-boosting', '--json'] as const

/** A stack on which a story of trainings is told. */
export interface Operations extends TrainingStack {
  gate: StorageGate
  /** Trains to the end and returns the outcome. */
  // biome-ignore lint/suspicious/noExplicitAny: the trainer's JSON, which the tests look into.
  train(...args: string[]): Promise<any>
  /** Uploads new rows as Pinky and returns which version scored them. */
  upload(options: { isLabelled: boolean }): Promise<number | null>
  /** Replaces the settings of the dataset, as Brain. */
  set(settings: object): Promise<void>
  newestRun(): Promise<Record<string, unknown>>
}

/** Hands the story's stack to tests that are named before it has started. */
export type GetOperations = () => Operations

/** Starts it. */
export async function openOperations(): Promise<Operations> {
  const desk = await openTrainingStack()
  const gate = await openStorageGate(desk.stack.apiUrl)
  let fileNumber = 0
  return {
    ...desk,
    gate,
    async train(...args) {
      const { code, out, err } = await desk.runTrainer([...TRAIN, ...args])
      if (code !== 0) throw new Error(`The trainer ended with ${code}: ${err}`)
      return JSON.parse(out)
    },
    async upload({ isLabelled }) {
      const table = ulbTable({ count: 60, seed: 100 + fileNumber++ })
      const result = await uploadFile({
        client: desk.pinky,
        datasetSlug: 'ulb',
        source: asFile(`rows-${fileNumber}.csv`, isLabelled ? table : withoutLabel(table)),
      })
      if (result.error !== null) throw new Error(result.error.message)
      if (result.data.status !== 'committed') throw new Error(result.data.status)
      const rows = await desk.sql<{ version: number }[]>`
        select distinct version.version
        from public.transactions as rows
        join public.predictions as said on said.transaction_id = rows.id and said.occurred_at = rows.occurred_at
        join public.model_versions as version on version.id = said.model_version_id
        where rows.upload_id = ${result.data.uploadId}`
      if (rows.length > 1) throw new Error('More than one version scored an upload.')
      return rows[0]?.version ?? null
    },
    async set(settings) {
      const { error } = await desk.brain.rpc('update_dataset_settings', {
        dataset_slug: 'ulb',
        settings: settings as never,
        reason: 'A test.',
      })
      if (error) throw error
    },
    async newestRun() {
      const [run] = await desk.sql`select * from public.training_runs order by id desc limit 1`
      return run!
    },
    async close() {
      await gate.close()
      await desk.close()
    },
  }
}
