import { expect, test } from 'vitest'
import { inTransaction } from './in-transaction.ts'

/**
 * A pool whose connection does what the driver's does: it commits or rolls back when the function ends, also behind a
 * loss, of which `lose` makes it tell.
 */
function fakePool() {
  const said: string[] = []
  const lost = Promise.withResolvers<never>()
  const pool = {
    async begin(_options: string, run: (transaction: string) => Promise<unknown>) {
      const ended = run('connection').then(
        (value) => {
          said.push('commit')
          return value
        },
        (error) => {
          said.push('rollback')
          throw error
        },
      )
      return await Promise.race([ended, lost.promise])
    },
  }
  return { pool, said, lose: lost.reject }
}

/** Long enough for whatever would still be said. */
const nextTurns = () => new Promise((resolve) => setTimeout(resolve, 5))

test('what the function resolves with is committed and handed on', async () => {
  const { pool, said } = fakePool()
  expect(await inTransaction(pool, async (transaction) => `${transaction} used`)).toBe(
    'connection used',
  )
  expect(said).toEqual(['commit'])
})

test.each([
  ['a defect', new TypeError('no such thing')],
  [
    'what a statement was refused for',
    Object.assign(new Error(), { code: '23505', severity: 'ERROR', severity_local: 'ERROR' }),
  ],
])('%s is rolled back and handed on', async (_what, error) => {
  const { pool, said } = fakePool()
  await expect(inTransaction(pool, () => Promise.reject(error))).rejects.toBe(error)
  expect(said).toEqual(['rollback'])
})

test.each([
  ['a socket that broke', { code: 'ECONNRESET' }],
  ['a connection that closed', { code: 'CONNECTION_CLOSED' }],
  ['a connection that never came to be', { code: 'CONNECT_TIMEOUT' }],
  ['a server that shuts down', { code: '57P01', severity: 'FATAL', severity_local: 'FATAL' }],
  ['a server that crashed', { code: 'XX000', severity: 'PANIC', severity_local: 'PANIK' }],
])('after %s nothing is said any more', async (_what, fields) => {
  const { pool, said, lose } = fakePool()
  const loss = Object.assign(new Error('lost'), fields)
  const done = inTransaction(pool, () => Promise.reject(loss))
  lose(loss)
  await expect(done).rejects.toBe(loss)
  await nextTurns()
  expect(said).toEqual([])
})

test('what ends in the turn in which the connection is lost is not committed', async () => {
  const { pool, said, lose } = fakePool()
  const done = inTransaction(pool, async () => lose(new Error('lost')))
  await expect(done).rejects.toThrow('lost')
  await nextTurns()
  expect(said).toEqual([])
})
