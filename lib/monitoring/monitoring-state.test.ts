import { expect, test } from 'vitest'
import { parseMonitoringState, writeMonitoringState } from './monitoring-state.ts'

test('a link shows the same cell against the same version', () => {
  const state = { version: 4, cell: { feature: 'amount', month: '2019-05' as const } }
  const params = writeMonitoringState(new URLSearchParams('kind=labels_added'), state)
  expect(params.get('kind')).toBe('labels_added')
  expect(parseMonitoringState(Object.fromEntries(params))).toEqual(state)
})

test('a closed cell leaves no trace', () => {
  const params = new URLSearchParams('version=4&feature=amount&month=2019-05')
  expect(writeMonitoringState(params, { version: null, cell: null }).toString()).toBe('')
})

test.each([
  { version: '0', feature: 'amount' },
  { version: 'x', month: '2019-05' },
  { feature: 'a b', month: '2019-05' },
  { feature: 'amount', month: '2019-13' },
])('%j opens nothing', (params) => {
  expect(parseMonitoringState(params)).toEqual({ version: null, cell: null })
})
