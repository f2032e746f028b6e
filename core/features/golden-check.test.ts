import { expect, test } from 'vitest'
import { profiles } from '../datasets/registry.ts'
import golden from './golden.fixture.json' with { type: 'json' }
import { checkGoldenFeatures, computeGoldenFeatures } from './golden-check.ts'
import { goldenRows } from './golden-rows.ts'

test('features and fingerprints are what they were when the fixture was written', () => {
  const { checked, mismatches } = checkGoldenFeatures(golden)
  expect(mismatches).toEqual([])
  expect(checked).toBeGreaterThan(9_000)
})

test('the fixture covers every format', () => {
  expect(golden.files.map((file) => file.profile)).toEqual(profiles.map((profile) => profile.slug))
})

test('a single changed bit is found and named', () => {
  const file = computeGoldenFeatures('ulb', 1, 3)
  const last = file.rows[2]!.at(-1) === '0' ? '1' : '0'
  const rows = [file.rows[0]!, file.rows[1]!, file.rows[2]!.slice(0, -1) + last]
  expect(checkGoldenFeatures({ files: [{ ...file, rows }] })).toEqual({
    checked: 93,
    mismatches: ['ulb row 2: hour_of_day differ'],
  })
})

test('golden rows exist only for known formats', () => {
  expect(() => goldenRows('mnist', 1, 1)).toThrow(/Add a writer/)
})
