import assert from 'node:assert/strict'
import { type CallTally, recordCalls } from './record-calls.ts'

const call = (method = 'POST') => new Request('http://function/', { method })

/** Answers with the statuses in turn; `saved` settles with what is stored. */
function counted(statuses: number[]) {
  const saved = Promise.withResolvers<[string, CallTally]>()
  const answer = recordCalls(
    'test',
    () => Promise.resolve(new Response(null, { status: statuses.shift()! })),
    (...stored) => Promise.resolve(saved.resolve(stored)),
    0,
  )
  return { answer, saved: saved.promise }
}

Deno.test('calls are stored together, by how they were answered', async () => {
  const { answer, saved } = counted([200, 409, 503])
  const answers = await Promise.all([answer(call()), answer(call()), answer(call())])
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 409, 503],
  )
  const [name, tally] = await saved
  assert.equal(name, 'test')
  assert.equal(tally.callCount, 3)
  assert.equal(tally.refusedCount, 1)
  assert.equal(tally.failedCount, 1)
  assert.ok(tally.totalMs >= tally.slowestMs)
})

Deno.test('a preflight is no call', async () => {
  const { answer, saved } = counted([204, 200])
  await answer(call('OPTIONS'))
  await answer(call())
  const [, tally] = await saved
  assert.equal(tally.callCount, 1)
})

Deno.test('an answer is given although its count cannot be stored', async () => {
  const tried = Promise.withResolvers<void>()
  const answer = recordCalls(
    'test',
    () => Promise.resolve(new Response('here')),
    () => {
      tried.resolve()
      return Promise.reject(new Error('no database'))
    },
    0,
  )
  assert.equal(await (await answer(call())).text(), 'here')
  await tried.promise
})
