import type { WriteStream } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import postgres from 'postgres'
import { watchedBy } from './connection-health.ts'
import { createLite, type Lite } from './lite.ts'
import type { StackSecrets } from './secrets.ts'

/** The stack's connections to its database, replaced as a whole when one of them breaks. */
export type DatabaseClients = {
  /** For the stack's own statements. */
  sql(): postgres.Sql
  /** Asks lite; 503 while the database is away. */
  fetch(request: Request, context: { peerAddress: string | null }): Promise<Response>
  /** Creates the schemas auth and storage where they are missing. */
  ensureSchemas(): Promise<void>
  /** From now on follows changes of the schema. */
  watchSchema(): Promise<void>
  close(): Promise<void>
}

/** What the clients are made of. */
export type ClientOptions = {
  databaseUrl: string
  secrets: StackSecrets
  storageDirectory: string
  jwtExpirySeconds: number
  /** Takes what lite prints. */
  log: WriteStream
}

type ClientSet = { sql: postgres.Sql; lite: Lite; isBroken(): boolean; close(): Promise<void> }

/**
 * Connects, and connects anew when Postgres was away.
 *
 * The driver would connect again by itself, but not reliably: a connection that breaks while a write is
 * waiting never writes again, and one that breaks in a transaction ends the process at its rollback.
 */
export function openClients(options: ClientOptions): DatabaseClients {
  const closing = new AbortController()
  let replacing: Promise<void> | undefined
  const replace = (): void => {
    if (closing.signal.aborted) return
    replacing ??= replaceBy(options, replace, closing.signal, current)
      .then((next) => {
        current = next ?? current
      })
      .finally(() => {
        replacing = undefined
        if (current.isBroken()) replace()
      })
  }
  let current = connect(options, replace)
  return {
    sql: () => current.sql,
    fetch: (request, context) => answer(current, request, context),
    ensureSchemas: () => current.lite.ensureSchemas(),
    async watchSchema() {
      await current.lite.reloadSchema()
      await followSchema(current)
    },
    async close() {
      closing.abort()
      await replacing
      await current.close()
    },
  }
}

function connect(options: ClientOptions, onBreak: () => void): ClientSet {
  const health = { isBroken: false, onBreak }
  const sql = postgres(options.databaseUrl, { max: 4, ...watchedBy(health) })
  const lite = createLite({ ...options, sql, health })
  return {
    sql,
    lite,
    isBroken: () => health.isBroken,
    async close() {
      health.isBroken = true
      // Ending what is broken already may fail, and is done either way.
      await Promise.allSettled([sql.end({ timeout: 0 }), lite.close()])
    },
  }
}

/** Closes the old set and tries until a new one works; null when the stack stops meanwhile. */
async function replaceBy(
  options: ClientOptions,
  onBreak: () => void,
  closing: AbortSignal,
  old: ClientSet,
): Promise<ClientSet | null> {
  await old.close()
  while (!closing.aborted) {
    const next = connect(options, onBreak)
    try {
      await followSchema(next)
      return next
    } catch {
      await next.close()
      await delay(100, null, { signal: closing }).catch(() => {})
    }
  }
  return null
}

async function followSchema({ sql, lite }: ClientSet): Promise<void> {
  await sql.listen('pgrst', () => void lite.reloadSchema())
}

async function answer(
  set: ClientSet,
  request: Request,
  context: { peerAddress: string | null },
): Promise<Response> {
  const response = set.isBroken() ? null : await set.lite.fetch(request, context)
  if (response !== null && !(set.isBroken() && response.status >= 500)) return response
  const body = { code: 'PGRST001', message: 'Database client error. Retrying the connection.' }
  return Response.json({ ...body, details: null, hint: null }, { status: 503 })
}
