// npm run next-month [-- --data-dir DIR]
// Brings the next month of the story to the running demo. Progress goes to stderr, the result to stdout.
import { join, resolve } from 'node:path'
import postgres from 'postgres'
import { knownTypes } from '../core/postgres-types.ts'
import { storyMonths } from '../core/simulator/story-plan.ts'
import { CommandFailure, describeFailure } from './command-failure.ts'
import { signIn } from './ingest/sign-in.ts'
import { DEFAULT_DATA_DIR } from './product/demo-options.ts'
import { Progress } from './progress.ts'
import { readLocalEnv } from './read-local-env.ts'
import { readOptions } from './read-options.ts'
import { stopSignal } from './stop-signal.ts'
import { bringNextMonth } from './story/bring-next-month.ts'
import { describeMonthReport } from './story/month-report.ts'

const signal = stopSignal()
try {
  await main()
} catch (error) {
  console.error(
    signal.aborted
      ? 'Stopped. What was done is kept; `npm run next-month` goes on from there.'
      : describeFailure(error),
  )
  process.exitCode = 1
}
// A process started with an IPC channel would wait for it.
if (process.connected) process.disconnect()

async function main(): Promise<void> {
  const dataDir = readDataDir()
  readLocalEnv(join(dataDir, 'env'))
  const client = await signIn('brain')
  const sql = postgres(requireDatabaseUrl(), {
    ...knownTypes,
    max: 2,
    // A transaction pooler keeps no prepared statements.
    prepare: false,
    connect_timeout: 15,
    onnotice: () => {},
  })
  try {
    const report = await bringNextMonth({
      client,
      sql,
      folder: join(dataDir, 'story'),
      progress: new Progress(process.stderr),
      signal,
    })
    console.log(
      report === null
        ? `The story ends at ${storyMonths.last}: all its months are loaded. \`npm run reset\` returns to its beginning.`
        : describeMonthReport(report),
    )
  } finally {
    await sql.end({ timeout: 5 })
  }
}

function readDataDir(): string {
  const { values } = readOptions('next-month', { options: { 'data-dir': { type: 'string' } } })
  return resolve(values['data-dir'] ?? DEFAULT_DATA_DIR)
}

function requireDatabaseUrl(): string {
  const url = process.env.SUPABASE_DB_URL
  if (url) return url
  throw new CommandFailure(
    'Cannot bring the next month: SUPABASE_DB_URL is not set. Start the demo with `npm run demo`, or set it.',
  )
}
