import { expect, test } from 'vitest'
import { outliveOutage } from './outlive-outage.ts'

const lost = () =>
  Object.assign(new Error('write CONNECTION_CLOSED'), { code: 'CONNECTION_CLOSED' })

test('work is done again when what it met was away, and that is said once', async () => {
  const lines: string[] = []
  let times = 0
  const result = await outliveOutage(
    (step, message) => lines.push(`${step} ${message}`),
    async () => {
      times++
      if (times === 1) throw lost()
      // As Storage says it, and as the trainer wraps it.
      if (times === 2) throw new Error('Cannot read the model.', { cause: { status: 503 } })
      return 'done'
    },
  )
  expect(result).toBe('done')
  expect(times).toBe(3)
  expect(lines).toEqual(['wait Supabase is away, and is asked again: write CONNECTION_CLOSED'])
})

test('an outage that lasts is told in the end', async () => {
  let times = 0
  const work = async () => {
    times++
    throw lost()
  }
  await expect(outliveOutage(() => {}, work, 500)).rejects.toThrow('CONNECTION_CLOSED')
  expect(times).toBe(2)
})

test.each([
  new Error('defect'),
  Object.assign(new Error('no such object'), { status: 404 }),
  Object.assign(new Error('unique'), { code: '23505', severity: 'ERROR', severity_local: 'ERROR' }),
])('work is not done again for %s', async (error) => {
  let times = 0
  const work = async () => {
    times++
    throw error
  }
  await expect(outliveOutage(() => {}, work)).rejects.toBe(error)
  expect(times).toBe(1)
})
