import { readFileSync } from 'node:fs'
import path from 'node:path'
import { createClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FraudDeskClient } from '../../lib/supabase/server-client.ts'
import { openTestStack, type TestStack } from '../ingest/test-stack.ts'

// People come in by an admin's invitation and by no other way, and what their links hold is kept nowhere.

const PASSWORD = 'a password of my own'
let desk: TestStack

beforeAll(async () => {
  desk = await openTestStack()
})

afterAll(async () => await desk?.close())

type Answer = {
  status: number
  data: { person: string; link: { type: 'invite' | 'recovery'; tokenHash: string } } | null
  error: { code: string; message: string } | null
  headers: Headers
}

async function ask(client: FraudDeskClient, body: unknown): Promise<Answer> {
  const { session } = (await client.auth.getSession()).data
  const response = await fetch(`${desk.stack.apiUrl}/functions/v1/invite-person`, {
    method: 'POST',
    headers: {
      apikey: desk.stack.publishableKey,
      authorization: `Bearer ${session?.access_token}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  })
  const answer = (await response.json()) as Partial<Answer>
  const { data = null, error = null } = answer
  return { data, error, status: response.status, headers: response.headers }
}

function visitor() {
  return createClient(desk.stack.apiUrl, desk.stack.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  })
}

async function follow(link: { type: 'invite' | 'recovery'; tokenHash: string }) {
  const client = visitor()
  const { error } = await client.auth.verifyOtp({ type: link.type, token_hash: link.tokenHash })
  return { client, error }
}

test('an invited person joins with the role that was given, and nothing keeps the link', async () => {
  const invited = await ask(desk.brain, { email: 'New@Desk.test', role: 'analyst' })
  expect(invited).toMatchObject({ status: 200, data: { link: { type: 'invite' } } })
  const { person, link } = invited.data!
  const pending = (await desk.brain.rpc('list_people')).data as {
    id: string
    invitation: unknown
  }[]
  expect(pending.find(({ id }) => id === person)).toMatchObject({
    email: 'new@desk.test',
    role: 'analyst',
    invitation: { invitedBy: 'brain@fraud-desk.test', sentAt: expect.any(String) },
  })

  const { client, error } = await follow(link)
  expect(error).toBeNull()
  expect((await client.auth.updateUser({ password: PASSWORD })).error).toBeNull()
  expect((await client.rpc('my_session')).data).toMatchObject([{ role: 'analyst' }])
  expect((await client.rpc('list_people')).error?.code).toBe('42501')
  expect((await follow(link)).error?.code).toBe('otp_expired')

  const [event] = await desk.sql`
    select events.payload, users.email as actor from public.events join auth.users on users.id = actor
    where kind = 'person_invited'`
  expect(event).toEqual({
    payload: { person, email: 'new@desk.test', role: 'analyst' },
    actor: 'brain@fraud-desk.test',
  })
  const tables = await desk.sql<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')`
  for (const { name } of tables) {
    const found = await desk.sql.unsafe(
      `select 1 from ${name} as held where held::text like '%' || $1 || '%' limit 1`,
      [link.tokenHash],
    )
    expect(found, name).toEqual([])
  }
  for (const log of ['api.log', 'functions.log']) {
    const lines = readFileSync(path.join(desk.dataDir, 'logs', log), 'utf8')
    expect(lines, log).not.toContain(link.tokenHash)
  }
})

test('who lost the password gets a link that ends all other sessions', async () => {
  const analyst = await desk.addAnalyst('forgetful@desk.test')
  const id = (await analyst.auth.getUser()).data.user!.id
  const { data } = await ask(desk.brain, { person: id })
  expect(data?.link.type).toBe('recovery')
  const { client } = await follow(data!.link)
  expect((await client.auth.updateUser({ password: PASSWORD })).error).toBeNull()
  expect((await analyst.auth.refreshSession()).error).not.toBeNull()
  const signIn = { email: 'forgetful@desk.test', password: PASSWORD }
  expect((await visitor().auth.signInWithPassword(signIn)).error).toBeNull()
})

test('a withdrawn invitation opens nothing, and the address can be invited again', async () => {
  const { data } = await ask(desk.brain, { email: 'wrong@desk.test', role: 'admin' })
  const renewed = await ask(desk.brain, { person: data!.person })
  expect(renewed.data?.link.type).toBe('invite')
  expect((await follow(data!.link)).error?.code).toBe('otp_expired')
  const withdrawn = await desk.brain.rpc('withdraw_invitation', { person: data!.person })
  expect(withdrawn.error).toBeNull()
  expect((await follow(renewed.data!.link)).error?.code).toBe('otp_expired')
  expect((await ask(desk.brain, { person: data!.person })).error?.code).toBe('person_not_found')
  const again = await ask(desk.brain, { email: 'wrong@desk.test', role: 'analyst' })
  expect(again.status).toBe(200)
  const [row] =
    await desk.sql`select role from public.user_roles where user_id = ${again.data!.person}`
  expect(row).toEqual({ role: 'analyst' })
})

test('a half-made account is completed, and who is here is not invited again', async () => {
  await desk.service.auth.admin.generateLink({ type: 'invite', email: 'half@desk.test' })
  expect((await ask(desk.brain, { email: 'half@desk.test', role: 'analyst' })).status).toBe(200)
  for (const email of ['half@desk.test', 'pinky@fraud-desk.test', 'BRAIN@fraud-desk.test']) {
    const { status, error } = await ask(desk.brain, { email, role: 'admin' })
    expect({ status, code: error?.code }, email).toEqual({ status: 409, code: 'account_exists' })
  }
  const [row] = await desk.sql`
    select user_roles.role from public.user_roles join auth.users on id = user_id where email = 'pinky@fraud-desk.test'`
  expect(row).toEqual({ role: 'analyst' })
})

test('an analyst, a withdrawn admin and a flood are refused', async () => {
  const before = await desk.sql`select count(*) from auth.users`
  const body = { email: 'smuggled@desk.test', role: 'admin' }
  expect(await ask(desk.pinky, body)).toMatchObject({
    status: 403,
    error: { code: 'not_allowed', message: 'Only admins invite people.' },
  })
  const other = await desk.addAnalyst('second-admin@desk.test')
  const id = (await other.auth.getUser()).data.user!.id
  const floodOf = async () => {
    for (let calls = 0; calls < 60; calls += 1) {
      const answer = await ask(other, { email: 'no address', role: 'analyst' })
      if (answer.status === 429) return answer
    }
    return null
  }
  await desk.sql`update public.user_roles set role = 'admin' where user_id = ${id}`
  const flooded = await floodOf()
  expect(flooded?.error?.code).toBe('rate_limited')
  expect(Number(flooded?.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await ask(desk.brain, { email: 'no address', role: 'analyst' })).status).toBe(422)
  await desk.sql`update public.user_roles set role = 'analyst' where user_id = ${id}`
  expect([403, 429]).toContain((await ask(other, body)).status)
  const after =
    await desk.sql`select count(*) from auth.users where email <> 'second-admin@desk.test'`
  expect(after).toEqual(before)
})
