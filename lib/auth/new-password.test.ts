import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { explainPasswordRefusal, newPasswordSchema } from './new-password.ts'

function errorsOf(next: unknown, repeated: unknown = next) {
  const parsed = newPasswordSchema.safeParse({ next, repeated })
  return parsed.success ? {} : z.flattenError(parsed.error).fieldErrors
}

describe('newPasswordSchema', () => {
  it('takes words with spaces, in any script, up to what is hashed', () => {
    for (const password of ['twelve chars', 'vier Wörter und ein Käse', 'ab c'.repeat(18)])
      expect(errorsOf(password)).toEqual({})
  })

  it('says what is wrong with a short, a long and a monotonous one', () => {
    expect(errorsOf('eleven char').next).toEqual(['A password needs at least 12 characters.'])
    expect(errorsOf('ab cd'.repeat(15)).next).toEqual(['A password has at most 72 characters.'])
    expect(errorsOf(`${'ä'.repeat(36)}bcd`).next).toEqual(['A password has at most 72 characters.'])
    expect(errorsOf('abababababab').next).toEqual(['This password is too easy to guess.'])
  })

  it('wants the same again, and says so beside what else is wrong', () => {
    expect(errorsOf('a good password', 'a god password').repeated).toEqual([
      'This is not the same password.',
    ])
    expect(errorsOf('short', 'shirt')).toMatchObject({
      next: ['A password needs at least 12 characters.'],
      repeated: ['This is not the same password.'],
    })
  })

  it('survives what no form sends', () => {
    for (const value of [null, undefined, 7, {}]) expect(errorsOf(value).next).toHaveLength(1)
  })
})

it('tells a refusal of Auth from its silence', () => {
  const refusal = { status: 422, code: 'weak_password', message: 'Known from a leak.' }
  expect(explainPasswordRefusal(refusal)).toBe('Known from a leak.')
  expect(explainPasswordRefusal({ ...refusal, code: 'same_password' })).toMatch(/^This is the/)
  expect(explainPasswordRefusal({ status: 503, message: 'away' })).toBeNull()
  expect(explainPasswordRefusal({ message: 'fetch failed' })).toBeNull()
})
