import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { fail, ok } from '../../core/result.ts'
import { type Attempt, isTemporaryStatus, withRetry } from './retry.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const temporary: Attempt<string> = { ...fail('unavailable', 'Later.'), isTemporary: true }

test('tries again until it works, waiting longer each time and telling of it', async () => {
  const times: number[] = []
  const waits: number[] = []
  const result = withRetry<string>(
    async () => {
      times.push(Date.now())
      return times.length < 4 ? temporary : ok('done')
    },
    undefined,
    ({ delayMs }) => waits.push(delayMs),
    () => 1,
  )
  await vi.runAllTimersAsync()
  expect(await result).toEqual(ok('done'))
  expect(times.slice(1).map((time, index) => time - times[index]!)).toEqual([250, 500, 1000])
  expect(waits).toEqual([250, 500, 1000])
})

test.each([
  [7, 7_250],
  [3_600, 60_250],
])('a busy service that asks for %i s is left alone for %i ms', async (seconds, waited) => {
  const busy = { ...temporary, details: { retryAfterSeconds: seconds } } as Attempt<string>
  const waits: number[] = []
  let count = 0
  const result = withRetry<string>(
    async () => (count++ === 0 ? busy : ok('done')),
    undefined,
    ({ delayMs }) => waits.push(delayMs),
    () => 1,
  )
  await vi.runAllTimersAsync()
  expect(await result).toEqual(ok('done'))
  expect(waits).toEqual([waited])
})

test('gives up after fifteen attempts with the last failure', async () => {
  const attempt = vi.fn(async () => temporary)
  const result = withRetry(attempt, undefined)
  await vi.runAllTimersAsync()
  expect((await result).error?.code).toBe('unavailable')
  expect(attempt).toHaveBeenCalledTimes(15)
})

test('does not repeat what will not change', async () => {
  const attempt = vi.fn(async () => fail('not_allowed', 'No.'))
  expect((await withRetry(attempt, undefined)).error?.code).toBe('not_allowed')
  expect(attempt).toHaveBeenCalledTimes(1)
})

test('ends at once when it is cancelled, during an attempt and while waiting', async () => {
  const during = new AbortController()
  const hanging = withRetry(() => new Promise<never>(() => {}), during.signal)
  during.abort()
  expect((await hanging).error?.code).toBe('cancelled')

  const between = new AbortController()
  const attempt = vi.fn(async () => temporary)
  const waiting = withRetry(attempt, between.signal)
  await vi.advanceTimersByTimeAsync(10)
  between.abort()
  expect((await waiting).error?.code).toBe('cancelled')
  expect(attempt).toHaveBeenCalledTimes(1)

  const before = AbortSignal.abort()
  expect((await withRetry(attempt, before)).error?.code).toBe('cancelled')
  expect(attempt).toHaveBeenCalledTimes(1)
})

test('no answer, overload and server errors are temporary; refusals are not', () => {
  expect([0, 408, 429, 500, 503, 546].map(isTemporaryStatus)).toEqual(Array(6).fill(true))
  expect([200, 400, 401, 403, 404, 409, 422].map(isTemporaryStatus)).toEqual(Array(7).fill(false))
})
