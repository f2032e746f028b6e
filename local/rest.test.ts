import type { SupabaseClient } from '@supabase/supabase-js'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Stack } from './stack.ts'
import { ANN, anonymous, BOB, service, signedIn, startTestStack } from './test-stack.ts'

let stack: Stack
let sql: postgres.Sql
let ann: SupabaseClient
let bob: SupabaseClient

beforeAll(async () => {
  stack = await startTestStack()
  sql = postgres(stack.databaseUrl, { max: 1, onnotice: () => {} })
  ;[ann, bob] = await Promise.all([signedIn(stack, ANN), signedIn(stack, BOB)])
})

afterAll(async () => {
  await sql?.end()
  await stack?.stop()
})

describe('rights', () => {
  it('keeps a revoked column revoked', async () => {
    const shown = await ann.from('vault').select('id, shown')
    expect(shown.data).toEqual([{ id: 1, shown: 'shown' }])
    const hidden = await ann.from('vault').select('hidden')
    expect(hidden).toMatchObject({ status: 403, error: { code: '42501' } })
    const [grants] = await sql`
      select has_column_privilege('authenticated', 'public.vault', 'hidden', 'select') as hidden,
             has_table_privilege('anon', 'public.notes', 'select') as anon`
    expect(grants).toEqual({ hidden: false, anon: false })
  })

  it('answers a forbidden table with 401 to nobody and 403 to somebody', async () => {
    expect(await anonymous(stack).from('notes').select()).toMatchObject({
      status: 401,
      error: { code: '42501' },
    })
    expect(await ann.rpc('forbidden')).toMatchObject({ status: 403, error: { code: '42501' } })
  })

  it('shows each person their own rows only, and the secret key all of them', async () => {
    await ann.from('notes').insert({ body: 'of Ann' })
    await bob.from('notes').insert({ body: 'of Bob' })
    expect((await ann.from('notes').select('body')).data).toEqual([{ body: 'of Ann' }])
    await sql`grant select on public.notes to service_role`
    expect((await service(stack).from('notes').select('body').order('body')).data).toEqual([
      { body: 'of Ann' },
      { body: 'of Bob' },
    ])
  })

  it('refuses a token that somebody else signed', async () => {
    const forged =
      'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJyb2xlIjoic2VydmljZV9yb2xlIn0.TmV2ZXIgc2lnbmVkIGJ5IHVzISE'
    const response = await fetch(`${stack.apiUrl}/rest/v1/notes`, {
      headers: { apikey: stack.publishableKey, authorization: `Bearer ${forged}` },
    })
    expect(response.status).toBe(401)
  })

  it('runs statements under the time limit of the role', async () => {
    expect((await ann.rpc('who_am_i')).data).toMatchObject({ user: 'authenticated', timeout: '8s' })
    expect((await anonymous(stack).rpc('who_am_i')).data).toMatchObject({
      user: 'anon',
      timeout: '3s',
      uid: null,
    })
  })

  it('runs a function under the time limit that it sets for itself', async () => {
    expect((await ann.rpc('hurried')).error).toMatchObject({ code: '57014' })
    expect((await service(stack).rpc('hurried')).error).toMatchObject({ code: '57014' })
    expect((await ann.rpc('who_am_i')).data).toMatchObject({ timeout: '8s' })
  })
})

