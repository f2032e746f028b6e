import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { DatabaseCallError, isSignedOut, readRpc } from './read-rpc.ts'

const answer = (error: { code: string; message: string }) =>
  readRpc(
    'promote this version',
    Promise.resolve({ data: null, error: error as never }),
    z.unknown(),
  )
const failure = (error: { code: string; message: string }) =>
  answer(error).catch((thrown: DatabaseCallError) => thrown) as Promise<DatabaseCallError>

test('a refusal is told in the words of the database', async () => {
  const refused = await failure({ code: 'PT409', message: 'Version 3 is retired.' })
  expect(refused).toBeInstanceOf(DatabaseCallError)
  expect(refused.message).toBe('Cannot promote this version: Version 3 is retired.')
  expect(refused.code).toBe('PT409')
})

test.each([
  { code: '', message: 'TypeError: Failed to fetch' },
  { message: '<html>Bad gateway</html>' } as { code: string; message: string },
])('where the database was not reached ($message) the connection is named', async (error) => {
  const unreached = await failure(error)
  expect(unreached.message).toBe(
    'Cannot promote this version: the service does not answer. Check the connection and try again.',
  )
  expect(unreached.code).toBe('')
  expect(unreached.cause).toBe(error)
})

test.each(['PGRST301', 'PGRST303'])(
  'a token that ran out (%s) is an ended session',
  async (code) => {
    expect(isSignedOut(await failure({ code, message: 'JWT expired' }))).toBe(true)
  },
)
