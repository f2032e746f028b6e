import { expect, test } from 'vitest'
import { ROW_FAULT_CODES } from '../../core/datasets/profile.ts'
import { countByCode } from './list-rejected-rows.ts'
import { rowFaultText } from './row-fault-texts.ts'

test('counts of a code are added up over its columns, the commonest first', () => {
  expect(
    countByCode([
      { code: 'not_a_date', column: 'dob', count: 4 },
      { code: 'not_a_number', column: 'amt', count: 3 },
      { code: 'not_a_number', column: 'lat', count: 2 },
    ]),
  ).toEqual([
    { code: 'not_a_number', count: 5, columns: ['amt', 'lat'] },
    { code: 'not_a_date', count: 4, columns: ['dob'] },
  ])
})

test('every code has a text, and an unknown one none', () => {
  for (const code of ROW_FAULT_CODES) expect(rowFaultText(code)?.cure).toMatch(/\.$/)
  expect(rowFaultText('toString')).toBeNull()
})
