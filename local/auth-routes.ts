import { decodeJwt } from 'jose'
import type postgres from 'postgres'
import { answerAuthAdmin, isAdminPath } from './auth-admin.ts'
import { authFault } from './auth-fault.ts'
import { type AuthRequest, parseObject, readAuthRequest } from './auth-request.ts'
import { hashOtp, redeemLinkToken } from './link-tokens.ts'
import { describeLine } from './request-scope.ts'
import type { SignInLimit } from './sign-in-limit.ts'
import { completeSession } from './tokens.ts'

/** Hands a request to lite. */
export type AskLite = (request: Request) => Promise<Response>

/** What the auth routes need besides lite. */
export type AuthSettings = {
  jwtSecret: string
  secretKey: string
  issuer: string
  /** Where links of Auth lead. */
  siteUrl: string
  limit: SignInLimit
  sql: postgres.Sql
  /** Takes what would be mailed. */
  log: { write(line: string): unknown }
}

/**
 * Answers /auth/v1: lite's answers, with complete tokens, a limit on guessing, sign-up closed for good, and what
 * lite lacks: invitations and links for a new password.
 */
export async function answerAuth(
  received: Request,
  ask: AskLite,
  settings: AuthSettings,
): Promise<Response> {
  const request = await readAuthRequest(received)
  if (request === null) return authFault(413, 'request_too_large', 'Request body too large')
  try {
    return await route(request, ask, settings)
  } catch (error) {
    settings.log.write(describeLine('error', `Auth could not answer: ${error}`))
    return authFault(503, 'unexpected_failure', 'Auth cannot answer at the moment')
  }
}

async function route(
  request: AuthRequest,
  ask: AskLite,
  settings: AuthSettings,
): Promise<Response> {
  const { method, url } = request
  if (isAdminPath(url.pathname)) return answerAuthAdmin(request, settings)
  if (method === 'PUT' && url.pathname === '/auth/v1/user')
    return changeUser(request, ask, settings)
  if (method !== 'POST') return ask(request.asRequest())
  switch (url.pathname) {
    case '/auth/v1/token':
      return url.searchParams.get('grant_type') === 'password'
        ? signIn(request, ask, settings)
        : complete(await ask(request.asRequest()), settings)
    case '/auth/v1/verify':
      return verify(request, ask, settings)
    case '/auth/v1/otp':
    case '/auth/v1/magiclink':
      // Sign-up is closed, but by this door lite would let anybody in as a new user.
      return ask(
        request.asRequest({ ...parseObject(request.body), create_user: false, options: {} }),
      )
    default:
      return ask(request.asRequest())
  }
}

async function signIn(
  request: AuthRequest,
  ask: AskLite,
  settings: AuthSettings,
): Promise<Response> {
  const email = readEmail(request.body)
  if (email === null)
    return authFault(400, 'validation_failed', 'Send {"email": text, "password": text}.')
  if (!settings.limit.mayTry(email)) {
    return authFault(429, 'over_request_rate_limit', 'Request rate limit reached')
  }
  const response = await ask(request.asRequest())
  if (response.status !== 400) settings.limit.forgive(email)
  return complete(response, settings)
}

/** lite verifies no invitations. Our own links are exchanged for one that lite knows; the rest is lite's. */
async function verify(
  request: AuthRequest,
  ask: AskLite,
  settings: AuthSettings,
): Promise<Response> {
  const sent = parseObject(request.body)
  const kind = sent?.type
  if (kind !== 'invite' && kind !== 'recovery')
    return complete(await ask(request.asRequest()), settings)
  const token = readLinkToken(sent)
  if (token === null) {
    return authFault(400, 'validation_failed', 'Verify requires either a token or a token hash')
  }
  const passage = await redeemLinkToken(settings.sql, token, kind)
  if (passage !== null) {
    const passed = request.asRequest({ type: 'recovery', token_hash: passage })
    return complete(await ask(passed), settings)
  }
  if (kind === 'recovery') return complete(await ask(request.asRequest()), settings)
  return authFault(403, 'otp_expired', 'Email link is invalid or has expired')
}

/** A new password ends the person's other sessions and the links that wait for them, as GoTrue does. */
async function changeUser(
  request: AuthRequest,
  ask: AskLite,
  settings: AuthSettings,
): Promise<Response> {
  const response = await ask(request.asRequest())
  if (!response.ok || typeof parseObject(request.body)?.password !== 'string') return response
  const token = request.headers.get('authorization')?.replace(/^Bearer\s+/i, '') ?? ''
  const { sub, session_id } = decodeJwt(token) // verified by lite, which did what was asked
  await settings.sql`
    delete from auth.sessions where user_id = ${sub!} and id <> ${String(session_id)}`
  await settings.sql`delete from local_stack.link_tokens where user_id = ${sub!}`
  return response
}

async function complete(response: Response, settings: AuthSettings): Promise<Response> {
  if (!response.ok) return response
  const session = await completeSession(await response.json(), settings.jwtSecret, settings.issuer)
  const headers = new Headers(response.headers)
  headers.delete('content-length')
  return new Response(JSON.stringify(session), { status: response.status, headers })
}

/** The token of a link, or what was typed together with the address; null where neither was sent. */
function readLinkToken(sent: Record<string, unknown> | null): string | null {
  const { token_hash, token, email } = sent ?? {}
  if (typeof token_hash === 'string' && token_hash !== '') return token_hash
  return typeof token === 'string' && typeof email === 'string' ? hashOtp(email, token) : null
}

/** The address of a sign-in, or null where the body is none. */
function readEmail(body: string): string | null {
  const { email, phone, password } = parseObject(body) ?? {}
  const name = email ?? phone
  if (typeof password !== 'string' || typeof name !== 'string') return null
  return name.toLowerCase()
}
