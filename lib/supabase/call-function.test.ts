import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { callFunction, FunctionCallError } from './call-function.ts'
import type { Database } from './database.types.ts'
import { isSignedOut } from './read-rpc.ts'
import { SignedOutError } from './session-token.ts'

const server = createServer((request, response) => {
  const isRefused = request.url?.endsWith('/refuse')
  response.writeHead(isRefused ? 409 : 502, { 'content-type': 'application/json' })
  response.end(
    isRefused
      ? '{"error":{"code":"too_late","message":"It is over."}}'
      : '<html>Bad gateway</html>',
  )
})
let url: string

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

async function call(
  name: string,
  {
    to = url,
    accessToken = async () => 'token',
  }: { to?: string; accessToken?: () => Promise<string> } = {},
) {
  const client = createClient<Database>(to, 'sb_publishable_key', { accessToken })
  const failure = await callFunction('try', async () => client, name, {}, z.unknown()).catch(
    (error: unknown) => error,
  )
  expect(failure).toBeInstanceOf(FunctionCallError)
  return failure as FunctionCallError
}

test("a refusal is told in the function's words", async () => {
  const failure = await call('refuse')
  expect(failure.code).toBe('too_late')
  expect(failure.message).toBe('Cannot try: It is over.')
})

test.each([
  ['a proxy answers in its place', () => call('gone')],
  ['nobody answers', () => call('any', { to: 'http://127.0.0.1:9' })],
])('where %s, the connection is named', async (_, reach) => {
  const failure = await reach()
  expect(failure.code).toBe('unavailable')
  expect(failure.message).toMatch(/^Cannot try: the service does not answer\./)
})

test('a client that cannot be loaded is a service that does not answer', async () => {
  const load = () => Promise.reject(new Error('Failed to load chunk 12'))
  await expect(callFunction('try', load, 'any', {}, z.unknown())).rejects.toThrow(
    'Cannot try: the service does not answer.',
  )
})

test('an ended session is told as such', async () => {
  // The client asks once as it is made, and again for the call.
  let asked = 0
  const accessToken = async () => {
    if (asked++ > 0) throw new SignedOutError('Your session has ended.')
    return 'token'
  }
  const failure = await call('any', { accessToken })
  expect(isSignedOut(failure)).toBe(true)
  expect(failure.message).toBe('Cannot try: Your session has ended.')
})
