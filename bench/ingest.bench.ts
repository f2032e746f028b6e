import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs, promisify } from 'node:util'

import { measureCalls } from './ingest/measure-calls.ts'
import { type BenchStack, openBenchStack } from './ingest/open-bench-stack.ts'
import { cpuMsOf, peakMegabytes, residentMegabytes, watchMemory } from './ingest/process-figures.ts'
import { publishSampleModel } from './ingest/publish-sample-model.ts'
import { FULL_SIZE, type SampleProfile, sampleRows } from './ingest/sample-rows.ts'
import type { ClientJob, ClientReport } from './ingest/upload-client.ts'
import { writeSampleFile } from './ingest/write-sample-file.ts'

// Measures ingest at full size on a stack of its own with a published model; prints one JSON line.
//   npm run bench -- ingest [--profile ulb|sparkov|ibm] [--rows N] [--calls N] [--seed N]
//   rowsPerSecond    from the first byte read to committed, scored and rolled up, on the clock
//   seconds          the same; of it reading (the plan), committing, and the rest (sending and ingesting side by side)
//   cpuSeconds       processor time by process over the upload; the stack (gateway, Storage) runs in the benchmark's own
//   call             processor time in ms of the functions' process per call, measured on `--calls` parts one after the other
//   peakMegabytes    above the baseline (resident just before) for client and functions; of the database as a whole
// Linux only: it reads /proc.

const run = promisify(execFile)
const { profile, rowCount, seed, calls } = parseCommandLine()
const folder = await mkdtemp(path.join(tmpdir(), 'fraud-desk-bench-'))
let stack: BenchStack | undefined
try {
  const file = path.join(folder, `${profile}.csv`)
  const written = await writeSampleFile(file, sampleRows(profile, seed, rowCount))
  stack = await openBenchStack()
  await publishSampleModel(stack, profile)
  const upload = await measureUpload(stack, file)
  await stack.close()
  stack = calls > 0 ? await openBenchStack() : undefined
  if (stack !== undefined) await publishSampleModel(stack, profile)
  const call =
    stack === undefined
      ? null
      : await measureCalls(stack, await functionsPid(stack.dataDir), profile, seed, calls)
  console.log(
    JSON.stringify({
      benchmark: 'ingest',
      profile,
      rows: written.rowCount,
      megabytes: round(written.byteCount / 1e6),
      ...upload,
      call,
    }),
  )
} finally {
  await stack?.close()
  await rm(folder, { recursive: true, force: true })
}

async function measureUpload({ stack, dataDir, sql }: BenchStack, file: string) {
  const functions = await functionsPid(dataDir)
  const database = Number.parseInt(
    await readFile(path.join(dataDir, 'postgres/postmaster.pid'), 'utf8'),
    10,
  )
  const job: ClientJob = {
    apiUrl: stack.apiUrl,
    publishableKey: stack.publishableKey,
    email: 'pinky@fraud-desk.test',
    password: stack.passwords.pinky,
    path: file,
    datasetSlug: profile,
  }
  const functionsBaseline = await residentMegabytes(functions)
  const databaseMemory = watchMemory(database)
  const before = [await cpuMsOf(functions), await cpuMsOf(database)]
  const own = process.cpuUsage()
  const script = path.join(import.meta.dirname, 'ingest/upload-client.ts')
  const { stdout } = await run(process.execPath, [script, JSON.stringify(job)])
  const gateway = process.cpuUsage(own)
  const after = [await cpuMsOf(functions), await cpuMsOf(database)]
  const client = JSON.parse(stdout.trim().split('\n').at(-1)!) as ClientReport
  await requireComplete(sql, client)
  return {
    rowsPerSecond: Math.round((client.rowCount / client.totalMs) * 1000),
    seconds: round(client.totalMs / 1000),
    phases: {
      reading: round(client.readingMs / 1000),
      ingesting: round((client.totalMs - client.readingMs - client.committingMs) / 1000),
      committing: round(client.committingMs / 1000),
    },
    cpuSeconds: {
      client: round(client.cpuMs / 1000),
      stack: round((gateway.user + gateway.system) / 1e6),
      functions: round((after[0]! - before[0]!) / 1000),
      database: round((after[1]! - before[1]!) / 1000),
    },
    peakMegabytes: {
      client: Math.round(client.peakMegabytes - client.baselineMegabytes),
      functions: Math.round((await peakMegabytes(functions)) - functionsBaseline),
      database: Math.round(await databaseMemory.stop()),
    },
    flagged: client.flaggedCount,
  }
}

/** A figure counts only where every row is there, scored and rolled up. */
async function requireComplete(sql: BenchStack['sql'], { rowCount, scoredCount }: ClientReport) {
  const [found] = await sql`
    select
      (select count(*)::int from public.transactions) as stored,
      (select count(*)::int from public.predictions) as predicted,
      (select sum(transaction_count)::int from public.monthly_transactions) as counted,
      (select sum(scored_count)::int from public.monthly_predictions) as rolled`
  const counts = [scoredCount, ...Object.values(found!)]
  if (counts.some((count) => count !== rowCount)) {
    throw new Error(`Of ${rowCount} rows, some are missing: ${JSON.stringify(found)}.`)
  }
}

async function functionsPid(dataDir: string): Promise<number> {
  return Number(await readFile(path.join(dataDir, 'functions/deno.pid'), 'utf8'))
}

function parseCommandLine() {
  const { values } = parseArgs({
    options: {
      profile: { type: 'string', default: 'ulb' },
      rows: { type: 'string' },
      seed: { type: 'string', default: '1' },
      calls: { type: 'string', default: '8' },
    },
  })
  if (!Object.hasOwn(FULL_SIZE, values.profile)) {
    throw new Error(`--profile is one of ${Object.keys(FULL_SIZE).join(', ')}.`)
  }
  const profile = values.profile as SampleProfile
  const rowCount = Number(values.rows ?? FULL_SIZE[profile])
  if (!Number.isInteger(rowCount) || rowCount < 1) throw new Error('--rows is a whole number.')
  return { profile, rowCount, seed: Number(values.seed), calls: Number(values.calls) }
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
