/**
 * Tells the small story on the project in the environment and leaves: uploads, trains, publishes, scores; then reads the
 * months back as an analyst. For a project that may be thrown away, as the one that `supabase start` makes in CI.
 *
 *     NEXT_PUBLIC_SUPABASE_URL=… … node scripts/try-project.main.ts
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@supabase/supabase-js'
import { STORY_DATASET } from '../core/simulator/story-plan.ts'
import type { Database } from '../lib/supabase/database.types.ts'
import { CommandFailure, describeFailure } from './command-failure.ts'
import { type Environment, readHostedEnvironment } from './product/environment.ts'
import { tellStory } from './product/tell-story.ts'
import { Progress } from './progress.ts'

const dataDir = await mkdtemp(join(tmpdir(), 'fraud-desk-try-'))
try {
  const environment = readHostedEnvironment('')
  const signal = new AbortController().signal
  await tellStory({ environment, story: 'small', dataDir, progress: new Progress(), signal })
  const months = await readAsAnalyst(environment)
  const scored = months.filter(({ scored_count }) => Number(scored_count) > 0)
  if (scored.length === 0) throw new CommandFailure('No analyst sees a prediction of the story.')
  const counts = scored.map((row) => `${row.month}: ${row.scored_count} scored`)
  console.log(`What an analyst sees: ${counts.join(', ')}.`)
} catch (error) {
  console.error(describeFailure(error))
  process.exitCode = 1
} finally {
  await rm(dataDir, { recursive: true, force: true })
}

async function readAsAnalyst(environment: Environment) {
  const client = createClient<Database>(
    environment.NEXT_PUBLIC_SUPABASE_URL,
    environment.NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY,
    { auth: { persistSession: false } },
  )
  const { error } = await client.auth.signInWithPassword({
    email: environment.PINKY_EMAIL,
    password: environment.PINKY_PASSWORD,
  })
  if (error) throw error
  const dataset = await client.from('datasets').select('id').eq('slug', STORY_DATASET).single()
  if (dataset.error) throw dataset.error
  const months = await client
    .from('monthly_predictions')
    .select('month, scored_count')
    .eq('dataset_id', dataset.data.id)
    .order('month')
  if (months.error) throw months.error
  return months.data
}
