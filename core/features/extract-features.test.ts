import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ibm } from '../datasets/ibm.ts'
import type { DatasetProfile } from '../datasets/profile.ts'
import { profiles } from '../datasets/registry.ts'
import { sparkov } from '../datasets/sparkov.ts'
import { validatePart } from '../ingest/validate-part.ts'
import { CARD_STATE_LENGTH, emptyCardState } from './card-history.ts'
import { extractFeatures } from './extract-features.ts'
import { goldenRows } from './golden-rows.ts'

function transactionsOf(profile: DatasetProfile, seed: number, rowCount: number) {
  const { columns, text } = goldenRows(profile.slug, seed, rowCount)
  const bytes = new TextEncoder().encode(text)
  const part = validatePart({ profile, columns, firstLine: 2, bytes, now: Date.UTC(2026, 0, 1) })
  expect(part.rejected).toEqual([])
  return part.transactions
}

/** What a database does to histories: plain arrays of numbers, written and read as text. */
function store(states: ReadonlyMap<string, Float64Array>): Map<string, Float64Array> {
  const json = JSON.stringify(Array.from(states, ([card, state]) => [card, Array.from(state)]))
  return new Map(
    (JSON.parse(json) as [string, number[]][]).map(([card, state]) => [
      card,
      Float64Array.from(state),
    ]),
  )
}

describe.each(profiles.map((profile) => [profile.slug, profile] as const))(
  '%s',
  (_slug, profile) => {
    const width = profile.features.length

    test('a file at once, in any parts, and row by row give the same features', () => {
      fc.assert(
        fc.property(
          fc.integer({ min: 1, max: 1_000_000 }),
          fc.array(fc.nat(79), { maxLength: 6 }),
          fc.boolean(),
          (seed, cuts, isShuffled) => {
            const rows = transactionsOf(profile, seed, 80)
            const ordered = isShuffled ? rows.toReversed() : rows
            const atOnce = extractFeatures(profile, ordered, new Map())

            const boundaries = [0, ...cuts.toSorted((a, b) => a - b), ordered.length]
            let states = new Map<string, Float64Array>()
            const inParts = boundaries.slice(1).flatMap((end, index) => {
              states = store(states)
              return Array.from(
                extractFeatures(profile, ordered.slice(boundaries[index], end), states),
              )
            })
            expect(Float32Array.from(inParts)).toEqual(atOnce)

            const single = new Map<string, Float64Array>()
            const oneByOne = ordered.flatMap((row) =>
              Array.from(extractFeatures(profile, [row], single)),
            )
            expect(Float32Array.from(oneByOne)).toEqual(atOnce)
          },
        ),
        { seed: 1, numRuns: 25 },
      )
    })

    test('no row sees a later one', () => {
      const rows = transactionsOf(profile, 7, 120)
      const all = extractFeatures(profile, rows, new Map())
      const first = extractFeatures(profile, rows.slice(0, 50), new Map())
      expect(all.slice(0, 50 * width)).toEqual(first)
    })

    test('labels do not change features', () => {
      const rows = transactionsOf(profile, 8, 60)
      const relabelled = rows.map((row) => ({ ...row, isFraud: !row.isFraud }))
      expect(extractFeatures(profile, relabelled, new Map())).toEqual(
        extractFeatures(profile, rows, new Map()),
      )
    })
  },
)

describe('known rows', () => {
  test('get features and leave the histories alone', () => {
    const rows = transactionsOf(sparkov, 3, 60)
    const states = new Map<string, Float64Array>()
    extractFeatures(sparkov, rows, states)
    const before = store(states)
    const again = extractFeatures(sparkov, rows, states, () => true)
    expect(states).toEqual(before)
    expect(again).toHaveLength(60 * sparkov.features.length)
  })

  test('of an overlapping file do not count twice', () => {
    const rows = transactionsOf(ibm, 4, 90)
    const whole = new Map<string, Float64Array>()
    const expected = extractFeatures(ibm, rows, whole)
    const overlapping = new Map<string, Float64Array>()
    extractFeatures(ibm, rows.slice(0, 60), overlapping)
    const later = extractFeatures(ibm, rows.slice(30), overlapping, (index) => index < 30)
    expect(overlapping).toEqual(whole)
    expect(later.slice(30 * ibm.features.length)).toEqual(expected.slice(60 * ibm.features.length))
  })

  test('of an unknown card create no history', () => {
    const states = new Map<string, Float64Array>()
    extractFeatures(sparkov, transactionsOf(sparkov, 5, 10), states, () => true)
    expect(states.size).toBe(0)
  })
})

test('a history of another length is refused', () => {
  const rows = transactionsOf(sparkov, 6, 1)
  const states = new Map([[rows[0]!.cardId!, new Float64Array(CARD_STATE_LENGTH - 1)]])
  expect(() => extractFeatures(sparkov, rows, states)).toThrow(/has 84 values instead of 85/)
  expect(emptyCardState()).toHaveLength(CARD_STATE_LENGTH)
})
