import { expect, test } from 'vitest'
import { slotTable } from './slot-table.ts'

test('every position gets slots in proportion to its weight, and one without weight none', () => {
  expect([...slotTable([1, 0, 2, 1], 8)]).toEqual([0, 0, 2, 2, 2, 2, 3, 3])
  expect([...slotTable([0, 5], 3)]).toEqual([1, 1, 1])
})
