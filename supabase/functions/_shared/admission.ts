import type { Database } from './database.ts'

/** A person did more of one kind of work than they may; answered as 429 with Retry-After. */
export class RateLimitedError extends Error {
  override readonly name = 'RateLimitedError'
  /** Whole seconds after which the same call is let in. */
  readonly retryAfterSeconds: number

  constructor(waitSeconds: number) {
    super(`Too many calls; ${waitSeconds} s to wait.`)
    this.retryAfterSeconds = Math.max(1, Math.ceil(waitSeconds))
  }
}

/**
 * The person's role now (null: none), in the same call that takes a token of their rate for this kind of work
 * (`private.rate_limits`). Throws RateLimitedError when there is none left.
 */
export async function findAdmittedRole(
  sql: Database,
  userId: string,
  kind: string,
): Promise<'analyst' | 'admin' | null> {
  const [row] = await sql<{ role: 'analyst' | 'admin'; wait_seconds: number }[]>`
    select role, wait_seconds from private.admit_person(${userId}, ${kind})`
  if (row === undefined) return null
  if (row.wait_seconds > 0) throw new RateLimitedError(row.wait_seconds)
  return row.role
}
