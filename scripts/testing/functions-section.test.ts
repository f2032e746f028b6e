import { expect, test } from 'vitest'
import { countCases } from './functions-section.ts'

test('cases are counted from the outermost element, whatever the suites inside say', () => {
  const junit = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="deno test" tests="7" failures="1" errors="1" time="0.2">
    <testsuite name="./handler.test.ts" tests="5" disabled="0" errors="0" failures="1">`
  expect(countCases(junit)).toEqual({ passed: 5, failed: 2 })
})

test('no report counts nothing', () => {
  expect(countCases('')).toEqual({ passed: 0, failed: 0 })
})
