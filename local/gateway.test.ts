import http from 'node:http'
import net from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Stack } from './stack.ts'
import { startTestStack } from './test-stack.ts'

let stack: Stack

beforeAll(async () => {
  stack = await startTestStack()
})

afterAll(async () => {
  await stack?.stop()
})

describe('paths', () => {
  it.each([
    '/',
    '/_system/info',
    '/_system/introspect',
    '/_studio',
    '/pg/v1/query',
    '/graphql/v1',
    '/restaurant/v1/notes',
    '/rest/v1/../../_system/info',
    '/rest/v1/%2e%2e/%2e%2e/_system/info',
    '/REST/v1/notes',
    '//rest/v1/notes',
  ])('serves nothing at %s, not even to the secret key', async (path) => {
    const { status, body } = await ask(path, { apikey: stack.secretKey })
    expect(status).toBe(404)
    expect(body).not.toContain('postgres://')
  })

  it('serves the four services of a project', async () => {
    const apikey = stack.publishableKey
    expect((await ask('/auth/v1/health', { apikey })).status).toBe(200)
    expect((await ask('/rest/v1/notes', { apikey })).status).toBe(401)
    expect((await ask('/storage/v1/status', { apikey })).status).toBe(200)
    expect((await ask('/functions/v1/greet', { apikey })).status).toBe(401)
  })

  it('asks for a key', async () => {
    expect((await ask('/rest/v1/notes', {})).status).toBe(401)
    expect((await ask('/rest/v1/notes', { apikey: 'sb_publishable_guess' })).status).toBe(401)
  })
})

describe('requests that two servers could read differently', () => {
  const path = 'POST /functions/v1/greet HTTP/1.1'
  it.each([
    ['two ends of a body', `${path}\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked`],
    ['two encodings', `${path}\r\nHost: x\r\nTransfer-Encoding: chunked, identity`],
    ['an unknown encoding', `${path}\r\nHost: x\r\nTransfer-Encoding: xchunked`],
    ['two lengths', `${path}\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: 5`],
    ['a length with a sign', `${path}\r\nHost: x\r\nContent-Length: +5`],
    ['a space before a colon', `${path}\r\nHost: x\r\nContent-Length : 5`],
    ['a folded header', `${path}\r\nHost: x\r\nA: b\r\n c`],
    ['no host', path],
  ])('are refused: %s', async (_what, head) => {
    expect(await askRaw(`${head}\r\n\r\n0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 400 /)
  })

  it('are refused: another method', async () => {
    const answer = await askRaw(
      'TRACE /auth/v1/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    )
    expect(answer).toMatch(/^HTTP\/1\.1 405 /)
  })
})

describe('browsers', () => {
  it.each([
    [
      '/auth/v1/token?grant_type=password',
      'apikey, authorization, content-type, x-client-info, x-supabase-api-version',
    ],
    ['/rest/v1/notes', 'apikey, prefer, content-profile, x-anything-new'],
    ['/storage/v1/object/files/a.csv', 'authorization, x-upsert, cache-control'],
    ['/functions/v1/greet', 'authorization, content-type'],
  ])('are allowed to ask %s with their headers', async (path, headers) => {
    const response = await fetch(`${stack.apiUrl}${path}`, {
      method: 'OPTIONS',
      headers: {
        origin: 'http://localhost:3000',
        'access-control-request-method': 'POST',
        'access-control-request-headers': headers,
      },
    })
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('access-control-allow-headers')).toBe(headers)
    expect(response.headers.get('access-control-allow-methods')).toContain('POST')
  })

  it('may read every answer, the failed ones too', async () => {
    for (const path of [
      '/auth/v1/user',
      '/rest/v1/nothing',
      '/storage/v1/object/files/x',
      '/functions/v1/none',
      '/x',
    ]) {
      const response = await fetch(`${stack.apiUrl}${path}`, {
        headers: { origin: 'http://localhost:3000' },
      })
      expect(response.headers.get('access-control-allow-origin'), path).toBe('*')
    }
  })
})

it('numbers its answers', async () => {
  const first = await fetch(`${stack.apiUrl}/auth/v1/health`)
  const second = await fetch(`${stack.apiUrl}/auth/v1/health`)
  expect(first.headers.get('sb-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  expect(second.headers.get('sb-request-id')).not.toBe(first.headers.get('sb-request-id'))
})

/** Sends text as it is, and reads the first answer. */
function askRaw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(new URL(stack.apiUrl).port), '127.0.0.1')
    socket.once('data', (answer) => {
      resolve(answer.toString())
      socket.destroy()
    })
    socket.once('error', reject)
    socket.write(text)
  })
}

/** Asks with the path as written: `fetch` would tidy it up. */
function ask(
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(stack.apiUrl)
  return new Promise((resolve, reject) => {
    const request = http.get({ hostname, port, path, headers }, (response) => {
      let body = ''
      response.on('data', (chunk) => {
        body += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }))
    })
    request.on('error', reject)
  })
}
