import type { Caller } from './auth.ts'
import { type Outcome, refuse } from './http.ts'

/** Who confirms a caller and who knows their role; tests pass their own. */
export interface Admission {
  authenticate: (request: Request) => Promise<Outcome<Caller>>
  store: { findRole(userId: string): Promise<'analyst' | 'admin' | null> }
}

/** Somebody who is signed in and has a role now. */
export interface AdmittedCaller extends Caller {
  role: 'analyst' | 'admin'
}

/**
 * The first step of every function for analysts and admins: who calls, and with which role. Nothing that they sent is
 * read before. `purpose` completes the sentence of the refusal: "upload files".
 */
export async function admitCaller(
  request: Request,
  { authenticate, store }: Admission,
  purpose: string,
): Promise<Outcome<AdmittedCaller>> {
  const caller = await authenticate(request)
  if (caller.error !== null) return caller
  const { userId } = caller.data
  const role = await store.findRole(userId)
  if (role !== null) return { data: { userId, role }, error: null }
  return refuse('not_allowed', `Only analysts and admins ${purpose}; ask an admin for the role.`)
}
