import { logLine } from '../../../core/log-line.ts'
import { RateLimitedError } from './admission.ts'
import { callerName } from './caller-name.ts'
import { isDatabaseUnavailable } from './database.ts'
import { MAX_BODY_BYTES } from './read-json.ts'

/** Every code that a function answers with, and its HTTP status: the one place where they meet. */
export const STATUS_OF = {
  not_signed_in: 401,
  not_allowed: 403,
  method_not_allowed: 405,
  invalid_request: 400,
  dataset_not_found: 404,
  upload_not_found: 404,
  part_not_received: 404,
  part_size_mismatch: 422,
  unknown_profile: 422,
  header_mismatch: 422,
  previous_part_missing: 409,
  upload_closed: 409,
  upload_discarded: 409,
  upload_incomplete: 409,
  commit_under_way: 409,
  rejected_rows_need_a_decision: 409,
  no_good_rows: 422,
  dataset_changed: 409,
  staging_lost: 409,
  model_published: 409,
  features_changed: 409,
  account_exists: 409,
  person_not_found: 404,
  transaction_not_found: 404,
  invalid_address: 422,
  too_large: 413,
  rate_limited: 429,
  unavailable: 503,
  internal_error: 500,
} as const

/** A stable code of a function's answer. */
export type ErrorCode = keyof typeof STATUS_OF

/** An expected failure of a function, with what a program may need to go on. */
export interface FunctionFailure {
  code: ErrorCode
  message: string
  details?: Record<string, unknown>
}

/** What a function's handler comes to. */
export type Outcome<T> = { data: T; error: null } | { data: null; error: FunctionFailure }

/** Builds an expected failure. */
export function refuse(
  code: ErrorCode,
  message: string,
  details?: Record<string, unknown>,
): { data: null; error: FunctionFailure } {
  return { data: null, error: { code, message, ...(details === undefined ? {} : { details }) } }
}

/** Writes one structured log line. */
export type Log = (
  level: 'info' | 'error',
  message: string,
  fields?: Record<string, unknown>,
) => void

/** Another server (Auth, Storage) could not be reached; answered as 503, so that the client tries again. */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError'
}

const CORS_HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'POST, OPTIONS',
  'access-control-allow-headers': 'authorization, x-client-info, apikey, content-type',
  'access-control-expose-headers': 'x-request-id, retry-after',
}

/**
 * Turns a handler into what `Deno.serve` takes: preflights, the request's id, one log line per request, and the
 * mapping from codes to statuses. A defect is logged with its stack and answered without it.
 */
export function serveJson<T>(
  functionName: string,
  handle: (request: Request, log: Log) => Promise<Outcome<T>>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method === 'OPTIONS')
      return new Response(null, { status: 204, headers: CORS_HEADERS })
    const requestId = crypto.randomUUID()
    const startedAt = performance.now()
    const log: Log = (level, message, fields = {}) => {
      console[level](
        logLine({
          level,
          room: 'functions',
          function: functionName,
          requestId,
          user: callerName(request),
          message,
          ...fields,
        }),
      )
    }
    const outcome =
      refuseUnread(request) ??
      (await handle(request, log).catch((error: unknown) => describeDefect(error, requestId, log)))
    const status = outcome.error === null ? 200 : STATUS_OF[outcome.error.code]
    log('info', 'request answered', {
      status,
      code: outcome.error?.code,
      durationMs: Math.round(performance.now() - startedAt),
    })
    const body = outcome.error === null ? { data: outcome.data } : { error: outcome.error }
    const retryAfter = outcome.error?.details?.retryAfterSeconds
    return Response.json(body, {
      status,
      headers: {
        ...CORS_HEADERS,
        'x-request-id': requestId,
        ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
      },
    })
  }
}

/** What is refused by its head alone, before anybody is asked anything. */
function refuseUnread(request: Request): Outcome<never> | null {
  if (request.method !== 'POST')
    return refuse('method_not_allowed', 'This function answers POST requests only.')
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES)
    return refuse('too_large', 'This function takes at most 1 MiB. Files go to Storage in parts.')
  return null
}

function describeDefect(error: unknown, requestId: string, log: Log): Outcome<never> {
  if (error instanceof RateLimitedError) {
    const { retryAfterSeconds } = error
    return refuse('rate_limited', `Too many calls. Wait ${retryAfterSeconds} s, then try again.`, {
      retryAfterSeconds,
    })
  }
  const isTemporary = error instanceof UnavailableError || isDatabaseUnavailable(error)
  log('error', isTemporary ? 'a server is unavailable' : 'defect', {
    error: error instanceof Error ? error.message : String(error),
    stack: error instanceof Error ? error.stack : undefined,
  })
  return isTemporary
    ? refuse('unavailable', 'The service cannot answer at the moment. Try again shortly.')
    : refuse(
        'internal_error',
        `The service failed unexpectedly. Try again; if it stays, report request ${requestId}.`,
      )
}
