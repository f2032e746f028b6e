import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FraudDeskClient } from '../../lib/supabase/server-client.ts'
import { openTestStack, type TestStack } from '../ingest/test-stack.ts'
import { expiredToken, forgeTokens } from './forge-tokens.ts'

// A hostile client with the anonymous and the analyst's key. Whatever it tries is refused with a 4xx and never with a 5xx.

const FUNCTIONS = readdirSync(path.join(import.meta.dirname, '../../supabase/functions'), {
  withFileTypes: true,
})
  .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
  .map(({ name }) => name)

let desk: TestStack
let other: FraudDeskClient
let pinkyToken = ''
let pinkyId = ''
let otherId = ''
let otherUpload = ''
/** Columns of each table of the API, and arguments of each function, as the catalogue has them. */
let columns: Map<string, string[]>
let routines: { name: string; args: string[] }[]

beforeAll(async () => {
  desk = await openTestStack()
  other = await desk.addAnalyst('other@hostile.test')
  const session = (await desk.pinky.auth.getSession()).data.session!
  pinkyToken = session.access_token
  pinkyId = session.user.id
  otherId = (await other.auth.getUser()).data.user!.id
  const { data } = await other.rpc('create_upload', {
    dataset_slug: 'demo',
    file_name: 'theirs.csv',
    file_bytes: 10,
    content_hash: 'a'.repeat(64),
    column_names: ['a'],
    has_labels: false,
    parts: [{ number: 0, first_line: 2, byte_count: 10 }],
  })
  otherUpload = (data as { upload_id: string }).upload_id
  const stored = await other.storage
    .from('uploads')
    .upload(`${otherId}/${otherUpload}/00000.csv`, 'their rows')
  if (stored.error) throw stored.error

  const found = await desk.sql<{ name: string; columns: string[] }[]>`
    select relname as name, array_agg(attname::text order by attnum) as columns
    from pg_class join pg_attribute on attrelid = pg_class.oid
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v') and attnum > 0 and not attisdropped
    group by relname`
  columns = new Map(found.map((row) => [row.name, row.columns]))
  routines = await desk.sql<{ name: string; args: string[] }[]>`
    select proname as name, coalesce(proargnames[1:pronargs], '{}') as args
    from pg_proc
    where pronamespace = 'public'::regnamespace and prorettype not in ('trigger'::regtype, 'event_trigger'::regtype)
      and not exists (select 1 from pg_depend where pg_depend.objid = pg_proc.oid and pg_depend.deptype = 'e')`
})

afterAll(async () => await desk?.close())

interface Attack {
  method?: string
  token?: string | null
  body?: BodyInit
  headers?: Record<string, string>
}

