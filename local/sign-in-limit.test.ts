import { expect, it } from 'vitest'
import { createSignInLimit } from './sign-in-limit.ts'

it('is reached after 30 failures within five minutes, per person, and passes', () => {
  let time = 0
  const limit = createSignInLimit(() => time)
  for (let failure = 0; failure < 30; failure += 1) {
    expect(limit.mayTry('ann')).toBe(true)
    time += 1_000
  }
  expect(limit.mayTry('ann')).toBe(false)
  expect(limit.mayTry('bob')).toBe(true)
  time = 5 * 60_000
  expect(limit.mayTry('ann')).toBe(true)
})

it('does not count who gets in', () => {
  const limit = createSignInLimit(() => 0)
  for (let visit = 0; visit < 100; visit += 1) {
    expect(limit.mayTry('ann')).toBe(true)
    limit.forgive('ann')
  }
})

it('is not passed by invented names', () => {
  const limit = createSignInLimit(() => 0)
  for (let failure = 0; failure < 30; failure += 1) limit.mayTry('ann')
  for (let name = 0; name < 25_000; name += 1) {
    limit.mayTry(`nobody-${name}`)
    if (name % 5_000 === 0) expect(limit.mayTry('ann')).toBe(false)
  }
})
