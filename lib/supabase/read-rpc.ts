import type { PostgrestError } from '@supabase/supabase-js'
import * as z from 'zod/mini'

/** Code of a call that was not made because the session has ended. */
export const SIGNED_OUT = 'signed_out'

/** A call to the database that was answered with an error. */
export class DatabaseCallError extends Error {
  override name = 'DatabaseCallError'
  /** SQLSTATE or PostgREST code, or `SIGNED_OUT`; empty when the database could not be reached. */
  readonly code: string

  constructor(what: string, error: Pick<PostgrestError, 'code' | 'message'>) {
    super(`Cannot ${what}: ${error.message}`, { cause: error })
    // PostgREST refuses a token that ran out on its way with these.
    this.code = error.code === 'PGRST301' || error.code === 'PGRST303' ? SIGNED_OUT : error.code
  }
}

/**
 * Waits for an rpc's answer and parses it, once, at the boundary.
 * @param what completes the sentence "Cannot …"
 * @throws DatabaseCallError when the call fails; ZodError when the answer has another shape
 */
export async function readRpc<Schema extends z.core.$ZodType>(
  what: string,
  call: PromiseLike<{ data: unknown; error: PostgrestError | null }>,
  schema: Schema,
): Promise<z.output<Schema>> {
  const { data, error } = await call
  if (error) throw new DatabaseCallError(what, error)
  return z.parse(schema, data)
}
