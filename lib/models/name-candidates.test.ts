import { expect, test } from 'vitest'
import { nameCandidates } from './name-candidates.ts'

test('twins of a family are numbered by their ids, whatever stands first', () => {
  const named = nameCandidates([
    { id: 3, family: 'gradient-boosting' },
    { id: 1, family: 'gradient-boosting' },
    { id: 2, family: 'dense-network' },
  ])
  expect(named.map(({ name, number }) => [name, number])).toEqual([
    ['gradient boosting 2', 2],
    ['gradient boosting 1', 1],
    ['dense network', 1],
  ])
})
