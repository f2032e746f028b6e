import { describe, expect, it } from 'vitest'
import { isOwnScript } from './own-script.ts'

const ask = (headers: Record<string, string>) =>
  isOwnScript(new Headers({ host: 'desk.test:3000', ...headers }))

describe('isOwnScript', () => {
  it('accepts a fetch of our own page', () => {
    expect(ask({ 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' })).toBe(true)
  })

  it.each(['cross-site', 'same-site', 'none'])('refuses a request that is %s', (site) => {
    expect(ask({ 'sec-fetch-site': site, 'sec-fetch-mode': 'cors' })).toBe(false)
  })

  it('refuses to be opened as a page', () => {
    expect(ask({ 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'navigate' })).toBe(false)
  })

  it('falls back to the origin where browsers send nothing else', () => {
    expect(ask({})).toBe(true)
    expect(ask({ origin: 'http://desk.test:3000' })).toBe(true)
    expect(ask({ origin: 'http://desk.test:4000' })).toBe(false)
    expect(ask({ origin: 'null' })).toBe(false)
  })
})
