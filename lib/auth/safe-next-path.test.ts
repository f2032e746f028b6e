import { describe, expect, it } from 'vitest'
import { safeNextPath } from './safe-next-path.ts'

describe('safeNextPath', () => {
  it('keeps paths of this site with their query', () => {
    expect(safeNextPath('/demo/months/2019-01?sort=amount&page=2')).toBe(
      '/demo/months/2019-01?sort=amount&page=2',
    )
  })

  it.each([
    'https://evil.test/',
    '//evil.test',
    '/\\evil.test',
    '/\t/evil.test',
    '/\n/evil.test',
    'javascript:alert(1)',
    'demo/months',
    '/a\\..\\b',
    '/.//evil.test',
    '/..//evil.test',
    '/a/..//evil.test',
    '/%2e//evil.test',
    '/a/%2E%2e//evil.test',
    '/./\\evil.test',
    '',
  ])('refuses %j', (next) => {
    expect(safeNextPath(next, '/home')).toBe('/home')
  })

  it.each([
    '/%5cevil.test',
    '/%2f%2fevil.test',
    '/%09/evil.test',
    '/\u2028/evil.test',
    '/@evil.test',
    '/.;//evil.test',
    '/?//evil.test',
    '/#//evil.test',
  ])('leaves %j a path of this site', (next) => {
    const path = safeNextPath(next, '/home')
    // As a browser follows it, also when it is followed twice.
    const once = new URL(path, 'https://desk.test')
    expect(new URL(once.pathname, once).origin).toBe('https://desk.test')
  })

  it('gives the fallback when nothing is asked for', () => {
    expect(safeNextPath(undefined)).toBe('/')
    expect(safeNextPath(null, '/demo/months')).toBe('/demo/months')
  })
})
