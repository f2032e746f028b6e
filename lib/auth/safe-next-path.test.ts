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
    '',
  ])('refuses %j', (next) => {
    expect(safeNextPath(next, '/home')).toBe('/home')
  })

  it('gives the fallback when nothing is asked for', () => {
    expect(safeNextPath(undefined)).toBe('/')
    expect(safeNextPath(null, '/demo/months')).toBe('/demo/months')
  })
})
