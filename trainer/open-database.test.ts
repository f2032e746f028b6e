import { globSync, readFileSync } from 'node:fs'
import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from './open-database.ts'

test('a database that goes while a connection begins is an error of the statement, not of the process', async () => {
  const unhandled: unknown[] = []
  const listener = (error: unknown) => unhandled.push(error)
  process.on('unhandledRejection', listener)
  const server = createServer(greetAndGo).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const sql = openDatabase(`postgres://someone@127.0.0.1:${port}/postgres`)
  try {
    await expect(sql`select 1`).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' })
    await expect(sql.begin((own) => own`select 1`)).rejects.toMatchObject({
      code: 'CONNECTION_CLOSED',
    })
    // Rejections that nobody holds are told behind the microtasks of the turn.
    await new Promise((resolve) => setImmediate(resolve))
    expect(unhandled).toEqual([])
  } finally {
    process.off('unhandledRejection', listener)
    await sql.end({ timeout: 0 })
    server.close()
  }
})

test('every client of trainer and commands knows its types', () => {
  const root = join(import.meta.dirname, '..')
  const read = (file: string) => readFileSync(join(root, file), 'utf8')
  const files = globSync('{trainer,scripts}/**/*.ts', { cwd: root }).filter(
    (file) => !file.includes('.test.') && !file.includes('node_modules'),
  )
  const making = files.filter((file) => /[=:] postgres\(|return postgres\(/.test(read(file)))
  expect(making).toContain('trainer/open-database.ts')
  for (const file of making) expect(read(file), file).toContain('...knownTypes')
})

/** Postgres's AuthenticationOk and ReadyForQuery; then, at the first question, nothing more. */
function greetAndGo(socket: Socket): void {
  socket.on('error', () => {})
  socket.once('data', () => {
    socket.write(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49]))
    socket.once('data', () => socket.destroy())
  })
}
