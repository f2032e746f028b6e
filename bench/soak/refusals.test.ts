import { expect, test } from 'vitest'
import { watchRefusals } from './refusals.ts'

const refuse = () => Promise.reject(new TypeError('fetch failed'))

/** A watch on an address that answers as told, asked every tenth of a second. */
function watchAddress() {
  let nowMs = 0
  let answer: () => Promise<Response> = refuse
  let sentence: string | null = null
  const watch = watchRefusals(
    () => answer(),
    () => nowMs,
  )
  watch.gone.catch((error: Error) => {
    sentence = error.message
  })
  const ask = async (times: number, next: () => Promise<Response>) => {
    answer = next
    for (let count = 0; count < times; count++) {
      nowMs += 100
      await watch.fetch('http://desk.test/page').catch(() => {})
    }
  }
  return { ask, sentence: () => sentence }
}

test('an address that refuses everything for seconds is gone', async () => {
  const { ask, sentence } = watchAddress()
  await ask(50, refuse)
  expect(sentence()).toBeNull()
  await ask(2, refuse)
  expect(sentence()).toContain('http://desk.test refused 51 connections in a row, for 5 s')
})

test('one that answers between is not, whatever it answers', async () => {
  const { ask, sentence } = watchAddress()
  for (let round = 0; round < 5; round++) {
    await ask(49, refuse)
    await ask(1, async () => new Response(null, { status: 500 }))
  }
  expect(sentence()).toBeNull()
})
