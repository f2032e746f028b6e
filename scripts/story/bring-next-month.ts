import type { Sql } from 'postgres'
import { addMonths, type Month } from '../../core/month.ts'
import { STORY_DATASET, storyMonths } from '../../core/simulator/story-plan.ts'
import type { FraudDeskClient } from '../../lib/supabase/server-client.ts'
import type { UploadProgress } from '../../lib/uploads/upload-outcome.ts'
import { CommandFailure } from '../command-failure.ts'
import type { Progress } from '../progress.ts'
import { type MonthReport, readMonthReport } from './month-report.ts'
import { trainStoryModel } from './run-trainer.ts'
import { writeLabelsFile, writeMonthFile } from './story-files.ts'
import { areLabelsComplete, findNextStep, isTrainedWith } from './story-state.ts'
import { uploadStoryFile } from './upload-story-file.ts'

/** What bringing a month needs. */
export interface NextMonthOptions {
  /** Signed in as somebody who may upload. */
  client: FraudDeskClient
  sql: Sql
  /** Where the month's files are written. */
  folder: string
  progress: Progress
  /** Families of candidates; the trainer's own choice unless given. */
  families?: readonly string[]
  /** The trainer's environment; this process's own unless given. */
  env?: NodeJS.ProcessEnv
  signal?: AbortSignal | undefined
}

/**
 * Brings the next month of the story: its transactions come and are predicted, then the labels of the
 * month before it arrive, then the model is trained again. After an interruption it does what is
 * missing. Throws CommandFailure with one sentence.
 *
 * @returns what came of it, or null when the story is over
 */
export async function bringNextMonth(options: NextMonthOptions): Promise<MonthReport | null> {
  const { sql, folder, signal } = options
  const step = await findNextStep(sql)
  if (step.kind === 'over') return null
  if (step.kind === 'not-begun') {
    throw new CommandFailure(
      'Cannot bring the next month: the story has not begun. `npm run demo` loads its first two years.',
    )
  }
  const { month, scale } = step
  const files = { folder, scale, signal }
  if (!step.isLoaded) {
    await upload(
      options,
      `predicting ${month}`,
      async () => (await writeMonthFile(files, month)).path,
    )
  }
  const before = addMonths(month, -1)
  // The labels up to the first month are part of the history, and the first model knows them.
  const bringsLabels = before >= storyMonths.first
  if (bringsLabels) {
    if (!(await areLabelsComplete(sql, before))) {
      await upload(
        options,
        `labels of ${before}`,
        async () => (await writeLabelsFile(files, before)).path,
      )
    }
    if (!(await isTrainedWith(sql, before))) await retrain(options, before)
  }
  return await readMonthReport(sql, month, bringsLabels ? before : null)
}

async function upload(
  { client, progress, signal }: NextMonthOptions,
  name: string,
  writeFile: () => Promise<string>,
): Promise<void> {
  const step = progress.begin(name)
  try {
    step.update('writing the file')
    const path = await writeFile()
    await uploadStoryFile(path, {
      client,
      signal,
      onProgress: (state) => step.update(describe(state), state.bytesDone / state.bytesTotal),
    })
    step.end()
  } catch (error) {
    step.fail()
    throw error
  }
}

function describe({ phase, rowsDone }: UploadProgress): string {
  if (phase === 'reading') return 'reading the file'
  const rows = `${rowsDone.toLocaleString('en')} rows`
  return phase === 'sending' ? rows : `storing ${rows}`
}

async function retrain(
  { sql, progress, families, env, signal }: NextMonthOptions,
  labelled: Month,
): Promise<void> {
  const reason = `The labels of ${labelled} arrived.`
  const step = progress.begin('retraining')
  try {
    await sql`select private.request_training_run(${STORY_DATASET}, 'new-data', ${reason})`
    await trainStoryModel({
      reason,
      families,
      ...(env ? { env } : {}),
      onStep: (what) => step.update(what),
      signal,
    })
    step.end()
  } catch (error) {
    step.fail()
    if (!(error instanceof CommandFailure)) throw error
    throw new CommandFailure(
      `${error.message} The month and its labels are stored; run \`npm run next-month\` again to repeat the training alone.`,
      { cause: error },
    )
  }
}