/** A request as the publishable key; with Pinky's token unless another (or none) is given. */
function send(
  target: string,
  { method = 'GET', token = pinkyToken, body, headers = {} }: Attack = {},
) {
  return fetch(`${desk.stack.apiUrl}${target}`, {
    method,
    headers: {
      apikey: desk.stack.publishableKey,
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  })
}

/** Refused with a 4xx, and nothing of the inside in the answer. */
async function refused(answer: Promise<Response>, what: string) {
  const response = await answer
  const text = await response.text()
  expect(
    `${what}: ${response.status >= 400 && response.status < 500 ? 'refused' : `${response.status} ${text}`}`,
  ).toBe(`${what}: refused`)
  expect(text, what).not.toMatch(/node_modules|\bat .+:\d+:\d+|select .+ from /i)
}

/** Answered, whatever it is, but not with a fault of the server's. */
async function survived(answer: Promise<Response>, what: string) {
  const response = await answer
  expect(
    `${what}: ${response.status < 500 ? 'fine' : `${response.status} ${await response.text()}`}`,
  ).toBe(`${what}: fine`)
}

describe('without a sign-in', () => {
  test('every table and every function but the health check is refused', async () => {
    for (const table of columns.keys())
      await refused(send(`/rest/v1/${table}?limit=1`, { token: null }), table)
    for (const { name } of routines.filter(({ name }) => name !== 'service_health'))
      await refused(send(`/rest/v1/rpc/${name}`, { token: null, method: 'POST', body: '{}' }), name)
  })

  test('nobody signs up, by any door', async () => {
    const body = JSON.stringify({
      email: 'new@hostile.test',
      password: 'a long password 1',
      create_user: true,
    })
    await refused(send('/auth/v1/signup', { token: null, method: 'POST', body }), 'signup')
    await refused(send('/auth/v1/admin/users', { token: null, method: 'POST', body }), 'admin')
    await refused(send('/auth/v1/invite', { token: null, method: 'POST', body }), 'invite')
    await survived(send('/auth/v1/otp', { token: null, method: 'POST', body }), 'otp')
    const [row] =
      await desk.sql`select count(*)::int as count from auth.users where email = 'new@hostile.test'`
    expect(row?.count).toBe(0)
  })

  test('every edge function is refused', async () => {
    for (const name of FUNCTIONS)
      await refused(
        send(`/functions/v1/${name}`, { token: null, method: 'POST', body: '{}' }),
        name,
      )
  })
})

describe('with a forged token', () => {
  test('REST, Auth, Storage and every edge function refuse it', async () => {
    const tokens = {
      ...(await forgeTokens(pinkyToken)),
      expired: await expiredToken(pinkyToken, desk.stack.jwtSecret),
    }
    for (const [kind, token] of Object.entries(tokens)) {
      await refused(send('/rest/v1/datasets', { token }), `rest, ${kind}`)
      await refused(send('/auth/v1/user', { token }), `auth, ${kind}`)
      const target = `/storage/v1/object/uploads/${otherId}/${otherUpload}/00000.csv`
      await refused(send(target, { token }), `storage, ${kind}`)
      for (const name of FUNCTIONS)
        await refused(
          send(`/functions/v1/${name}`, { token, method: 'POST', body: '{}' }),
          `${name}, ${kind}`,
        )
    }
  })
})

describe('an analyst', () => {
  test('writes to no column of any table', async () => {
    for (const [table, names] of columns) {
      for (const column of names) {
        const body = JSON.stringify({ [column]: null })
        await refused(
          send(`/rest/v1/${table}?${column}=not.is.null`, { method: 'PATCH', body }),
          `${table}.${column}`,
        )
      }
      const body = JSON.stringify(Object.fromEntries(names.map((name) => [name, null])))
      await refused(send(`/rest/v1/${table}`, { method: 'POST', body }), `insert into ${table}`)
      await refused(
        send(`/rest/v1/${table}`, {
          method: 'POST',
          body,
          headers: { prefer: 'resolution=merge-duplicates' },
        }),
        `upsert into ${table}`,
      )
      await refused(
        send(`/rest/v1/${table}?${names[0]}=not.is.null`, { method: 'DELETE' }),
        `delete from ${table}`,
      )
    }
  })

  test('does not become an admin', async () => {
    const role = JSON.stringify({ user_id: pinkyId, role: 'admin' })
    await refused(send('/rest/v1/user_roles', { method: 'POST', body: role }), 'insert a role')
    await refused(
      send('/rest/v1/rpc/set_user_role', {
        method: 'POST',
        body: JSON.stringify({ person: pinkyId, new_role: 'admin' }),
      }),
      'rpc set_user_role',
    )
    const metadata = JSON.stringify({
      data: { role: 'admin' },
      app_metadata: { role: 'admin' },
      role: 'service_role',
    })
    await survived(send('/auth/v1/user', { method: 'PUT', body: metadata }), 'own account')
    const { data } = await desk.pinky.rpc('my_session')
    expect(data).toMatchObject([{ role: 'analyst' }])
    const refreshed = await desk.pinky.auth.refreshSession()
    expect(refreshed.error).toBeNull()
    pinkyToken = refreshed.data.session!.access_token
    expect((await desk.pinky.rpc('my_session')).data).toMatchObject([{ role: 'analyst' }])
  })

  test('sees nothing of another analyst, however it is asked for', async () => {
    for (const target of [
      `/rest/v1/uploads?id=eq.${otherUpload}`,
      `/rest/v1/uploads?or=(id.eq.${otherUpload},uploaded_by.eq.${otherId})`,
      '/rest/v1/uploads?file_name=like.theirs*',
      `/rest/v1/upload_parts?upload_id=eq.${otherUpload}`,
      `/rest/v1/rejected_rows?upload_id=eq.${otherUpload}`,
      '/rest/v1/events?select=*',
      `/rest/v1/user_roles?user_id=neq.${pinkyId}`,
    ]) {
      const answer = await send(target)
      expect(await answer.text(), target).toBe('[]')
    }
    for (const name of [
      'get_upload',
      'discard_upload',
      'list_rejected_rows',
      'upload_evaluation',
    ]) {
      const answer = await send(`/rest/v1/rpc/${name}`, {
        method: 'POST',
        body: JSON.stringify({ upload_id: otherUpload }),
      })
      expect(answer.status, name).toBeLessThan(500)
      expect(await answer.text(), name).not.toMatch(/theirs|00000\.csv/)
    }
    for (const name of FUNCTIONS) {
      const body = JSON.stringify({ uploadId: otherUpload, partNumber: 0, keepGoodRows: true })
      await refused(send(`/functions/v1/${name}`, { method: 'POST', body }), name)
    }
    const [kept] = await desk.sql`select state from public.uploads where id = ${otherUpload}`
    expect(kept?.state).toBe('receiving')
  })

  test.each([
    'select=*,auth.users(*)',
    'select=*,user_roles(*)',
    "id=eq.1';drop table public.uploads;--",
    'id=eq.1) or (1=1',
    'or=(id.eq.1,or(1.eq.1',
    'select=pg_sleep(5)',
    'select=id,features->>0)::text',
    'order=id;select',
    'limit=-1',
    'limit=1e99',
    'offset=99999999999999999999',
    `id=in.(${'1,'.repeat(2_000)}`,
    'select=%00',
    'id=eq.%27%22%00',
    'and=((((((((((id.eq.1))))))))))',
  ])('meets no fault with the filter %s', async (query) => {
    await survived(send(`/rest/v1/uploads?${query}`), query)
    const [row] = await desk.sql`select to_regclass('public.uploads') is not null as is_there`
    expect(row?.is_there).toBe(true)
  })

  test('enters no other schema', async () => {
    for (const schema of ['private', 'auth', 'storage', 'partitions', 'pg_catalog', 'extensions']) {
      await refused(
        send('/rest/v1/keys', { headers: { 'accept-profile': schema } }),
        `read ${schema}`,
      )
      await refused(
        send('/rest/v1/keys', {
          method: 'POST',
          body: '{}',
          headers: { 'content-profile': schema },
        }),
        `write ${schema}`,
      )
      await refused(
        send('/rest/v1/rpc/take_token', {
          method: 'POST',
          body: '{}',
          headers: { 'content-profile': schema },
        }),
        `call in ${schema}`,
      )
    }
    await refused(send('/rest/v1/transactions_2019_01'), 'a partition')
  })

  test('meets no fault with wrong types and unknown arguments of any function', async () => {
    const wrong = [
      null,
      true,
      -1,
      1e300,
      'x',
      '\u0001',
      { a: { b: [] } },
      [[[]]],
      'x'.repeat(5_000),
    ]
    for (const { name, args } of routines) {
      for (const value of wrong) {
        const body = JSON.stringify(Object.fromEntries(args.map((arg) => [arg, value])))
        await survived(
          send(`/rest/v1/rpc/${name}`, { method: 'POST', body }),
          `${name} ${body.slice(0, 80)}`,
        )
      }
      const unknown = JSON.stringify({
        ...Object.fromEntries(args.map((arg) => [arg, null])),
        uploaded_by: otherId,
      })
      await refused(
        send(`/rest/v1/rpc/${name}`, { method: 'POST', body: unknown }),
        `${name} with one argument more`,
      )
      await refused(
        send(`/rest/v1/rpc/${name}`, { method: 'POST', body: '{"a":' }),
        `${name} with half a body`,
      )
    }
  })
})

describe('Storage', () => {
  const put = (name: string, bucket = 'uploads') =>
    send(`/storage/v1/object/${bucket}/${name}`, {
      method: 'POST',
      body: 'x',
      headers: { 'content-type': 'text/csv' },
    })

  test('takes nothing into other folders or buckets, however the path is written', async () => {
    for (const name of [
      `${otherId}/x.csv`,
      `${otherId}/${otherUpload}/00000.csv`,
      `../${otherId}/x.csv`,
      `${pinkyId}/../${otherId}/x.csv`,
      `${pinkyId}/%2e%2e/${otherId}/x.csv`,
      `${pinkyId}%2f..%2f${otherId}%2fx.csv`,
      `${pinkyId}/..%5c${otherId}/x.csv`,
      `/${otherId}/x.csv`,
      `//${otherId}//x.csv`,
      `${pinkyId.toUpperCase()}/x.csv`,
      'x.csv',
      '%00',
      `${pinkyId}/${'x'.repeat(3_000)}`,
    ]) {
      await refused(put(name), name)
    }
    await refused(put(`${pinkyId}/x.csv`, 'models'), 'another bucket')
    await refused(put(`${pinkyId}/x.csv`, 'none'), 'no bucket')
    const stored =
      await desk.sql`select name from storage.objects where bucket_id <> 'models' and name <> ${`${otherId}/${otherUpload}/00000.csv`}`
    expect(stored.filter(({ name }) => !String(name).startsWith(`${pinkyId}/`))).toEqual([])
  })

  test("gives, signs, moves, copies and removes nothing of another's", async () => {
    const theirs = `${otherId}/${otherUpload}/00000.csv`
    for (const name of [theirs, `${pinkyId}/../${theirs}`, `${pinkyId}/%2e%2e/${theirs}`]) {
      await refused(send(`/storage/v1/object/uploads/${name}`), `read ${name}`)
      await refused(send(`/storage/v1/object/authenticated/uploads/${name}`), `read ${name}`)
      await refused(send(`/storage/v1/object/public/uploads/${name}`), `public ${name}`)
    }
    const sign = JSON.stringify({ expiresIn: 60 })
    await refused(
      send(`/storage/v1/object/sign/uploads/${theirs}`, { method: 'POST', body: sign }),
      'sign',
    )
    for (const verb of ['move', 'copy']) {
      const body = JSON.stringify({
        bucketId: 'uploads',
        sourceKey: theirs,
        destinationKey: `${pinkyId}/stolen.csv`,
      })
      await refused(send(`/storage/v1/object/${verb}`, { method: 'POST', body }), verb)
    }
    await survived(send(`/storage/v1/object/uploads/${theirs}`, { method: 'DELETE' }), 'delete')
    const list = await send('/storage/v1/object/list/uploads', {
      method: 'POST',
      body: JSON.stringify({ prefix: otherId, limit: 100 }),
    })
    expect(await list.json()).toEqual([])
    const back = await other.storage.from('uploads').download(theirs)
    expect(await back.data?.text()).toBe('their rows')
  })

  test('takes no file above the limit of its bucket', async () => {
    const body = new Uint8Array(17 * 1024 * 1024)
    const answer = send(`/storage/v1/object/uploads/${pinkyId}/large.csv`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'text/csv' },
    })
    await refused(answer, '17 MB')
  })
})

