import assert from 'node:assert/strict'
import { RateLimitedError } from './admission.ts'
import { nameCaller } from './caller-name.ts'
import { type Outcome, refuse, STATUS_OF, serveJson, UnavailableError } from './http.ts'

const post = () => new Request('http://function/', { method: 'POST' })

/** Runs a handler and catches what it logs. */
async function answer(handle: () => Promise<Outcome<unknown>>, request = post()) {
  const lines: string[] = []
  const { info, error } = console
  console.info = console.error = (line: string) => void lines.push(line)
  try {
    const response = await serveJson('test', handle)(request)
    return { response, logs: lines.map((line) => JSON.parse(line)) }
  } finally {
    Object.assign(console, { info, error })
  }
}

Deno.test('a success is 200 with its data and the request id', async () => {
  const { response, logs } = await answer(() => Promise.resolve({ data: { a: 1 }, error: null }))
  assert.equal(response.status, 200)
  assert.deepEqual(await response.json(), { data: { a: 1 } })
  assert.equal(response.headers.get('x-request-id'), logs[0].requestId)
  assert.equal(response.headers.get('access-control-allow-origin'), '*')
})

Deno.test('every code has the status that the mapping says, and its details are passed on', async () => {
  for (const [code, status] of Object.entries(STATUS_OF)) {
    const failure = refuse(code as keyof typeof STATUS_OF, 'A sentence.', { part: 3 })
    const { response } = await answer(() => Promise.resolve(failure))
    assert.equal(response.status, status)
    assert.deepEqual(await response.json(), {
      error: { code, message: 'A sentence.', details: { part: 3 } },
    })
  }
})

Deno.test('a preflight is answered without running the handler', async () => {
  const { response } = await answer(
    () => Promise.reject(new Error('must not run')),
    new Request('http://function/', { method: 'OPTIONS' }),
  )
  assert.equal(response.status, 204)
  assert.match(response.headers.get('access-control-allow-headers') ?? '', /authorization/)
})

Deno.test('other methods than POST are refused', async () => {
  const { response } = await answer(
    () => Promise.reject(new Error('must not run')),
    new Request('http://function/'),
  )
  assert.equal(response.status, 405)
})

Deno.test('a defect is logged with its stack and answered without a word of it', async () => {
  const { response, logs } = await answer(() => Promise.reject(new Error('secret sk_123')))
  assert.equal(response.status, 500)
  const text = await response.text()
  assert.doesNotMatch(text, /secret|sk_123|http\.test/)
  assert.match(text, /internal_error/)
  assert.match(logs[0].stack, /http\.test/)
})

Deno.test('servers that cannot be reached are a 503, so that the client tries again', async () => {
  const errors = [
    new UnavailableError('Storage did not answer'),
    Object.assign(new Error('gone'), { code: 'CONNECTION_CLOSED' }),
    Object.assign(new Error('starting up'), { code: '57P03' }),
  ]
  for (const error of errors) {
    const { response } = await answer(() => Promise.reject(error))
    assert.equal(response.status, 503)
  }
})

Deno.test('too many calls are a 429 that says when to come back', async () => {
  const { response, logs } = await answer(() => Promise.reject(new RateLimitedError(2.1)))
  assert.equal(response.status, 429)
  assert.equal(response.headers.get('retry-after'), '3')
  const { error } = await response.json()
  assert.deepEqual(error.details, { retryAfterSeconds: 3 })
  assert.equal(logs.at(-1).status, 429)
})

Deno.test('a body that announces more than 1 MiB is refused by its head', async () => {
  const announce = (byteCount: number) =>
    new Request('http://function/', {
      method: 'POST',
      headers: { 'content-length': String(byteCount) },
      body: '{}',
    })
  const refused = await answer(() => Promise.reject(new Error('must not run')), announce(1_048_577))
  assert.equal(refused.response.status, 413)
  const taken = await answer(() => Promise.resolve({ data: 1, error: null }), announce(1_048_576))
  assert.equal(taken.response.status, 200)
})

Deno.test('log lines tell people apart without naming them', async () => {
  const request = post()
  nameCaller(request, '6d1f0a52-7a54-4f0e-9f5c-3f1f6f0c7a01')
  const { logs } = await answer(() => Promise.resolve({ data: 1, error: null }), request)
  assert.match(logs[0].user, /^[0-9a-f]{16}$/)
  assert.doesNotMatch(JSON.stringify(logs), /6d1f0a52/)
})
