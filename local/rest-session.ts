/** The part of lite's database handle that is needed here. */
export type ContextDatabase = {
  executeQuery(query: {
    sql: string
    parameters: readonly unknown[]
    query: { kind: 'RawNode' }
  }): Promise<unknown>
}

/** Who is asking, as lite hands it over. */
export type RequestContext = {
  auth?: { uid?: unknown; role?: unknown; jwt?: unknown }
  storage?: { operation?: unknown }
}

/** How long a statement of each API role may run: the limits of a hosted project. */
const STATEMENT_TIMEOUT: Readonly<Record<string, string>> = { anon: '3s', authenticated: '8s' }

const SET_CONTEXT = `select
  set_config('request.jwt.claim.sub', $1, true),
  set_config('request.jwt.claim.role', $2, true),
  set_config('request.jwt.claims', $3, true),
  set_config('storage.operation', $4, true),
  set_config('statement_timeout', $5, true),
  set_config('role', $2, true)`

/**
 * Puts who is asking into the transaction, where row-level security and `auth.uid()` read it: claims, role
 * and, as PostgREST does, the statement timeout of the called function or else of the role. One round trip where lite
 * takes five.
 */
export async function setRequestContext(
  database: ContextDatabase,
  context: RequestContext,
  functionTimeout?: string,
): Promise<void> {
  const { uid, role, jwt } = context.auth ?? {}
  const roleName = typeof role === 'string' && role !== '' ? role : 'anon'
  const claims = jwt && typeof jwt === 'object' ? JSON.stringify(jwt) : ''
  await database.executeQuery({
    sql: SET_CONTEXT,
    parameters: [
      String(uid ?? ''),
      roleName,
      claims,
      String(context.storage?.operation ?? ''),
      functionTimeout ?? STATEMENT_TIMEOUT[roleName] ?? '0',
    ],
    query: { kind: 'RawNode' },
  })
}
