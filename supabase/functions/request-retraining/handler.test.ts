import assert from 'node:assert/strict'
import type { DispatchTarget, WaitingRun } from '../_shared/dispatch-training.ts'
import { readDispatchTarget } from '../_shared/dispatch-training.ts'
import { refuse } from '../_shared/http.ts'
import { handleRequest } from './handler.ts'
import type { Requester, RequestStore } from './store.ts'

const RUN: WaitingRun = { runId: 7, dataset: 'ulb', reason: 'New labels.' }
const BODY = { dataset: 'ulb', reason: 'New labels.' }

function call(
  options: {
    body?: unknown
    headers?: Record<string, string>
    target?: DispatchTarget | null
    requestRun?: RequestStore['requestRun']
    waiting?: WaitingRun[]
  } = {},
) {
  const requesters: Requester[] = []
  const recorded: (string | null)[] = []
  const answer = handleRequest(
    new Request('http://function/', {
      method: 'POST',
      headers: options.headers ?? { authorization: 'Bearer of-an-admin' },
      body: JSON.stringify(options.body ?? BODY),
    }),
    {
      store: {
        isServiceKey: (key) => key === 'sb_secret_key',
        requestRun:
          options.requestRun ??
          ((requester) => {
            requesters.push(requester)
            return Promise.resolve({ data: RUN.runId, error: null })
          }),
      },
      dispatches: {
        takeWaiting: () => Promise.resolve(options.waiting ?? [RUN]),
        recordDispatch: (_run, _repository, error) => {
          recorded.push(error)
          return Promise.resolve()
        },
      },
      target: options.target ?? null,
      log: () => {},
    },
  )
  return { answer, requesters, recorded }
}

/** A server that plays GitHub's endpoint, and what it was sent. */
async function withGitHub(
  respond: (signal: AbortSignal) => Response | Promise<Response>,
  use: (
    target: DispatchTarget,
    requests: { url: string; headers: Headers; body: unknown }[],
  ) => Promise<void>,
) {
  const requests: { url: string; headers: Headers; body: unknown }[] = []
  const closing = new AbortController()
  const server = Deno.serve(
    { port: 0, hostname: '127.0.0.1', onListen: () => {} },
    async (request) => {
      requests.push({
        url: new URL(request.url).pathname,
        headers: request.headers,
        body: await request.json(),
      })
      return await respond(closing.signal)
    },
  )
  try {
    const apiUrl = `http://127.0.0.1:${server.addr.port}`
    await use({ repository: 'bank/desk', token: 'ghs_1', apiUrl, timeoutMs: 5_000 }, requests)
  } finally {
    closing.abort()
    await server.shutdown()
  }
}

Deno.test('an admin asks by token, a program by the secret key', async () => {
  const person = call()
  assert.deepEqual(await person.answer, {
    data: { runId: 7, dispatch: 'not_configured' },
    error: null,
  })
  assert.deepEqual(person.requesters, [{ kind: 'person', token: 'of-an-admin' }])

  for (const headers of [{ apikey: 'sb_secret_key' }, { authorization: 'Bearer sb_secret_key' }]) {
    const program = call({ headers })
    assert.equal((await program.answer).error, null)
    assert.deepEqual(program.requesters, [{ kind: 'service' }])
  }
})

Deno.test('nobody, a wrong body and what the database refuses get no further', async () => {
  const cases = [
    { options: { headers: {} }, code: 'not_signed_in' },
    { options: { headers: { apikey: 'sb_publishable_key' } }, code: 'not_signed_in' },
    { options: { body: { dataset: 'ulb' } }, code: 'invalid_request' },
    { options: { body: { ...BODY, reason: '  ' } }, code: 'invalid_request' },
    { options: { body: { ...BODY, extra: 1 } }, code: 'invalid_request' },
    {
      options: { requestRun: () => Promise.resolve(refuse('not_allowed', 'Admins only.')) },
      code: 'not_allowed',
    },
  ]
  for (const { options, code } of cases) {
    const { answer, recorded } = call(options)
    assert.equal((await answer).error?.code, code)
    assert.deepEqual(recorded, [])
  }
})

Deno.test('GitHub is told of the request as it documents it', async () => {
  await withGitHub(
    () => new Response(null, { status: 204 }),
    async (target, requests) => {
      const { answer, recorded } = call({ target })
      assert.equal((await answer).data?.dispatch, 'sent')
      assert.deepEqual(recorded, [null])
      const [sent] = requests
      assert.equal(sent!.url, '/repos/bank/desk/dispatches')
      assert.equal(sent!.headers.get('authorization'), 'Bearer ghs_1')
      assert.deepEqual(sent!.body, { event_type: 'new-data', client_payload: RUN })
    },
  )
})

Deno.test('a refusal by GitHub loses nothing and is recorded', async () => {
  await withGitHub(
    () => Response.json({ message: 'Bad credentials' }, { status: 401 }),
    async (target) => {
      const { answer, recorded } = call({ target })
      assert.deepEqual(await answer, { data: { runId: 7, dispatch: 'failed' }, error: null })
      assert.deepEqual(recorded, ['GitHub answered 401.'])
    },
  )
})

Deno.test('one request of several that GitHub refuses is enough to say so', async () => {
  let count = 0
  await withGitHub(
    () => new Response(null, { status: ++count === 1 ? 500 : 204 }),
    async (target) => {
      const { answer, recorded } = call({ target, waiting: [RUN, { ...RUN, runId: 8 }] })
      assert.equal((await answer).data?.dispatch, 'failed')
      assert.deepEqual(recorded, ['GitHub answered 500.', null])
    },
  )
})

Deno.test('a silent GitHub is given up', async () => {
  await withGitHub(
    (signal) =>
      new Promise((resolve) =>
        signal.addEventListener('abort', () => resolve(new Response(null, { status: 204 }))),
      ),
    async (target) => {
      const { answer, recorded } = call({ target: { ...target, timeoutMs: 50 } })
      assert.equal((await answer).data?.dispatch, 'failed')
      assert.match(recorded[0]!, /did not answer within 0.05 s/)
    },
  )
})

Deno.test('an unreachable GitHub is recorded', async () => {
  let gone: DispatchTarget | undefined
  await withGitHub(
    () => new Response(null, { status: 204 }),
    (target) => {
      gone = target
      return Promise.resolve()
    },
  )
  const { answer, recorded } = call({ target: gone! })
  assert.equal((await answer).data?.dispatch, 'failed')
  assert.match(recorded[0]!, /could not be reached/)
})

Deno.test('without a token or a repository there is nobody to tell', () => {
  const read = (env: Record<string, string>) => readDispatchTarget((name) => env[name])
  assert.equal(read({ GITHUB_DISPATCH_TOKEN: 'x' }), null)
  assert.equal(read({ GITHUB_DISPATCH_REPOSITORY: 'a/b' }), null)
  assert.equal(
    read({ GITHUB_DISPATCH_TOKEN: 'x', GITHUB_DISPATCH_REPOSITORY: 'a/b' })?.apiUrl,
    'https://api.github.com',
  )
})
