import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'
import postgres from 'postgres'
import { expect, test } from 'vitest'
import { isLostTypeLookup } from './lost-type-lookups.ts'

test('a server that goes while a connection begins leaves a look-up that nobody awaits', async () => {
  const lost = new Promise<unknown>((resolve) => process.once('unhandledRejection', resolve))
  const server = createServer(greetAndGo).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const sql = postgres(`postgres://someone@127.0.0.1:${port}/postgres`, { max: 1 })
  try {
    void sql.reserve().catch(() => {})
    expect(isLostTypeLookup(await lost)).toBe(true)
  } finally {
    await sql.end({ timeout: 0 })
    server.close()
  }
})

test('no other error is taken for one', () => {
  const lookup = 'select b.oid, b.typarray from pg_catalog.pg_type a'
  expect(isLostTypeLookup(Object.assign(new Error('broken'), { query: lookup }))).toBe(false)
  expect(
    isLostTypeLookup(
      Object.assign(new Error('closed'), { code: 'CONNECTION_CLOSED', query: 'select 1' }),
    ),
  ).toBe(false)
  expect(isLostTypeLookup(null)).toBe(false)
})

/** Postgres's AuthenticationOk and ReadyForQuery; then, at the first question, nothing more. */
function greetAndGo(socket: Socket): void {
  socket.on('error', () => {})
  socket.once('data', () => {
    socket.write(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49]))
    socket.once('data', () => socket.destroy())
  })
}
