import { statfsSync } from 'node:fs'
import { join } from 'node:path'
import { createClient } from '@supabase/supabase-js'
import postgres, { type Sql } from 'postgres'
import { knownTypes } from '../../core/postgres-types.ts'
import { STORY_DATASET, type StoryScale, storyMonths } from '../../core/simulator/story-plan.ts'
import type { Database } from '../../lib/supabase/database.types.ts'
import type { FraudDeskClient } from '../../lib/supabase/server-client.ts'
import { CommandFailure } from '../command-failure.ts'
import type { Progress, Step } from '../progress.ts'
import { bringNextMonth } from '../story/bring-next-month.ts'
import { loadHistory } from '../story/load-history.ts'
import { trainStoryModel } from '../story/run-trainer.ts'
import { findNextStep } from '../story/story-state.ts'
import type { Environment } from './environment.ts'
import { openServiceStatus, type ServiceStatus } from './service-status.ts'

/** Options of {@link tellStory}. */
export type StoryOptions = {
  environment: Environment
  /** How much of it; `none` only marks the service as ready. */
  story: StoryScale | 'none'
  /** Where the story's files are written. */
  dataDir: string
  progress: Progress
  signal: AbortSignal
}

/** What every chapter works with. */
type Teller = Omit<StoryOptions, 'story'> & {
  client: FraudDeskClient
  sql: Sql
  status: ServiceStatus
}

/**
 * Brings the story to where it begins for people: two years of history, a first model, and the first month
 * predicted by it. Looks at the database to see what is missing, so it goes on where it was interrupted
 * and changes nothing when everything is there.
 *
 * @throws CommandFailure with one sentence
 */
export async function tellStory({ story, ...options }: StoryOptions): Promise<void> {
  const { environment } = options
  const status = openServiceStatus(environment.SUPABASE_DB_URL)
  const sql = postgres(environment.SUPABASE_DB_URL, {
    ...knownTypes,
    max: 2,
    // A transaction pooler keeps no prepared statements.
    prepare: false,
    onnotice: () => {},
  })
  try {
    if (story !== 'none') {
      const client = await signIn(environment)
      const teller: Teller = { ...options, client, sql, status }
      await tellHistory(teller, story)
      await trainFirstModel(teller)
      await tellUnfinishedMonth(teller)
    }
    await status.ready()
  } finally {
    await Promise.all([status.close(), sql.end({ timeout: 1 })])
  }
}

/** Brain tells the story: an admin sees every upload. */
async function signIn(environment: Environment): Promise<FraudDeskClient> {
  const client = createClient<Database>(
    environment.NEXT_PUBLIC_SUPABASE_URL,
    environment.NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY,
    { auth: { persistSession: false } },
  )
  const { error } = await client.auth.signInWithPassword({
    email: environment.BRAIN_EMAIL,
    password: environment.BRAIN_PASSWORD,
  })
  if (!error) return client
  throw new CommandFailure(
    `Cannot tell the story: ${environment.BRAIN_EMAIL} cannot sign in at ${environment.NEXT_PUBLIC_SUPABASE_URL} (${error.message}). Check the address, the key and BRAIN_PASSWORD.`,
    { cause: error },
  )
}

async function tellHistory(teller: Teller, scale: StoryScale): Promise<void> {
  const { sql, client, dataDir, signal } = teller
  if ((await findNextStep(sql)).kind !== 'not-begun') return
  await tell(teller, 'loading two years of history', 'simulating', (step, status) =>
    loadHistory({
      folder: join(dataDir, 'story'),
      scale,
      client,
      signal,
      onProgress: ({ phase, rowsDone, bytesDone, bytesTotal }) => {
        const rows = `${rowsDone.toLocaleString('en')} transactions`
        const detail =
          phase === 'reading' ? 'reading' : phase === 'sending' ? rows : `storing ${rows}`
        step.update(detail, bytesDone / bytesTotal)
        status.loading(`Loading two years of history: ${detail}`, bytesDone / bytesTotal)
      },
    }),
  )
}

async function trainFirstModel(teller: Teller): Promise<void> {
  const { sql, environment, signal } = teller
  if (await hasChampion(sql)) return
  await tell(teller, 'training the first model', '', async (step, status) => {
    await trainStoryModel({
      reason: 'The history was loaded.',
      env: { ...process.env, ...environment },
      signal,
      onStep: (what) => {
        step.update(what)
        status.loading('Training the first model')
      },
    })
    if (await hasChampion(sql)) return
    throw new CommandFailure(
      'The first model was not published: its run tells why (admin pages, or `npm run train -- --dataset demo`).',
    )
  })
}

async function hasChampion(sql: Sql): Promise<boolean> {
  const rows = await sql`
    select from public.model_aliases
    join public.datasets on datasets.id = model_aliases.dataset_id
    where datasets.slug = ${STORY_DATASET} and model_aliases.alias = 'champion'
  `
  return rows.length > 0
}

/** The first month, and any later one whose telling was interrupted; the others wait for `npm run next-month`. */
async function tellUnfinishedMonth(teller: Teller): Promise<void> {
  const { sql, client, dataDir, environment, progress, signal, status } = teller
  const next = await findNextStep(sql)
  if (next.kind !== 'month' || !(next.isLoaded || next.month === storyMonths.first)) return
  status.loading(`Predicting ${next.month}`)
  await bringNextMonth({
    client,
    sql,
    folder: join(dataDir, 'story'),
    progress,
    env: { ...process.env, ...environment },
    signal,
  })
}

/** Runs one chapter, shown in the terminal and in the app alike. */
async function tell(
  { dataDir, progress, status, signal }: Teller,
  name: string,
  detail: string,
  chapter: (step: Step, status: ServiceStatus) => Promise<unknown>,
): Promise<void> {
  signal.throwIfAborted()
  const step = progress.begin(name)
  step.update(detail)
  status.loading(name.charAt(0).toUpperCase() + name.slice(1))
  try {
    await chapter(step, status)
    step.end()
  } catch (error) {
    step.fail()
    if (!signal.aborted && isDiskFull(dataDir)) {
      throw new CommandFailure(
        `Cannot go on with ${name}: the disk of ${dataDir} is full. Free some space (the whole story takes about 1 GB) and start again.`,
        { cause: error },
      )
    }
    throw error
  }
}

/** Postgres keeps 16 MB pieces of its log: with less than that it can write nothing. */
function isDiskFull(folder: string): boolean {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize < 16_000_000
}
