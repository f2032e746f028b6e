import * as z from 'zod/mini'
import { SIGNED_OUT } from './read-rpc.ts'
import type { FraudDeskClient } from './server-client.ts'
import { SignedOutError } from './session-token.ts'

const answerSchema = z.object({ data: z.unknown() })
const UNREACHED = {
  code: 'unavailable',
  message: 'the service does not answer. Check the connection and try again.',
}
const failureSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) })

/** A call to an edge function that was refused, or that did not reach it. */
export class FunctionCallError extends Error {
  override name = 'FunctionCallError'
  /** The function's stable code; `unavailable` where it was not reached, `SIGNED_OUT` where the session has ended. */
  readonly code: string

  constructor(what: string, reason: { code: string; message: string }, cause: unknown) {
    super(`Cannot ${what}: ${reason.message}`, { cause })
    this.code = reason.code
  }
}

/**
 * Calls an edge function as the signed-in person and parses its answer, once, at the boundary.
 * @param what completes the sentence "Cannot …"
 * @throws FunctionCallError when it refuses or cannot be reached; ZodError when the answer has another shape
 */
export async function callFunction<Schema extends z.core.$ZodType>(
  what: string,
  loadClient: () => Promise<FraudDeskClient>,
  name: string,
  body: Record<string, unknown>,
  schema: Schema,
): Promise<z.output<Schema>> {
  const client = await loadClient().catch((cause) => {
    throw new FunctionCallError(what, UNREACHED, cause)
  })
  const { data, error } = await client.functions.invoke(name, { body })
  if (error === null) return z.parse(schema, z.parse(answerSchema, data).data)
  throw new FunctionCallError(what, await readFailure(error.context), error)
}

/** @param context what the client says of a failure: the function's answer, or what was thrown before it was asked */
async function readFailure(context: unknown): Promise<{ code: string; message: string }> {
  if (context instanceof SignedOutError) return { code: SIGNED_OUT, message: context.message }
  if (!(context instanceof Response)) return UNREACHED
  const answer = failureSchema.safeParse(await context.json().catch(() => null))
  return answer.success ? answer.data.error : UNREACHED
}
