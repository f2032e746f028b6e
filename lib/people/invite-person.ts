import * as z from 'zod/mini'
import { linkSchema } from '../auth/link.ts'
import { callFunction } from '../supabase/call-function.ts'
import type { FraudDeskClient } from '../supabase/server-client.ts'
import type { Person } from './list-people.ts'

const wayInSchema = z.object({
  person: z.uuid(),
  email: z.string(),
  /** To be handed over by the admin; null where a mail was sent. It is shown once and kept nowhere. */
  link: z.nullable(linkSchema),
})

/** How somebody gets in. */
export type WayIn = z.output<typeof wayInSchema>

/**
 * Makes an account with a role. Admins only.
 * @throws FunctionCallError, among others with code `invalid_address` and `account_exists`
 */
export function invitePerson(
  loadClient: () => Promise<FraudDeskClient>,
  email: string,
  role: NonNullable<Person['role']>,
): Promise<WayIn> {
  return callFunction('invite', loadClient, 'invite-person', { email, role }, wayInSchema)
}

/**
 * Makes another link: to join for somebody who has not, else to choose another password. An earlier one stops working.
 * Admins only, and never for themselves.
 * @throws FunctionCallError
 */
export function makeLink(
  loadClient: () => Promise<FraudDeskClient>,
  person: string,
): Promise<WayIn> {
  return callFunction('make a link', loadClient, 'invite-person', { person }, wayInSchema)
}
