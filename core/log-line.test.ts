import { expect, test } from 'vitest'
import { logLine } from './log-line.ts'

test('an entry is one line of JSON, without what is not known', () => {
  const line = logLine({
    level: 'info',
    room: 'app',
    message: 'two\nlines "quoted"',
    user: undefined,
    status: 200,
  })
  expect(line).not.toContain('\n')
  expect(JSON.parse(line)).toEqual({
    level: 'info',
    room: 'app',
    message: 'two\nlines "quoted"',
    status: 200,
  })
})

test('a text that would flood the log is cut', () => {
  const line = logLine({ level: 'error', room: 'trainer', message: 'x'.repeat(1_000_000) })
  expect(line.length).toBeLessThan(4_200)
  const messageOf = (length: number) =>
    JSON.parse(logLine({ level: 'info', room: 'app', message: 'x'.repeat(length) })).message
  expect(messageOf(4_000)).toBe('x'.repeat(4_000))
  expect(messageOf(4_001)).toBe(`${'x'.repeat(4_000)}…`)
})
