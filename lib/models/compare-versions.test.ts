import { expect, test } from 'vitest'
import {
  type ComparedVersion,
  findFooting,
  parseVersionPair,
  type VersionComparison,
} from './compare-versions.ts'

const version = (number: number, run: number) =>
  ({ version: number, run: { id: run }, metrics: { rows: run } }) as unknown as ComparedVersion

test('a common hold-out is preferred to each version on its own', () => {
  const measured = (rows: number) => ({ metrics: { rows }, curves: {} })
  const common = {
    first: measured(9),
    second: measured(9),
  } as unknown as VersionComparison['common']
  const footing = findFooting(common, version(1, 1), version(2, 2))
  expect(footing.isSame).toBe(true)
  expect(footing.first.metrics.rows).toBe(9)
})

test('different hold-outs are told apart', () => {
  const footing = findFooting(null, version(1, 1), version(2, 2))
  expect(footing.isSame).toBe(false)
  expect(footing.second.metrics.rows).toBe(2)
})

test('which two stands in the URL', () => {
  expect(parseVersionPair({ first: '5', second: '2' })).toEqual({ first: 5, second: 2 })
  expect(parseVersionPair({ first: '0', second: ['1', '2'] })).toEqual({
    first: null,
    second: null,
  })
})
