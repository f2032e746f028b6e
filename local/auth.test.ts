import { decodeJwt } from 'jose'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepDemoPasswords } from './demo-passwords.ts'
import type { Stack } from './stack.ts'
import { ANN, anonymous, BOB, signedIn, startTestStack } from './test-stack.ts'

let stack: Stack

beforeAll(async () => {
  stack = await startTestStack()
})

afterAll(async () => {
  await stack?.stop()
})

describe('signing in', () => {
  it('gives a token with the claims of a hosted project', async () => {
    const client = await signedIn(stack, ANN)
    const { data } = await client.auth.getSession()
    const claims = decodeJwt(data.session?.access_token ?? '')
    expect(claims).toMatchObject({
      iss: `${stack.apiUrl}/auth/v1`,
      sub: '11111111-1111-4111-8111-111111111111',
      aud: 'authenticated',
      role: 'authenticated',
      email: ANN,
      app_metadata: { provider: 'email', providers: ['email'], team: 'blue' },
      user_metadata: {},
      aal: 'aal1',
      is_anonymous: false,
      session_id: expect.any(String),
    })
    expect((await client.rpc('who_am_i')).data.claims.app_metadata.team).toBe('blue')
  })

  it('keeps these claims when the session is refreshed', async () => {
    const client = await signedIn(stack, ANN)
    const before = (await client.auth.getSession()).data.session
    const { data, error } = await client.auth.refreshSession()
    expect(error).toBeNull()
    expect(data.session?.refresh_token).not.toBe(before?.refresh_token)
    expect(decodeJwt(data.session?.access_token ?? '').app_metadata).toMatchObject({ team: 'blue' })
  })

  it('verifies tokens with getClaims and getUser', async () => {
    const client = await signedIn(stack, BOB)
    expect((await client.auth.getClaims()).data?.claims.email).toBe(BOB)
    expect((await client.auth.getUser()).data.user?.email).toBe(BOB)
  })

  it('refuses a wrong password and an unknown person in the same words', async () => {
    const client = anonymous(stack)
    const wrong = await client.auth.signInWithPassword({ email: ANN, password: 'wrong-password' })
    const unknown = await client.auth.signInWithPassword({
      email: 'x@example.test',
      password: 'wrong',
    })
    expect(wrong.error).toMatchObject({ status: 400, code: 'invalid_credentials' })
    expect(unknown.error?.message).toBe(wrong.error?.message)
  })

  it('slows down whoever guesses one person’s password, and nobody else', async () => {
    const client = anonymous(stack)
    const guess = () => client.auth.signInWithPassword({ email: BOB, password: 'guess' })
    // All at once: none of them waits for what became of the others.
    const tries = await Promise.all(Array.from({ length: 32 }, guess))
    const statuses = tries.map(({ error }) => error?.status).sort()
    expect(statuses).toEqual([...Array(30).fill(400), 429, 429])
    expect((await guess()).error).toMatchObject({ status: 429, code: 'over_request_rate_limit' })
    await expect(signedIn(stack, BOB)).rejects.toMatchObject({ status: 429 })
    await expect(signedIn(stack, ANN)).resolves.toBeDefined()
  })
})

describe('signing up and out', () => {
  it('is closed to everybody from outside', async () => {
    const client = anonymous(stack)
    const password = 'long enough to be good'
    expect((await client.auth.signUp({ email: 'new@example.test', password })).error?.code).toBe(
      'signup_disabled',
    )
    expect((await client.auth.signInAnonymously()).error).not.toBeNull()
    await client.auth.signInWithOtp({ email: 'new@example.test' })
    const sql = postgres(stack.databaseUrl, { max: 1 })
    expect(await sql`select email from auth.users order by email`).toEqual([
      { email: ANN },
      { email: BOB },
    ])
    await sql.end()
  })

  it('ends the session: getUser and refresh fail afterwards', async () => {
    const client = await signedIn(stack, ANN)
    const session = (await client.auth.getSession()).data.session
    await client.auth.signOut()
    const response = await fetch(`${stack.apiUrl}/auth/v1/user`, {
      headers: { apikey: stack.publishableKey, authorization: `Bearer ${session?.access_token}` },
    })
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ error_code: 'session_not_found' })
    const refreshed = await anonymous(stack).auth.refreshSession({
      refresh_token: session?.refresh_token ?? '',
    })
    expect(refreshed.error).not.toBeNull()
  })
})

describe('the people of the demo', () => {
  it('have the passwords of their data folder, also after a backup brought others', async () => {
    const sql = postgres(stack.databaseUrl, { max: 1 })
    const brain = 'brain@fraud-desk.test'
    await sql`update auth.users set email = ${brain}, encrypted_password = 'of a backup' where email = ${BOB}`
    const [ann] = await sql`select encrypted_password from auth.users where email = ${ANN}`
    const enter = () =>
      anonymous(stack).auth.signInWithPassword({ email: brain, password: stack.passwords.brain })
    expect((await enter()).error).not.toBeNull()
    const passwords = {
      pinkyPassword: stack.passwords.pinky,
      brainPassword: stack.passwords.brain,
    }
    await keepDemoPasswords(sql, passwords)
    expect((await enter()).error).toBeNull()
    const [kept] = await sql`select encrypted_password from auth.users where email = ${brain}`
    await keepDemoPasswords(sql, passwords)
    expect(await sql`select encrypted_password from auth.users order by email = ${brain}`).toEqual([
      ann,
      kept,
    ])
    await sql.end()
  })
})
