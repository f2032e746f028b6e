import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Month } from '../../core/month.ts'
import type { FraudDeskClient } from '../../lib/supabase/server-client.ts'
import { openTestStack, type TestStack } from '../../tests/ingest/test-stack.ts'
import { Progress } from '../progress.ts'
import { bringNextMonth, type NextMonthOptions } from './bring-next-month.ts'
import { loadHistory } from './load-history.ts'
import { trainStoryModel } from './run-trainer.ts'
import { writeLabelsFile, writeMonthFile } from './story-files.ts'
import { uploadStoryFile } from './upload-story-file.ts'

const families = ['gradient-boosting']
const TRAINING_MS = 180_000
let folder: string
let desk: TestStack
let sql: Sql
let client: FraudDeskClient
let options: NextMonthOptions

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraud-desk-story-'))
  desk = await openTestStack()
  const { stack } = desk
  ;({ sql, brain: client } = desk)
  const env = {
    ...process.env,
    SUPABASE_URL: stack.apiUrl,
    SUPABASE_DB_URL: stack.databaseUrl,
    SUPABASE_SECRET_KEY: stack.secretKey,
  }
  const progress = new Progress({ write: () => true })
  options = { client, sql, folder, progress, families, env }
})

afterAll(async () => {
  await desk?.close()
  await rm(folder, { recursive: true, force: true })
})

test('before its history is loaded the story cannot go on, and says so', async () => {
  await expect(bringNextMonth(options)).rejects.toThrow('has not begun')
})

test('the history is loaded with labels, and loading it again changes nothing', async () => {
  const history = { client, folder, scale: 'small' as const }
  const { rowCount } = await loadHistory(history)
  expect(await countTransactions()).toEqual({ total: rowCount, labelled: rowCount })
  await loadHistory(history)
  expect(await countTransactions()).toEqual({ total: rowCount, labelled: rowCount })
})

test(
  'the first month is predicted by the model of the history, without labels or retraining',
  async () => {
    await trainStoryModel({ reason: 'The history is loaded.', families, env: options.env! })
    const report = await bringNextMonth(options)
    expect(report).toMatchObject({ month: '2019-01', outcome: null, decision: null })
    expect(report!.flaggedCount).toBeGreaterThan(0)
    expect(await countRuns()).toBe(1)
    expect(await countLabels('2019-01')).toBe(0)
  },
  TRAINING_MS,
)

test(
  'a month that was interrupted goes on: the labels of the month before, then the retraining',
  async () => {
    const { path } = await writeMonthFile({ folder, scale: 'small' }, '2019-02')
    await uploadStoryFile(path, { client })

    const report = await bringNextMonth(options)
    expect(report!.month).toBe('2019-02')
    expect(report!.outcome!.month).toBe('2019-01')
    expect(report!.outcome!.caughtCount).toBeGreaterThan(0)
    expect(report!.decision!.reason).toMatch(/./)
    expect(await countRuns()).toBe(2)
    expect(await countLabels('2019-01')).toBeGreaterThan(500)
    expect(await countLabels('2019-02')).toBe(0)
  },
  TRAINING_MS,
)

test('predictions of a month were made before its labels came, and stay as they were', async () => {
  const [row] = await sql<{ scored: number; early: number }[]>`
    select count(*)::integer as scored,
           (count(*) filter (where predictions.scored_at < transactions.labelled_at))::integer as early
    from public.predictions
    join public.transactions on transactions.id = predictions.transaction_id
      and transactions.occurred_at = predictions.occurred_at
    where predictions.is_served
      and transactions.occurred_at >= '2019-01-01' and transactions.occurred_at < '2019-02-01'`
  expect(row!.scored).toBe(await countLabels('2019-01'))
  expect(row!.early).toBe(row!.scored)
})

test(
  'after its last month the story is over',
  async () => {
    for (const month of ['2019-02', '2019-03', '2019-04', '2019-05'] as Month[]) {
      const { path } = await writeLabelsFile({ folder, scale: 'small' }, month)
      await uploadStoryFile(path, { client })
    }
    const { path } = await writeMonthFile({ folder, scale: 'small' }, '2019-06')
    await uploadStoryFile(path, { client })
    const last = await bringNextMonth(options)
    expect(last!.month).toBe('2019-06')
    expect(last!.decision).not.toBeNull()
    expect(await bringNextMonth(options)).toBeNull()
  },
  TRAINING_MS,
)

async function countTransactions(): Promise<{ total: number; labelled: number }> {
  const [row] = await sql<{ total: number; labelled: number }[]>`
    select count(*)::integer as total, count(is_fraud)::integer as labelled from public.transactions`
  return row!
}

async function countLabels(month: Month): Promise<number> {
  const [row] = await sql<{ labelled: number }[]>`
    select labelled_count::integer as labelled from public.monthly_transactions
    where month = ${`${month}-01`}`
  return row!.labelled
}

async function countRuns(): Promise<number> {
  const [row] = await sql<{ runs: number }[]>`
    select count(*)::integer as runs from public.training_runs where state in ('succeeded', 'refused')`
  return row!.runs
}