describe('edge functions', () => {
  test('refuse unknown fields, wrong types, broken and large bodies, and other methods', async () => {
    const bodies = [
      '',
      '{',
      '[]',
      'null',
      '"x"',
      '{"__proto__":{"uploadId":1}}',
      '{"uploadId":{"$ne":null},"partNumber":0}',
    ]
    const uploadId = crypto.randomUUID()
    for (const name of FUNCTIONS) {
      for (const body of bodies)
        await refused(send(`/functions/v1/${name}`, { method: 'POST', body }), `${name} ${body}`)
      const more = JSON.stringify({ uploadId, partNumber: 0, keepGoodRows: true, role: 'admin' })
      await refused(
        send(`/functions/v1/${name}`, { method: 'POST', body: more }),
        `${name}, unknown fields`,
      )
      await refused(
        send(`/functions/v1/${name}`, {
          method: 'POST',
          body: new Uint8Array(50 * 1024 * 1024).fill(32),
        }),
        `${name}, 50 MB`,
      )
      for (const method of ['GET', 'PUT', 'DELETE'])
        await refused(send(`/functions/v1/${name}`, { method }), `${name} ${method}`)
    }
    await refused(send('/functions/v1/none', { method: 'POST', body: '{}' }), 'no function')
    await refused(
      send('/functions/v1/../../rest/v1/', { method: 'TRACE2' }).catch(
        () => new Response(null, { status: 400 }),
      ),
      'a method of its own',
    )
  })

  test('answer a flood with 429 and Retry-After, and let others through', async () => {
    await desk.sql`update private.rate_limits set burst = 3, per_second = 0.01 where kind = 'commit-upload'`
    const body = JSON.stringify({ uploadId: crypto.randomUUID(), keepGoodRows: true })
    const answers = await Promise.all(
      Array.from({ length: 12 }, () =>
        send('/functions/v1/commit-upload', { method: 'POST', body }),
      ),
    )
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 429).length).toBe(9)
    expect(statuses.filter((status) => status === 404).length).toBe(3)
    const limited = answers.find(({ status }) => status === 429)!
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0)
    const colleague = (await other.auth.getSession()).data.session!.access_token
    const theirs = await send('/functions/v1/commit-upload', {
      method: 'POST',
      body,
      token: colleague,
    })
    expect(theirs.status).toBe(404)
  })
})