describe('values', () => {
  it('writes every type as to_json does', async () => {
    const rows = await sql<{ row: string }[]>`
      select to_jsonb(t)::text as row from public.every_type t order by id`
    const expected = rows.map(({ row }) => JSON.parse(row))
    expect((await ann.from('every_type').select().order('id')).data).toEqual(expected)
    expect((await ann.rpc('every_type_rows')).data).toEqual(expected)
  })

  it('reads every type back as it was written', async () => {
    const { data } = await ann.from('every_type').select().eq('id', 1).single()
    const { error } = await ann.from('every_type').insert({ ...data, id: 4 })
    expect(error).toBeNull()
    const [{ same } = { same: null }] = await sql`
      select (to_jsonb(a) - 'id') = (to_jsonb(b) - 'id') as same
      from public.every_type a, public.every_type b where a.id = 1 and b.id = 4`
    expect(same).toBe(true)
  })

  it('hands rpc arguments to the function in their own types', async () => {
    const { data, error } = await ann.rpc('describe_arguments', {
      price: 12.3,
      moment: '2019-01-31T22:10:00.5Z',
      bytes: '\\x00ff10',
      document: { a: [1, { b: null }], c: 'd' },
      day: '2019-01-31',
      big: 9007199254740991,
      scores: [0.5, 1.25],
      flag: true,
      name: 'O\'Neil "☃"',
      key: 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
    })
    expect(error).toBeNull()
    expect(data).toEqual({
      price: '12.3',
      moment: '2019-01-31 22:10:00.5+00',
      bytes: '00ff10',
      document: { a: [1, { b: null }], c: 'd' },
      document_type: 'object',
      day: '2019-01-31',
      big: '9007199254740991',
      scores: '{0.5,1.25}',
      flag: true,
      name: 'O\'Neil "☃"',
      key: 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
    })
  })

  it.each([
    ['an array', [{ number: 0, first_line: 2 }], 'array'],
    ['an empty array', [], 'array'],
    ['an object', { a: '1' }, 'object'],
    ['a number', 1.5, 'number'],
    ['a boolean', false, 'boolean'],
    ['a string', 'plain', 'string'],
    ['a string of digits', '0012', 'string'],
  ])('keeps %s as a jsonb argument what it is', async (_name, document, type) => {
    const { data, error } = await ann.rpc('describe_arguments', { document })
    expect(error).toBeNull()
    expect(data).toMatchObject({ document, document_type: type })
  })

  it('takes numeric arguments given as text without loss', async () => {
    const { data } = await ann.rpc('describe_arguments', { price: '12345678901234567890.12' })
    expect(data.price).toBe('12345678901234567890.12')
  })

  it.each([
    ['a boolean', true],
    ['a number', 7],
    ['a string', 'word'],
    ['a string of digits', '0012'],
    ['an object', { a: 1 }],
    ['an array', [1, 'b']],
    ['null in an array', [null]],
  ])('stores %s in a jsonb column, in one row and in many', async (name, tags) => {
    const { error, data } = await ann
      .from('notes')
      .insert([
        { body: `${name} 1`, tags },
        { body: `${name} 2`, tags: { other: 1 } },
      ])
      .select('tags')
    expect(error).toBeNull()
    expect(data).toEqual([{ tags }, { tags: { other: 1 } }])
    expect(
      (
        await ann
          .from('notes')
          .insert({ body: `${name} 3`, tags })
          .select('tags')
          .single()
      ).data,
    ).toEqual({ tags })
  })

  it('fills columns that a row of a bulk insert leaves out, and reports what it stored', async () => {
    const rows = [{ body: 'uneven 1', tags: 1, is_pinned: true }, { body: 'uneven 2' }]
    const asked = await ann
      .from('notes')
      .insert(rows, { defaultToNull: false })
      .select('body, tags, is_pinned')
    expect(asked.data).toEqual([rows[0], { body: 'uneven 2', tags: null, is_pinned: false }])
    const others = [{ body: 'uneven 3', is_pinned: true }, { body: 'uneven 4' }]
    expect((await ann.from('notes').insert(others)).error).toMatchObject({ code: '23502' })
  })

  it('updates and upserts json columns', async () => {
    await sql`grant update on public.notes to authenticated`
    await sql`create policy "Change own" on public.notes for update to authenticated using (owner = auth.uid())`
    await ann.from('notes').insert({ body: 'changing', tags: { a: 1 } })
    const updated = await ann
      .from('notes')
      .update({ tags: '0012' })
      .eq('body', 'changing')
      .select('tags')
      .single()
    expect(updated.data).toEqual({ tags: '0012' })
    const upserted = await ann
      .from('notes')
      .upsert({ body: 'changing', tags: true }, { onConflict: 'owner,body' })
      .select('tags')
      .single()
    expect(upserted).toMatchObject({ error: null, data: { tags: true } })
  })
})

describe('failures', () => {
  it.each([
    ['P0001', 400],
    ['23505', 409],
    ['23503', 409],
    ['23514', 400],
    ['22023', 400],
    ['42501', 403],
    ['40001', 500],
    ['53300', 503],
    ['57014', 500],
    ['28000', 403],
    ['PT402', 402],
    ['PT409', 409],
    ['FD001', 400],
  ])('answers a raised %s with status %i and the whole message', async (code, status) => {
    const { status: answered, error } = await ann.rpc('fail_with', { code })
    expect(error).toMatchObject({
      code,
      message: 'It went wrong.',
      details: 'The detail.',
      hint: 'The hint.',
    })
    expect(answered).toBe(status)
  })

  it('answers broken constraints with their codes', async () => {
    await ann.from('notes').insert({ body: 'twice' })
    expect(await ann.from('notes').insert({ body: 'twice' })).toMatchObject({
      status: 409,
      error: { code: '23505' },
    })
    expect(await ann.from('notes').insert({ body: '' })).toMatchObject({
      status: 400,
      error: { code: '23514' },
    })
    expect(await ann.from('every_type').insert({ id: 9, price: 'much' })).toMatchObject({
      status: 400,
      error: { code: '22P02' },
    })
  })

  it('answers an unknown table, function and column as PostgREST does', async () => {
    expect(await ann.from('nothing').select()).toMatchObject({
      status: 404,
      error: { code: 'PGRST205' },
    })
    expect(await ann.rpc('nothing')).toMatchObject({ status: 404, error: { code: 'PGRST202' } })
    expect(await ann.from('notes').select('nothing')).toMatchObject({
      status: 400,
      error: { code: '42703' },
    })
  })
})

describe('the schema', () => {
  it('is read again after a change, without being asked', async () => {
    await sql`create table public.latecomers (id int primary key)`
    await sql`grant select on public.latecomers to authenticated`
    await expect.poll(async () => (await ann.from('latecomers').select()).status).toBe(200)
    await sql`drop table public.latecomers`
    await expect.poll(async () => (await ann.from('latecomers').select()).status).toBe(404)
  })

  it('is read again on `notify pgrst`', async () => {
    await sql`alter event trigger local_stack_ddl_end disable`
    await sql`create function public.newcomer() returns int language sql as 'select 1'`
    expect((await ann.rpc('newcomer')).status).toBe(404)
    await sql`notify pgrst, 'reload schema'`
    await expect.poll(async () => (await ann.rpc('newcomer')).data).toBe(1)
    await sql`alter event trigger local_stack_ddl_end enable`
  })

  it('offers the schema public and no other', async () => {
    const { error } = await ann
      .schema('auth' as 'public')
      .from('users')
      .select()
    expect(error).toMatchObject({ code: 'PGRST106' })
  })

  it('cuts answers at 1,000 rows and counts the rest', async () => {
    await sql`create table public.numbers as select generate_series(1, 1500) as n`
    await sql`alter table public.numbers enable row level security`
    await sql`create policy "All" on public.numbers for select to authenticated using (true)`
    await expect.poll(async () => (await ann.from('numbers').select()).data?.length).toBe(1_000)
    expect((await ann.from('numbers').select('*', { count: 'exact', head: true })).count).toBe(
      1_500,
    )
  })
})
