import assert from 'node:assert/strict'
import { unlessLate } from './unless-late.ts'

const LONG_MS = 1_000_000

Deno.test('what comes in time is the answer, also when it is a failure', async () => {
  assert.equal(await unlessLate(Promise.resolve('done'), LONG_MS, 'late'), 'done')
  await assert.rejects(unlessLate(Promise.reject(new Error('broken')), LONG_MS, 'late'), /broken/)
})

Deno.test('what takes longer goes on, and its failure ends nothing', async () => {
  const { promise, reject } = Promise.withResolvers<string>()
  assert.equal(await unlessLate(promise, 0, 'late'), 'late')
  reject(new Error('broken'))
  await new Promise((resolve) => setTimeout(resolve, 0))
})
