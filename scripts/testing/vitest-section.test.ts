import { expect, test } from 'vitest'
import { countTests } from './vitest-section.ts'

const file = (status: string, ...tests: string[]) => ({
  name: `/tests/${tests.join('-')}.test.ts`,
  status,
  assertionResults: tests.map((each) => ({ status: each })),
})

test('passed and failed tests are counted', () => {
  const report = {
    numPassedTests: 2,
    numFailedTests: 1,
    testResults: [file('failed', 'passed', 'failed'), file('passed', 'passed')],
  }
  expect(countTests(report, 1)).toEqual({
    passed: 2,
    failed: 1,
    byFile: { failed: ['/tests/passed-failed.test.ts'], passedInOthers: 1 },
  })
})

test('a file that cannot be loaded is a failure although no test of it ran', () => {
  const report = { numPassedTests: 2, numFailedTests: 0, testResults: [file('failed')] }
  expect(countTests(report, 1)).toEqual({
    passed: 2,
    failed: 1,
    byFile: { failed: ['/tests/.test.ts'], passedInOthers: 2 },
  })
})

test('an error outside of any test is a failure', () => {
  const report = { numPassedTests: 1, numFailedTests: 0, testResults: [file('passed', 'passed')] }
  expect(countTests(report, 1)).toEqual({ passed: 1, failed: 1 })
  expect(countTests(report, null)).toEqual({ passed: 1, failed: 1 })
})

test('a run that left no report is a failure', () => {
  expect(countTests(undefined, 0)).toEqual({ passed: 0, failed: 1 })
})
