import { expect, it } from 'vitest'
import { createSignInLimit } from './sign-in-limit.ts'

it('is reached after 30 failures within five minutes, per person, and passes', () => {
  let time = 0
  const limit = createSignInLimit(() => time)
  for (let failure = 0; failure < 30; failure += 1) {
    expect(limit.isReached('ann')).toBe(false)
    limit.recordFailure('ann')
    time += 1_000
  }
  expect(limit.isReached('ann')).toBe(true)
  expect(limit.isReached('bob')).toBe(false)
  time = 5 * 60_000
  expect(limit.isReached('ann')).toBe(false)
})
