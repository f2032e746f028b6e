import type { SignInLimit } from './sign-in-limit.ts'
import { completeSession } from './tokens.ts'

/** Hands a request to lite. */
export type AskLite = (request: Request) => Promise<Response>

/** What the auth routes need besides lite. */
export type AuthSettings = { jwtSecret: string; issuer: string; limit: SignInLimit }

/**
 * Answers /auth/v1: lite's answers, with complete tokens, a limit on guessing, sign-up closed for good, and no
 * pretended admin API.
 */
export async function answerAuth(
  request: Request,
  ask: AskLite,
  settings: AuthSettings,
): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url)
  if (/^\/auth\/v1\/(admin|invite|generate_link)(\/|$)/.test(pathname)) {
    return fault(404, 'not_found', 'The local stack has no auth admin API: seed users by SQL.')
  }
  if (request.method !== 'POST') return ask(request)
  if (pathname === '/auth/v1/token' && searchParams.get('grant_type') === 'password') {
    return signIn(request, ask, settings)
  }
  if (/^\/auth\/v1\/(otp|magiclink)$/.test(pathname)) return sendLink(request, ask)
  if (/^\/auth\/v1\/(token|verify)$/.test(pathname)) {
    return complete(await ask(request), settings)
  }
  return ask(request)
}

async function signIn(request: Request, ask: AskLite, settings: AuthSettings): Promise<Response> {
  const body = await request.text()
  const email = readEmail(body)
  if (email === null)
    return fault(400, 'validation_failed', 'Send {"email": text, "password": text}.')
  if (settings.limit.isReached(email)) {
    return fault(429, 'over_request_rate_limit', 'Request rate limit reached')
  }
  const headers = new Headers(request.headers)
  headers.delete('content-length')
  const response = await ask(new Request(request.url, { method: 'POST', headers, body }))
  if (response.status === 400) settings.limit.recordFailure(email)
  return complete(response, settings)
}

/** Sign-up is closed, but by this door lite would let anybody in as a new user. */
async function sendLink(request: Request, ask: AskLite): Promise<Response> {
  const given: unknown = await request.json().catch(() => null)
  const body = JSON.stringify({ ...(given ?? {}), create_user: false, options: {} })
  const headers = new Headers(request.headers)
  headers.delete('content-length')
  return ask(new Request(request.url, { method: 'POST', headers, body }))
}

async function complete(response: Response, settings: AuthSettings): Promise<Response> {
  if (!response.ok) return response
  const session = await completeSession(await response.json(), settings.jwtSecret, settings.issuer)
  const headers = new Headers(response.headers)
  headers.delete('content-length')
  return new Response(JSON.stringify(session), { status: response.status, headers })
}

/** The address of a sign-in, or null where the body is none. */
function readEmail(body: string): string | null {
  try {
    const { email, phone, password } = JSON.parse(body) as Record<string, unknown>
    if (typeof password !== 'string' || typeof (email ?? phone) !== 'string') return null
    return String(email ?? phone).toLowerCase()
  } catch {
    return null
  }
}

function fault(status: number, code: string, message: string): Response {
  return Response.json({ code: status, error_code: code, msg: message }, { status })
}