test('too many uploads begun at once are a 429 with Retry-After', async () => {
  await desk.sql`update private.rate_limits set burst = 2, per_second = 0.01 where kind = 'uploads'`
  await desk.sql`delete from private.rate_buckets where kind = 'uploads'`
  const begin = (digit: string) =>
    send('/rest/v1/rpc/create_upload', {
      method: 'POST',
      body: JSON.stringify({
        dataset_slug: 'demo',
        file_name: 'a.csv',
        file_bytes: 1,
        content_hash: digit.repeat(64),
        column_names: ['a'],
        has_labels: false,
        parts: [{ number: 0, first_line: 2, byte_count: 1 }],
      }),
    })
  expect((await begin('1')).status).toBe(200)
  expect((await begin('2')).status).toBe(200)
  const third = await begin('3')
  expect(third.status).toBe(429)
  expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await third.json()).toMatchObject({ code: 'rate_limited' })
})

test('bodies of 50 MB and broken ones are refused by REST and Auth', async () => {
  const large = new Uint8Array(50 * 1024 * 1024).fill(120)
  await refused(send('/rest/v1/rpc/list_uploads', { method: 'POST', body: large }), 'REST, 50 MB')
  await refused(
    send('/auth/v1/token?grant_type=password', { method: 'POST', body: large, token: null }),
    'Auth, 50 MB',
  )
  for (const body of ['', '{', '\u0000', '[1', '{"email":{"a":1},"password":[]}'])
    await refused(
      send('/auth/v1/token?grant_type=password', { method: 'POST', body, token: null }),
      `Auth ${body}`,
    )
})

