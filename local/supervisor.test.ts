import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { keepRunning } from './supervisor.ts'

/** A process that can be made to end; counts how often it is started and stopped. */
function scriptedProcess(lives: 'short' | 'long') {
  const counts = { started: 0, stopped: 0 }
  const start = async () => {
    counts.started += 1
    const ended = Promise.withResolvers<void>()
    if (lives === 'short') ended.resolve()
    const stop = async () => {
      counts.stopped += 1
      ended.resolve()
    }
    return { pid: counts.started, exited: ended.promise, stop }
  }
  return { counts, start }
}

it('gives up on a process that keeps ending, and says so', async () => {
  const { counts, start } = scriptedProcess('short')
  const lines: string[] = []
  await keepRunning('The thing', start, (line) => lines.push(line), { perMinute: 5, pauseMs: 1 })
  await expect.poll(() => lines.at(-1)).toContain('The thing keeps ending and stays down.')
  await delay(50)
  expect(counts.started).toBe(6)
  expect(lines.filter((line) => line.endsWith('is started again.'))).toHaveLength(5)
})

it('does not start again what was stopped', async () => {
  const { counts, start } = scriptedProcess('long')
  const service = await keepRunning('The thing', start, () => {}, { perMinute: 5, pauseMs: 1 })
  expect(service.pid()).toBe(1)
  await service.stop()
  await delay(20)
  expect(counts.started).toBe(1)
  expect(counts.stopped).toBeGreaterThan(0)
})

it('passes on the failure of the first start', async () => {
  const start = () => Promise.reject(new Error('no such program'))
  await expect(keepRunning('The thing', start, () => {})).rejects.toThrow('no such program')
})
