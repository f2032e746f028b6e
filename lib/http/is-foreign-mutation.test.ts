import { describe, expect, it } from 'vitest'
import { isForeignMutation } from './is-foreign-mutation.ts'

const ask = (headers: Record<string, string>, method = 'POST') =>
  isForeignMutation(method, new Headers({ host: 'desk.test:3000', ...headers }))

describe('isForeignMutation', () => {
  it('lets forms and scripts of our own pages through', () => {
    expect(ask({ 'sec-fetch-site': 'same-origin', origin: 'http://desk.test:3000' })).toBe(false)
    expect(ask({ origin: 'http://desk.test:3000' })).toBe(false)
  })

  it.each(['cross-site', 'same-site'])('refuses what a %s page sends', (site) => {
    expect(ask({ 'sec-fetch-site': site })).toBe(true)
    expect(ask({ 'sec-fetch-site': site }, 'DELETE')).toBe(true)
  })

  it.each(['http://evil.test', 'http://desk.test:4000', 'null', 'nonsense'])(
    'refuses the origin %s',
    (origin) => expect(ask({ origin })).toBe(true),
  )

  it('knows the host that a proxy in front was asked for', () => {
    expect(ask({ origin: 'https://desk.example', 'x-forwarded-host': 'desk.example' })).toBe(false)
  })

  it('leaves reading alone', () => {
    expect(ask({ 'sec-fetch-site': 'cross-site', origin: 'http://evil.test' }, 'GET')).toBe(false)
  })

  it('lets programs through, which carry no cookies of anybody', () => {
    expect(ask({})).toBe(false)
  })
})
