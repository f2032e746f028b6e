import * as z from 'zod/mini'
import type { FraudDeskClient } from './server-client.ts'

const answerSchema = z.object({ data: z.unknown() })
const failureSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) })

/** A call to an edge function that was refused, or that did not reach it. */
export class FunctionCallError extends Error {
  override name = 'FunctionCallError'
  /** The function's stable code; `unavailable` where it was not reached. */
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
  const client = await loadClient()
  const { data, error } = await client.functions.invoke(name, { body })
  if (error === null) return z.parse(schema, z.parse(answerSchema, data).data)
  const answer = failureSchema.safeParse(
    error.context instanceof Response ? await error.context.json().catch(() => null) : null,
  )
  const unreached = { code: 'unavailable', message: 'the service cannot be reached. Try again.' }
  throw new FunctionCallError(what, answer.success ? answer.data.error : unreached, error)
}
