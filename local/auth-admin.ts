import { createHash, timingSafeEqual } from 'node:crypto'
import type postgres from 'postgres'
import { authFault } from './auth-fault.ts'
import { type AuthRequest, parseObject } from './auth-request.ts'
import { createLinkToken, type LinkKind } from './link-tokens.ts'
import { describeLine } from './request-scope.ts'

/** What the admin routes need. */
export type AuthAdminSettings = {
  sql: postgres.Sql
  secretKey: string
  issuer: string
  siteUrl: string
  /** Takes what would be mailed. */
  log: { write(line: string): unknown }
}

const ALREADY_REGISTERED = 'A user with this email address has already been registered'
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** As lax as GoTrue's check of the format; whether the address exists, the mail will tell. */
const ADDRESS = /^[^\s@"<>(),;:\\[\]]{1,64}@[a-z0-9.-]+\.[a-z0-9-]{2,}$/i

/** True for what only the secret key may ask for. */
export function isAdminPath(pathname: string): boolean {
  return /^\/auth\/v1\/(admin|invite|generate_link)(\/|$)/.test(pathname)
}

/**
 * Answers the part of GoTrue's admin API that lite lacks and the product uses: invitations, links, reading and
 * deleting people. The rest is 404 instead of pretended.
 */
export async function answerAuthAdmin(
  request: AuthRequest,
  settings: AuthAdminSettings,
): Promise<Response> {
  const refusal = refuseStranger(request.headers, settings.secretKey)
  if (refusal !== null) return refusal
  const { method, url } = request
  const path = url.pathname.slice('/auth/v1'.length).replace(/\/$/, '')
  if (method === 'POST' && path === '/invite') return invite(request, settings)
  if (method === 'POST' && path === '/admin/generate_link') return generateLink(request, settings)
  if (method === 'GET' && path === '/admin/users') return listUsers(url.searchParams, settings.sql)
  const id = /^\/admin\/users\/([^/]+)$/.exec(path)?.[1]
  if (id !== undefined && (method === 'GET' || method === 'DELETE')) {
    if (!UUID.test(id)) return authFault(404, 'validation_failed', 'user_id must be an UUID')
    return method === 'GET' ? getUser(id, settings.sql) : deleteUser(request, id, settings.sql)
  }
  return authFault(404, 'not_found', `The local stack has no ${method} ${path}.`)
}

/** Only the secret key itself is let in, and only without anybody's token beside it. */
function refuseStranger(headers: Headers, secretKey: string): Response | null {
  const bearer = headers.get('authorization')?.match(/^Bearer\s+(\S+)$/i)?.[1]
  const key = headers.get('apikey') ?? bearer
  if (key == null)
    return authFault(401, 'no_authorization', 'This endpoint requires a valid Bearer token')
  const isSecret = (given: string) => equalTexts(given, secretKey)
  if (isSecret(key) && (bearer === undefined || isSecret(bearer))) return null
  return authFault(403, 'not_admin', 'User not allowed')
}

function equalTexts(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}

async function invite(request: AuthRequest, settings: AuthAdminSettings): Promise<Response> {
  const email = readAddress(parseObject(request.body))
  if (email instanceof Response) return email
  const user = await findOrCreateInvited(settings.sql, email)
  if (user === null) return authFault(422, 'email_exists', ALREADY_REGISTERED)
  const { hashedToken } = await createLinkToken(settings.sql, user, 'invite')
  const redirectTo = allowedRedirect(request.url.searchParams.get('redirect_to'), settings.siteUrl)
  const link = actionLink(settings.issuer, hashedToken, 'invite', redirectTo)
  settings.log.write(describeLine('info', `Mail to ${email}: You have been invited. ${link}`))
  return Response.json(await readUser(settings.sql, user.id))
}

async function generateLink(request: AuthRequest, settings: AuthAdminSettings): Promise<Response> {
  const { sql } = settings
  const sent = parseObject(request.body)
  const email = readAddress(sent)
  if (email instanceof Response) return email
  const kind = sent?.type
  if (kind !== 'invite' && kind !== 'recovery') {
    return authFault(400, 'validation_failed', `Invalid email action link type requested: ${kind}`)
  }
  const user =
    kind === 'invite' ? await findOrCreateInvited(sql, email) : await findUser(sql, email)
  if (user === null) {
    return kind === 'invite'
      ? authFault(422, 'email_exists', ALREADY_REGISTERED)
      : authFault(404, 'user_not_found', 'User with this email not found')
  }
  const { otp, hashedToken } = await createLinkToken(sql, user, kind)
  if (kind === 'recovery') {
    await sql`update auth.users set recovery_sent_at = now() where id = ${user.id}`
  }
  const redirectTo = allowedRedirect(sent?.redirect_to, settings.siteUrl)
  return Response.json({
    ...(await readUser(sql, user.id)),
    action_link: actionLink(settings.issuer, hashedToken, kind, redirectTo),
    email_otp: otp,
    hashed_token: hashedToken,
    verification_type: kind,
    redirect_to: redirectTo,
  })
}

type KnownUser = { id: string; email: string }

async function findUser(sql: postgres.Sql, email: string): Promise<KnownUser | null> {
  const [user] = await sql<KnownUser[]>`select id, email from auth.users where email = ${email}`
  return user ?? null
}

/** Somebody who is invited now, made where there was nobody; null for somebody who joined already. */
async function findOrCreateInvited(sql: postgres.Sql, email: string): Promise<KnownUser | null> {
  return await sql.begin(async (transaction) => {
    await transaction`
      insert into auth.users (id, aud, role, email, raw_app_meta_data, raw_user_meta_data)
      values (
        gen_random_uuid(), 'authenticated', 'authenticated', ${email},
        '{"provider": "email", "providers": ["email"]}', '{}'
      )
      on conflict (email) where is_sso_user = false do nothing`
    const [user] = await transaction<KnownUser[]>`
      update auth.users set invited_at = now(), confirmation_sent_at = now(), updated_at = now()
      where email = ${email} and email_confirmed_at is null
      returning id, email`
    if (user === undefined) return null
    await transaction`
      insert into auth.identities (id, provider, provider_id, user_id, identity_data)
      values (
        gen_random_uuid(), 'email', ${user.id}, ${user.id},
        jsonb_build_object(
          'sub', ${user.id}::text, 'email', ${email}::text, 'email_verified', false, 'phone_verified', false
        )
      )
      on conflict (provider, provider_id) do nothing`
    return user
  })
}

async function listUsers(query: URLSearchParams, sql: postgres.Sql): Promise<Response> {
  const page = readCount(query.get('page'), 1)
  const perPage = readCount(query.get('per_page'), 50)
  if (page === null || perPage === null) {
    return authFault(400, 'validation_failed', 'Bad Pagination Parameters')
  }
  const rows = await sql<{ id: string; total: number }[]>`
    select id, count(*) over ()::integer as total from auth.users
    order by created_at desc, id limit ${perPage} offset ${(page - 1) * perPage}`
  const users = await Promise.all(rows.map(({ id }) => readUser(sql, id)))
  return Response.json(
    { users, aud: 'authenticated' },
    { headers: { 'x-total-count': String(rows[0]?.total ?? 0) } },
  )
}

async function getUser(id: string, sql: postgres.Sql): Promise<Response> {
  const user = await readUser(sql, id)
  return user === null ? authFault(404, 'user_not_found', 'User not found') : Response.json(user)
}

async function deleteUser(request: AuthRequest, id: string, sql: postgres.Sql): Promise<Response> {
  if (parseObject(request.body)?.should_soft_delete === true) {
    return authFault(400, 'validation_failed', 'The local stack deletes people for good only.')
  }
  try {
    const deleted = await sql`delete from auth.users where id = ${id} returning id`
    return deleted.length === 1
      ? Response.json({})
      : authFault(404, 'user_not_found', 'User not found')
  } catch {
    return authFault(500, 'unexpected_failure', 'Database error deleting user')
  }
}

/** A person as GoTrue tells of them. */
async function readUser(sql: postgres.Sql, id: string): Promise<Record<string, unknown> | null> {
  const [row] = await sql<{ person: Record<string, unknown> }[]>`
    select jsonb_strip_nulls(jsonb_build_object(
      'id', users.id, 'aud', users.aud, 'role', users.role, 'email', users.email,
      'phone', coalesce(users.phone, ''), 'invited_at', users.invited_at,
      'confirmation_sent_at', users.confirmation_sent_at, 'confirmed_at', users.confirmed_at,
      'email_confirmed_at', users.email_confirmed_at, 'recovery_sent_at', users.recovery_sent_at,
      'last_sign_in_at', users.last_sign_in_at, 'app_metadata', users.raw_app_meta_data,
      'user_metadata', users.raw_user_meta_data, 'is_anonymous', users.is_anonymous,
      'created_at', users.created_at, 'updated_at', users.updated_at,
      'identities', (
        select coalesce(jsonb_agg(jsonb_build_object(
          'identity_id', identities.id, 'id', identities.provider_id, 'user_id', identities.user_id,
          'identity_data', identities.identity_data, 'provider', identities.provider,
          'last_sign_in_at', identities.last_sign_in_at, 'created_at', identities.created_at,
          'updated_at', identities.updated_at, 'email', identities.email
        )), '[]')
        from auth.identities where identities.user_id = users.id
      )
    )) as person
    from auth.users where users.id = ${id}`
  return row?.person ?? null
}

function readAddress(sent: Record<string, unknown> | null): string | Response {
  const email = sent?.email
  if (typeof email === 'string' && email.length <= 255 && ADDRESS.test(email)) {
    return email.toLowerCase()
  }
  const message = 'Unable to validate email address: invalid format'
  return authFault(400, 'validation_failed', message)
}

/** A whole number from 1 to 1,000; null for anything else. */
function readCount(text: string | null, fallback: number): number | null {
  if (text === null || text === '') return fallback
  const count = Number(text)
  return Number.isInteger(count) && count >= 1 && count <= 1_000 ? count : null
}

/** Links lead to the site and nowhere else. */
function allowedRedirect(asked: unknown, siteUrl: string): string {
  if (typeof asked !== 'string' || !URL.canParse(asked)) return siteUrl
  return new URL(asked).origin === new URL(siteUrl).origin ? asked : siteUrl
}

function actionLink(issuer: string, token: string, kind: LinkKind, redirectTo: string): string {
  return `${issuer}/verify?${new URLSearchParams({ token, type: kind, redirect_to: redirectTo })}`
}
