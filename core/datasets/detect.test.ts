import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { detectProfile, matchColumns } from './detect.ts'
import { getProfile, profiles } from './registry.ts'
import { sparkov } from './sparkov.ts'
import { ulb } from './ulb.ts'

describe('detectProfile', () => {
  test.each(profiles.map((profile) => [profile.slug, profile] as const))(
    'recognises %s with its columns in any order, labelled or not',
    (_slug, profile) => {
      const all = [...profile.columns, profile.labelColumn]
      fc.assert(
        fc.property(
          fc.shuffledSubarray(all, { minLength: all.length }),
          fc.boolean(),
          (shuffled, hasLabels) => {
            const columns = shuffled.filter((name) => hasLabels || name !== profile.labelColumn)
            const { data } = detectProfile(columns)
            expect(data?.profile.slug).toBe(profile.slug)
            expect(data?.columnPositions.map((position) => columns[position])).toEqual(
              profile.columns,
            )
            expect(data?.labelPosition).toBe(
              hasLabels ? columns.indexOf(profile.labelColumn) : null,
            )
            expect(data?.cellCount).toBe(columns.length)
          },
        ),
        { seed: 1, numRuns: 30 },
      )
    },
  )

  test('ignores the unnamed index and the source column of a sample', () => {
    const { data } = detectProfile(['', ...sparkov.columns, 'is_fraud', 'src'])
    expect(data?.columnPositions[0]).toBe(1)
    expect(data?.labelPosition).toBe(22)
    expect(data?.cellCount).toBe(24)
  })

  test('names the nearest profile, what is missing and what does not belong', () => {
    const columns = [
      ...sparkov.columns.filter((name) => name !== 'amt' && name !== 'dob'),
      'amount',
    ]
    expect(detectProfile(columns).error).toEqual({
      code: 'unknown_header',
      message:
        'The header is not one we know. The nearest is Sparkov simulated transactions (2019–2020): ' +
        'missing amt, dob. Not part of it: amount. Remove or rename it.',
    })
  })

  test('the nearest is the one that knows most of the columns', () => {
    expect(detectProfile(['Time', 'Amount', 'Class']).error?.message).toContain(
      'The nearest is ULB',
    )
  })

  test('refuses a misspelt label rather than take the file for unlabelled', () => {
    const { error } = detectProfile([...ulb.columns, 'Klass'])
    expect(error?.message).toMatch(/not part of it: Klass\. Remove or rename it\.$/)
  })

  test('refuses a column named twice', () => {
    expect(detectProfile([...ulb.columns, 'V3']).error?.code).toBe('duplicate_column')
    expect(detectProfile([...ulb.columns, 'class', 'Class']).error?.code).toBe('duplicate_column')
  })

  test('shortens what it repeats of a hostile header', () => {
    const { error } = detectProfile(Array.from({ length: 5000 }, (_, at) => `${at}x`.repeat(50)))
    expect(error?.message.length).toBeLessThan(1000)
  })
})

test('matchColumns refuses the header of another format', () => {
  expect(matchColumns(ulb, [...sparkov.columns]).error?.message).toMatch(
    /^The header is not that of ULB/,
  )
  expect(matchColumns(ulb, [...ulb.columns]).error).toBeNull()
})

test('getProfile finds a profile by its slug and says which there are', () => {
  expect(getProfile('ibm').labelColumn).toBe('Is Fraud?')
  expect(() => getProfile('mnist')).toThrow('Use one of: ulb, sparkov, ibm.')
})
