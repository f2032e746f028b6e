import { connect, createServer, type Server, type Socket } from 'node:net'
import type postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '../../core/in-transaction.ts'
import { ConnectionPool } from '../../supabase/functions/_shared/connection-pool.ts'
import { copyInto } from '../../supabase/functions/_shared/copy-into.ts'
import { openTestStack, type TestStack } from './test-stack.ts'

let stack: TestStack
let proxy: Server
let pool: ConnectionPool
const sockets = new Set<Socket>()

/** All connections through the proxy end without a word, as when a network is cut. */
function cut(): void {
  for (const socket of sockets) socket.resetAndDestroy()
}

beforeAll(async () => {
  stack = await openTestStack()
  const target = new URL(stack.stack.databaseUrl)
  const { port, hostname } = target
  proxy = createServer((socket) => {
    const upstream = connect(Number(port), hostname)
    for (const end of [socket, upstream]) {
      sockets.add(end)
      end.on('error', () => {})
      end.on('close', () => {
        sockets.delete(end)
        socket.destroy()
        upstream.destroy()
      })
    }
    socket.pipe(upstream).pipe(socket)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const address = proxy.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  target.port = String(address.port)
  pool = new ConnectionPool(target.href)
  await stack.sql`create table private.noted (note text)`
})
afterAll(async () => {
  await pool?.end()
  proxy?.close()
  await stack?.close()
})

const row = Uint8Array.of(
  ...Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'),
  ...[0, 0, 0, 0, 0, 0, 0, 0],
)

const moments: [string, (transaction: postgres.TransactionSql) => Promise<unknown>][] = [
  [
    'during a statement',
    async (transaction) => {
      const slow = transaction`select pg_sleep(30)`
      setTimeout(cut, 50)
      await slow
    },
  ],
  [
    'during a COPY',
    async (transaction) => {
      setTimeout(cut, 50)
      await copyInto(transaction, 'private.noted (note)', row).then(() => undefined)
      await transaction`select pg_sleep(30)`
    },
  ],
  [
    'before the commit',
    async (transaction) => {
      await transaction`insert into private.noted values ('before the commit')`
      cut()
    },
  ],
  [
    'before the rollback',
    async (transaction) => {
      await transaction`insert into private.noted values ('before the rollback')`
      cut()
      throw new Error('a fault of the caller')
    },
  ],
  [
    'by the server',
    async (transaction) => {
      const [own] = await transaction`select pg_backend_pid() as pid`
      await Promise.all([
        transaction`select pg_sleep(30)`,
        stack.sql`select pg_terminate_backend(${own!.pid})`,
      ])
    },
  ],
]

test.for(moments)(
  'a transaction whose connection is cut %s fails, and nothing else does',
  async ([, run]) => {
    await expect(inTransaction(pool.current(), run)).rejects.toThrow()
    // The place of the lost connection serves others, whose transaction nobody else ends.
    const answer = await inTransaction(pool.current(), async (transaction) => {
      await transaction`insert into private.noted values ('after')`
      await transaction`select pg_sleep(0.05)`
      return await transaction`select count(*)::int as count from private.noted where note <> 'after'`
    })
    expect(answer).toEqual([{ count: 0 }])
    const [kept] = await stack.sql`delete from private.noted returning note`
    expect(kept).toEqual({ note: 'after' })
  },
)

test('a transaction commits what it did, or nothing', async () => {
  const done = await inTransaction(pool.current(), async (transaction) => {
    await transaction`insert into private.noted values ('kept')`
    return 7
  })
  expect(done).toBe(7)
  const refused = inTransaction(pool.current(), async (transaction) => {
    await transaction`insert into private.noted values ('dropped')`
    throw new RangeError('no')
  })
  await expect(refused).rejects.toThrow(RangeError)
  const reading = inTransaction(
    pool.current(),
    async (transaction) => await transaction`insert into private.noted values ('never')`,
    'read only',
  )
  await expect(reading).rejects.toMatchObject({ code: '25006' })
  expect(await stack.sql`select note from private.noted`).toEqual([{ note: 'kept' }])
})
