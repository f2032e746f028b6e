import { fork } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Random } from '../../core/random.ts'
import type { Database } from '../../lib/supabase/database.types.ts'
import type { FraudDeskClient } from '../../lib/supabase/server-client.ts'
import { uploadFile } from '../../lib/uploads/upload-file.ts'
import { type CutProxy, openCutProxy } from './cut-proxy.ts'
import { publishModel } from './publish-model.ts'
import { readMonths, recountMonths } from './read-back.ts'
import { readDataset } from './read-dataset.ts'
import { asFile, sparkovTable } from './sample-files.ts'
import { openTestStack, type TestStack } from './test-stack.ts'
import type { UploadMessage, UploadTask } from './upload.process.ts'

const PART_BYTES = 10_000
const CUTS = 10
const cards = sparkovTable({ cards: 30 })

let stack: TestStack
let network: CutProxy
let undisturbed: Awaited<ReturnType<typeof readDataset>>
let accessToken: string

beforeAll(async () => {
  stack = await openTestStack({ restarts: { perMinute: 1_000, pauseMs: 1 } })
  network = await openCutProxy(Number(new URL(stack.stack.apiUrl).port))
  for (const dataset of ['demo', 'sparkov']) {
    await publishModel(stack, dataset, { feature: 'amount', slope: 0.05, offset: 150 })
  }
  accessToken = (await stack.pinky.auth.getSession()).data.session!.access_token
  await uploadUntilCommitted(stack.pinky, 'demo')
  undisturbed = await readDataset(stack.sql, 'demo')
  expect(undisturbed.rows).toHaveLength(cards.rows.length)
  expect(undisturbed.rows.filter((row) => row.is_flagged).length).toBeGreaterThan(0)
})
afterAll(async () => {
  await network?.close()
  await stack?.close()
})

/** Each test uploads into an empty dataset. */
beforeEach(async () => {
  await stack.sql.begin(async (transaction) => {
    await transaction`set local session_replication_role = 'replica'`
    await transaction`
      truncate public.transactions, public.predictions, public.reviews, public.card_states,
        public.monthly_transactions, public.monthly_predictions, public.uploads, private.staged_transactions cascade`
  })
})

const pidIn = async (...file: string[]) =>
  Number.parseInt(await readFile(path.join(stack.dataDir, ...file), 'utf8'), 10)

/** Uploads, and again whenever that came to an end before the commit: as a person would. */
async function uploadUntilCommitted(client: FraudDeskClient, datasetSlug = 'sparkov') {
  for (let attempt = 1; ; attempt++) {
    const source = asFile('cards.csv', cards)
    const result = await uploadFile({ client, source, datasetSlug, partBytes: PART_BYTES })
    const { status } = result.data ?? {}
    if (status === 'committed' || status === 'already_committed') return
    if (attempt === 10) throw new Error(JSON.stringify(result))
  }
}

/**
 * A client whose every third request or so meets a cut: before it is sent, while it is on its way, or when its answer
 * has come; and its first commit, on its way, which may be one of them. Moments are counted in requests.
 */
function interruptedClient(apiUrl: string, cut: () => void | Promise<void>) {
  const random = new Random(7)
  const moments = new Set(
    Array.from({ length: CUTS }, (_, index) => 3 * (index + 1) + random.integer(3)),
  )
  const met = { count: 0, requests: 0, commits: 0 }
  const client = createClient<Database>(apiUrl, stack.stack.publishableKey, {
    accessToken: async () => accessToken,
    global: {
      async fetch(input, init) {
        const moment = ++met.requests
        const isFirstCommit = String(input).endsWith('/commit-upload') && met.commits++ === 0
        if (!isFirstCommit && !moments.has(moment)) return await fetch(input, init)
        met.count++
        if (!isFirstCommit && moment % 3 === 0) {
          await cut()
          return await fetch(input, init)
        }
        const answer = fetch(input, init)
        if (!isFirstCommit && moment % 3 === 1) await answer.catch(() => {})
        else answer.catch(() => {})
        await cut()
        return await answer
      },
    },
  })
  return { client, met }
}

