/** What lite reads from a failed statement. */
type DatabaseError = Error & { code?: unknown; detail?: unknown; hint?: unknown }

/** Codes whose answers lite gets right by itself, because they depend on the role or on the request. */
const LEFT_TO_LITE = new Set(['25006', '42501', '42703', '42883', '42P01', '42P17'])

/** SQLSTATE (exact, then its class) → HTTP status; anything else is a 400. */
const STATUS_BY_CODE: Readonly<Record<string, number>> = {
  '08': 503,
  '09': 500,
  '0L': 403,
  '0P': 403,
  '21': 500,
  '23503': 409,
  '23505': 409,
  '25': 500,
  '28': 403,
  '2D': 500,
  '38': 500,
  '39': 500,
  '3B': 500,
  '40': 500,
  '53': 503,
  '53400': 500,
  '54': 500,
  '55': 500,
  '57': 500,
  '57P01': 503,
  '58': 500,
  F0: 500,
  HV: 500,
  P0: 500,
  P0001: 400,
}

/** HTTP status of a failed statement, as PostgREST's `pgErrorStatus` maps it. */
function statusOfSqlState(code: string): number {
  return STATUS_BY_CODE[code] ?? STATUS_BY_CODE[code.slice(0, 2)] ?? 400
}

/**
 * Rewrites a database error so that lite answers with the status, code, message, details and hint that
 * PostgREST would send, where lite alone would answer 500 'SUP'. The way in is PostgREST's own
 * `raise sqlstate 'PGRST'`, whose message and detail spell out the answer.
 */
export function asPostgrestError(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  if (isUnwritable(error)) {
    const body = {
      code: '22P02',
      message: 'invalid input for an argument',
      details: null,
      hint: null,
    }
    return Object.assign(new Error(JSON.stringify(body), { cause: error }), {
      code: 'PGRST',
      detail: JSON.stringify({ status: 400, headers: {} }),
    })
  }
  const { code, message, detail, hint } = error as DatabaseError
  if (typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code)) return error
  if (code === 'PGRST' || code.startsWith('PT') || LEFT_TO_LITE.has(code)) return error
  const body = { code, message, details: detail ?? null, hint: hint ?? null }
  return Object.assign(new Error(JSON.stringify(body), { cause: error }), {
    code: 'PGRST',
    detail: JSON.stringify({ status: statusOfSqlState(code), headers: {} }),
  })
}

/** An argument of a type that the driver cannot write down for its parameter: a number for a time, say. */
function isUnwritable(error: Error): boolean {
  return error instanceof TypeError && (error as DatabaseError).code === 'ERR_INVALID_ARG_TYPE'
}
