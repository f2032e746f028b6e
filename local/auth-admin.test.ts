import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { decodeJwt } from 'jose'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Stack } from './stack.ts'
import { ANN, anonymous, BOB, service, signedIn, startTestStack } from './test-stack.ts'

let stack: Stack
let sql: postgres.Sql
let admin: SupabaseClient['auth']['admin']

beforeAll(async () => {
  stack = await startTestStack()
  sql = postgres(stack.databaseUrl, { max: 2, onnotice: () => {} })
  admin = service(stack).auth.admin
})

afterAll(async () => {
  await sql?.end({ timeout: 1 })
  await stack?.stop()
})

const PASSWORD = 'a long enough password'

async function makeLink(type: 'invite' | 'recovery', email: string) {
  const { data, error } = await admin.generateLink({ type, email })
  if (error) throw error
  return { token: data.properties.hashed_token, user: data.user, properties: data.properties }
}

/** What somebody with the link does, in a browser of their own. */
async function follow(type: 'invite' | 'recovery', token_hash: string) {
  const client = anonymous(stack)
  return { client, ...(await client.auth.verifyOtp({ type, token_hash })) }
}

/** A request to Auth as it is, without the client's help. */
function send(path: string, method: string, headers: Record<string, string>, body?: BodyInit) {
  return fetch(`${stack.apiUrl}/auth/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body }),
  })
}

describe('an invitation', () => {
  it('makes a person who cannot sign in, and a link that lets them choose a password', async () => {
    const { token, user, properties } = await makeLink('invite', 'New@Example.test')
    expect(user).toMatchObject({
      email: 'new@example.test',
      aud: 'authenticated',
      role: 'authenticated',
      app_metadata: { provider: 'email', providers: ['email'] },
      invited_at: expect.any(String),
      confirmation_sent_at: expect.any(String),
      identities: [{ provider: 'email', user_id: user.id }],
    })
    expect(user.email_confirmed_at).toBeUndefined()
    expect(properties.verification_type).toBe('invite')
    expect(new URL(properties.action_link).searchParams.get('token')).toBe(token)
    const early = await anonymous(stack).auth.signInWithPassword({
      email: 'new@example.test',
      password: '',
    })
    expect(early.error?.status).toBe(400)

    const { client, data, error } = await follow('invite', token)
    expect(error).toBeNull()
    expect(data.user).toMatchObject({ id: user.id, email_confirmed_at: expect.any(String) })
    expect(decodeJwt(data.session?.access_token ?? '')).toMatchObject({
      sub: user.id,
      role: 'authenticated',
      app_metadata: { provider: 'email' },
    })
    const short = await client.auth.updateUser({ password: 'short' })
    expect(short.error).toMatchObject({ status: 422, code: 'weak_password' })
    expect((await client.auth.updateUser({ password: PASSWORD })).error).toBeNull()
    const signIn = { email: 'new@example.test', password: PASSWORD }
    expect((await anonymous(stack).auth.signInWithPassword(signIn)).error).toBeNull()
  })

  it('works once, also for two at the same moment', async () => {
    const { token } = await makeLink('invite', 'once@example.test')
    const both = await Promise.all([follow('invite', token), follow('invite', token)])
    expect(both.map(({ error }) => error?.code ?? 'in').sort()).toEqual(['in', 'otp_expired'])
    const again = await follow('invite', token)
    expect(again.error).toMatchObject({
      status: 403,
      code: 'otp_expired',
      message: 'Email link is invalid or has expired',
    })
  })

  it('is replaced by a newer one until it was accepted, and refused afterwards', async () => {
    const first = await makeLink('invite', 'twice@example.test')
    const second = await makeLink('invite', 'twice@example.test')
    expect(second.user.id).toBe(first.user.id)
    expect((await follow('invite', first.token)).error?.code).toBe('otp_expired')
    expect((await follow('invite', second.token)).error).toBeNull()
    const third = await admin.generateLink({ type: 'invite', email: 'twice@example.test' })
    expect(third.error).toMatchObject({ status: 422, code: 'email_exists' })
    const mailed = await admin.inviteUserByEmail(ANN)
    expect(mailed.error).toMatchObject({ status: 422, code: 'email_exists' })
  })

  it('is sent by mail, which the local stack writes to its log', async () => {
    const { data, error } = await admin.inviteUserByEmail('mailed@example.test')
    expect(error).toBeNull()
    expect(data.user).toMatchObject({
      email: 'mailed@example.test',
      invited_at: expect.any(String),
    })
  })

  it.each(['', 'nobody', 'a@b', 'a b@example.test', `${'a'.repeat(300)}@example.test`])(
    'is refused for the address %j',
    async (email) => {
      const { error } = await admin.generateLink({ type: 'invite', email })
      expect(error).toMatchObject({ status: 400, code: 'validation_failed' })
    },
  )
})

describe('a link for a new password', () => {
  it('signs in once, and a new password ends the other sessions', async () => {
    const before = await signedIn(stack, BOB)
    const { token } = await makeLink('recovery', BOB)
    const { client, error } = await follow('recovery', token)
    expect(error).toBeNull()
    expect((await follow('recovery', token)).error).toMatchObject({ code: 'otp_expired' })
    const same = await client.auth.updateUser({ password: stack.passwords.brain })
    expect(same.error).toMatchObject({ status: 422, code: 'same_password' })
    const later = await makeLink('recovery', BOB)
    expect((await client.auth.updateUser({ password: PASSWORD })).error).toBeNull()
    expect((await client.auth.refreshSession()).error).toBeNull()
    expect((await before.auth.refreshSession()).error).not.toBeNull()
    expect((await before.auth.getUser()).error).not.toBeNull()
    expect((await follow('recovery', later.token)).error?.code).toBe('otp_expired')
  })

  it('is not made for a stranger', async () => {
    const { error } = await admin.generateLink({ type: 'recovery', email: 'x@example.test' })
    expect(error).toMatchObject({ status: 404, code: 'user_not_found' })
  })
})

describe('a link', () => {
  it('expires after a day', async () => {
    const { token, user } = await makeLink('invite', 'late@example.test')
    await sql`
      update local_stack.link_tokens set created_at = now() - interval '24 hours 1 second'
      where user_id = ${user.id}`
    expect((await follow('invite', token)).error?.code).toBe('otp_expired')
    const { data } = await admin.getUserById(user.id)
    expect(data.user?.email_confirmed_at).toBeUndefined()
  })

  it('is of one kind only', async () => {
    const { token } = await makeLink('recovery', ANN)
    for (const type of ['invite', 'signup', 'magiclink', 'email', 'email_change', 'nonsense']) {
      const { error } = await anonymous(stack).auth.verifyOtp({
        type: type as 'invite', // whatever a program may send
        token_hash: token,
      })
      expect(error?.status, type).toBeGreaterThanOrEqual(400)
      expect(error?.status, type).toBeLessThan(500)
    }
    expect((await follow('recovery', token)).error).toBeNull()
  })

  it('lies in the database as a hash that opens nothing', async () => {
    const { token, user, properties } = await makeLink('invite', 'hashed@example.test')
    const [row] = await sql<{ person: string; stored: string }[]>`
      select to_jsonb(users)::text as person, stored_hash as stored
      from auth.users join local_stack.link_tokens on user_id = id where id = ${user.id}`
    for (const secret of [token, properties.email_otp]) {
      expect(row?.person).not.toContain(secret)
      expect(row?.stored).not.toContain(secret)
    }
    for (const type of ['invite', 'signup', 'magiclink', 'recovery'] as const) {
      const stolen = await anonymous(stack).auth.verifyOtp({ type, token_hash: row!.stored })
      expect(stolen.error?.status, type).toBe(403)
    }
  })

  it('can be typed as address and code', async () => {
    const { properties } = await makeLink('invite', 'typed@example.test')
    const verify = (email: string) =>
      anonymous(stack).auth.verifyOtp({ type: 'invite', email, token: properties.email_otp })
    expect((await verify('other@example.test')).error?.status).toBe(403)
    expect((await verify('Typed@example.test')).error).toBeNull()
  })
})

describe('people', () => {
  it('are listed, read and deleted, with their sessions and links', async () => {
    const { token, user } = await makeLink('invite', 'leaving@example.test')
    const { data } = await admin.listUsers({ page: 1, perPage: 100 })
    expect(data.users.map(({ email }) => email)).toEqual(expect.arrayContaining([ANN, user.email]))
    expect((await admin.getUserById(user.id)).data.user?.email).toBe('leaving@example.test')
    expect((await admin.deleteUser(user.id)).error).toBeNull()
    expect((await admin.getUserById(user.id)).error).toMatchObject({ status: 404 })
    expect((await admin.deleteUser(user.id)).error).toMatchObject({ code: 'user_not_found' })
    expect((await follow('invite', token)).error?.code).toBe('otp_expired')
  })

  it('cannot be asked for in ways that make no sense', async () => {
    const headers = { apikey: stack.secretKey }
    for (const path of ['/admin/users/7', '/admin/users?page=-1', '/admin/users?per_page=1e9']) {
      const { status } = await send(path, 'GET', headers)
      expect(status, path).toBeGreaterThanOrEqual(400)
      expect(status, path).toBeLessThan(500)
    }
    expect((await send('/admin/audit', 'GET', headers)).status).toBe(404)
  })
})

describe('a stranger', () => {
  const BODY = JSON.stringify({ type: 'invite', email: 'smuggled@example.test' })
  const DOORS = [
    ['POST', '/invite'],
    ['POST', '/admin/generate_link'],
    ['POST', '/admin/users'],
    ['GET', '/admin/users'],
    ['DELETE', '/admin/users/11111111-1111-4111-8111-111111111111'],
    ['POST', '/admin/../admin/generate_link'],
    ['POST', '/%61dmin/generate_link'],
  ] as const

  it('gets through no door, with no key, the publishable one or a person’s token', async () => {
    const { data } = await (await signedIn(stack, ANN)).auth.getSession()
    const authorization = `Bearer ${data.session?.access_token}`
    const attempts: Record<string, Record<string, string>> = {
      nothing: {},
      publishable: { apikey: stack.publishableKey },
      person: { apikey: stack.publishableKey, authorization },
      'person with the secret key beside': { apikey: stack.secretKey, authorization },
      'a wrong secret': { apikey: `${stack.secretKey.slice(0, -1)}x` },
      'as a bearer': { authorization: `Bearer ${stack.publishableKey}` },
    }
    for (const [who, headers] of Object.entries(attempts)) {
      for (const [method, path] of DOORS) {
        const answer = await send(path, method, headers, method === 'GET' ? undefined : BODY)
        expect([401, 403, 404], `${who} ${path}`).toContain(answer.status)
      }
    }
    expect(await sql`select 1 from auth.users where email = 'smuggled@example.test'`).toEqual([])
    expect(await sql`select 1 from auth.users where email = ${ANN}`).toHaveLength(1)
  })

  it('sends nonsense and floods of bytes, and is refused', async () => {
    const headers = { apikey: stack.secretKey }
    for (const body of [
      '',
      '[',
      '[]',
      'null',
      '7',
      '{"type":7,"email":{}}',
      '{"email":"a@b.test"}',
    ]) {
      const answer = await send('/admin/generate_link', 'POST', headers, body)
      expect(answer.status, body).toBe(400)
    }
    const verify = { apikey: stack.publishableKey }
    for (const body of ['', '[]', '{"type":"invite"}', '{"type":"invite","token_hash":{}}']) {
      expect((await send('/verify', 'POST', verify, body)).status, body).toBe(400)
    }
    const huge = 'x'.repeat(50 * 1024 * 1024)
    for (const [path, key] of [
      ['/admin/generate_link', stack.secretKey],
      ['/verify', stack.publishableKey],
    ] as const) {
      const sent = send(path, 'POST', { apikey: key }, huge)
      // The connection may be cut before all of it was sent.
      expect(await sent.then(({ status }) => status).catch(() => 413), path).toBe(413)
    }
    expect((await signedIn(stack, ANN)) !== null).toBe(true)
  })

  it('still signs nobody up', async () => {
    const client = createClient(stack.apiUrl, stack.publishableKey)
    const { error } = await client.auth.signUp({ email: 'up@example.test', password: PASSWORD })
    expect(error?.code).toBe('signup_disabled')
  })
})
