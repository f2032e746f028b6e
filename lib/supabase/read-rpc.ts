import type { PostgrestError } from '@supabase/supabase-js'
import * as z from 'zod/mini'

/** Code of a call that was not made because the session has ended. */
export const SIGNED_OUT = 'signed_out'

const UNREACHED = 'the service does not answer. Check the connection and try again.'

/** A call to the database that was answered with an error, or not at all. */
export class DatabaseCallError extends Error {
  override name = 'DatabaseCallError'
  /** SQLSTATE or PostgREST code, or `SIGNED_OUT`; empty when the database could not be reached. */
  readonly code: string

  constructor(what: string, error: Pick<PostgrestError, 'code' | 'message'>) {
    // Without a code it is the browser or a proxy that speaks, in words that help nobody; they stay in the cause.
    super(`Cannot ${what}: ${error.code ? error.message : UNREACHED}`, { cause: error })
    // PostgREST refuses a token that ran out on its way with these.
    const isRefusedToken = error.code === 'PGRST301' || error.code === 'PGRST303'
    this.code = isRefusedToken ? SIGNED_OUT : (error.code ?? '')
  }
}

/** Whether a call was not made, or was refused, because the session has ended. */
export function isSignedOut(error: Error): boolean {
  return 'code' in error && error.code === SIGNED_OUT
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
