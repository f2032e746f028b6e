import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { formatTimes, Progress } from './progress.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function record(isTTY: boolean) {
  let text = ''
  const output = { isTTY, columns: 60, write: (chunk: string) => (text += chunk) }
  return { progress: new Progress(output, () => Date.now()), read: () => text }
}

test('a log tells each step when it begins, every ten seconds, and when it ends', () => {
  const { progress, read } = record(false)
  const step = progress.begin('loading')
  step.update('2018-03', 0.415)
  vi.advanceTimersByTime(21_000)
  step.end('350,000 rows')
  expect(read()).toBe(
    'loading …\n' +
      '  loading: 2018-03 41 % (10 s)\n' +
      '  loading: 2018-03 41 % (20 s)\n' +
      '✓ loading: 350,000 rows (21 s)\n',
  )
  expect(progress.times).toEqual([{ name: 'loading', durationMs: 21_000 }])
})

test('a terminal shows all running steps in one line that fits its width', () => {
  const { progress, read } = record(true)
  progress.begin('loading').update('2018-03', 0.5)
  progress.begin('building the app with a very long name indeed').update('compiling')
  vi.advanceTimersByTime(200)
  const lines = read().split('\r\x1b[K')
  expect(lines.at(-1)).toMatch(/^loading: 2018-03 50 % \(0.2 s\) {2}· {2}building/)
  for (const line of lines) expect(line.length).toBeLessThan(60)
  expect(read()).not.toContain('\n')
})

test('an ended step neither ends twice nor keeps a timer', () => {
  const { progress, read } = record(false)
  const step = progress.begin('short')
  step.end()
  step.fail()
  vi.advanceTimersByTime(60_000)
  expect(read()).toBe('short …\n✓ short (0.0 s)\n')
  expect(vi.getTimerCount()).toBe(0)
})

test('the table of times lines up and ends with the time that was waited', () => {
  const times = [
    { name: 'install', durationMs: 55_000 },
    { name: 'build', durationMs: 2_340 },
  ]
  expect(formatTimes(times, 57_000)).toBe(
    '  install        55 s\n  build         2.3 s\n  altogether     57 s',
  )
})