async function expectAsIfUndisturbed(): Promise<void> {
  expect(await readDataset(stack.sql, 'sparkov')).toEqual(undisturbed)
  const months = await readMonths(stack.sql, 'sparkov')
  expect(months.predictions.length).toBeGreaterThan(0)
  expect(months).toEqual(await recountMonths(stack.sql, 'sparkov'))
  const [left] = await stack.sql`
    select (select count(*)::int from private.staged_transactions) as staged,
      (select count(*)::int from private.staged_card_states) as cards,
      (select count(*)::int from public.uploads where state = 'committed') as committed,
      (select count(*)::int from public.uploads where state <> 'committed') as others,
      (select count(*)::int from public.events
       where kind = 'upload_committed' and payload ->> 'uploadId' in (select id::text from public.uploads)) as events`
  expect(left).toEqual({ staged: 0, cards: 0, committed: 1, others: 0, events: 1 })
}

describe(`an upload that is cut ${CUTS} times and more ends like an undisturbed one`, () => {
  test('when the network is cut', async () => {
    const { client, met } = interruptedClient(`http://127.0.0.1:${network.port}`, network.cut)
    await uploadUntilCommitted(client)
    expect(met.count).toBeGreaterThanOrEqual(CUTS)
    await expectAsIfUndisturbed()
  })

  test('when Deno is killed', async () => {
    let last = 0
    const { client, met } = interruptedClient(stack.stack.apiUrl, async () => {
      // The one that was killed before may not have been replaced yet.
      await expect.poll(() => pidIn('functions', 'deno.pid'), { timeout: 30_000 }).not.toBe(last)
      last = await pidIn('functions', 'deno.pid')
      process.kill(last, 'SIGKILL')
    })
    await uploadUntilCommitted(client)
    expect(met.count).toBeGreaterThanOrEqual(CUTS)
    await expectAsIfUndisturbed()
  })

  test('when Postgres is killed', async () => {
    let last = 0
    const nextPostgres = () =>
      expect
        .poll(() => pidIn('postgres', 'postmaster.pid').catch(() => last), { timeout: 30_000 })
        .not.toBe(last)
    const { client, met } = interruptedClient(stack.stack.apiUrl, async () => {
      await nextPostgres()
      last = await pidIn('postgres', 'postmaster.pid')
      process.kill(last, 'SIGKILL')
    })
    await uploadUntilCommitted(client)
    expect(met.count).toBeGreaterThanOrEqual(CUTS)
    // The last answer may have been the commit's, just before it was killed.
    await nextPostgres()
    await expect
      .poll(async () => (await stack.pinky.from('datasets').select('id')).error, {
        timeout: 30_000,
      })
      .toBeNull()
    await expectAsIfUndisturbed()
  })

  test('when the client is killed', async () => {
    const file = path.join(stack.dataDir, 'killed.csv')
    await writeFile(file, `${[cards.header, ...cards.rows].join('\n')}\n`)
    const random = new Random(8)
    const task: UploadTask = {
      apiUrl: stack.stack.apiUrl,
      publishableKey: stack.stack.publishableKey,
      accessToken,
      file,
      datasetSlug: 'sparkov',
      partBytes: PART_BYTES,
    }
    for (let kills = 0; kills < CUTS; kills++) {
      expect(await runClient(task, 3 + random.integer(4))).toBe('killed')
    }
    expect(await runClient(task)).toBe('committed')
    await expectAsIfUndisturbed()
  })
})

/** Runs the client until it ends or sends the given request, at which it is killed. */
async function runClient(task: UploadTask, killedAt = Number.POSITIVE_INFINITY): Promise<string> {
  const child = fork(path.join(import.meta.dirname, 'upload.process.ts'), [JSON.stringify(task)])
  let status = 'killed'
  child.on('message', (message: UploadMessage) => {
    if ('status' in message) status = message.status
    else if (message.request === killedAt) child.kill('SIGKILL')
  })
  await new Promise((resolve) => child.once('close', resolve))
  return status
}