test('a role that an admin withdraws is gone at once, with the token still good', async () => {
  const theirs = (await other.auth.getSession()).data.session!.access_token
  expect((await send('/rest/v1/datasets', { token: theirs })).status).toBe(200)
  const withdrawn = await desk.brain.rpc('set_user_role', {
    person: otherId,
    new_role: null as never,
  })
  expect(withdrawn.error).toBeNull()
  expect(await (await send('/rest/v1/datasets', { token: theirs })).json()).toEqual([])
  for (const name of FUNCTIONS) {
    const body = JSON.stringify({ uploadId: otherUpload, partNumber: 0 })
    const answer = await send(`/functions/v1/${name}`, { method: 'POST', body, token: theirs })
    expect([400, 403], name).toContain(answer.status)
  }
  const target = `/storage/v1/object/uploads/${otherId}/late.csv`
  await refused(send(target, { method: 'POST', body: 'x', token: theirs }), 'Storage')
})

test('what was refused is in the logs, with request ids and without secrets', async () => {
  const logs = path.join(desk.dataDir, 'logs')
  const text = readdirSync(logs)
    .map((file) => readFileSync(path.join(logs, file), 'utf8'))
    .join('\n')
  const refusals = text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as { room?: string; status?: number; requestId?: string })
    .filter(({ status }) => status !== undefined && status >= 400 && status < 500)
  expect(refusals.filter(({ room }) => room === 'gateway').length).toBeGreaterThan(100)
  expect(refusals.filter(({ room }) => room === 'functions').length).toBeGreaterThan(20)
  expect(refusals.every(({ requestId }) => /^[0-9a-f-]{36}$/.test(requestId ?? ''))).toBe(true)
  const secrets = [
    desk.stack.secretKey,
    desk.stack.jwtSecret,
    desk.stack.passwords.pinky,
    pinkyToken,
    new URL(desk.stack.databaseUrl).password,
  ]
  for (const secret of secrets) expect(text.includes(secret)).toBe(false)
})
