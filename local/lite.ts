import type { WriteStream } from 'node:fs'
import { type AnyAST, App, setExperimental } from '@supabase/lite'
import { createPostgresConnection } from '@supabase/lite/postgres'
import type postgres from 'postgres'
import { type ConnectionHealth, refuseWhenBroken, watchedBy } from './connection-health.ts'
import { readFunctionLimits } from './function-limits.ts'
import { currentScope, inScope } from './request-scope.ts'
import { asPostgrestError } from './rest-errors.ts'
import { correctRequest } from './rest-request.ts'
import { type ContextDatabase, type RequestContext, setRequestContext } from './rest-session.ts'
import { REST_TYPES } from './rest-types.ts'
import { shareSchemaReads } from './schema-cache.ts'
import type { StackSecrets } from './secrets.ts'
import { storageOnDisk } from './storage-on-disk.ts'

/** REST, Auth and Storage as one Request → Response function on a Postgres database. */
export type Lite = {
  /** Creates the schemas auth and storage where they are missing. */
  ensureSchemas(): Promise<void>
  fetch(request: Request, context: { peerAddress: string | null }): Promise<Response>
  /** Forgets what it knows of the database's tables and functions. */
  reloadSchema(): Promise<void>
  close(): Promise<void>
}

/** What one Lite is made of. `sql` is for its own look-ups; the requests run on a pool of their own. */
export type LiteOptions = {
  databaseUrl: string
  secrets: StackSecrets
  storageDirectory: string
  jwtExpirySeconds: number
  /** Takes what lite prints. */
  log: WriteStream
  sql: postgres.Sql
  health: ConnectionHealth
}

const POOL_SIZE = 20
const MAX_ROWS = 1_000

/** Where Auth's links lead: the app's usual address, as `site_url` of supabase/config.toml. */
export const SITE_URL = 'http://127.0.0.1:3000'

/**
 * @supabase/lite, put right where it differs from a hosted project. What is overridden here is not part
 * of its public interface, which is why its version is pinned and each cure has a contract test.
 */
export function createLite(options: LiteOptions): Lite {
  setExperimental('storage', true)
  const connection = createPostgresConnection({
    url: options.databaseUrl,
    postgresOptions: { max: POOL_SIZE, ...watchedBy(options.health), types: REST_TYPES },
  })
  refuseWhenBroken(connection.driver, options.health)
  shareSchemaReads(connection)
  const checkRequest = connection.onPostgrestAST.bind(connection)
  const limits = readFunctionLimits(options.sql)
  Object.assign(connection, {
    onPostgrestAST: async (request: AnyAST) => {
      const scope = currentScope()
      if (scope && request.type === 'rpc' && request.function)
        scope.statementTimeout = await limits.timeoutOf(
          request.schema ?? 'public',
          request.function,
        )
      return checkRequest(correctRequest(request, await connection.introspect({ useCache: true })))
    },
    // Otherwise its first request grants everything to everybody: "active" says that this was done.
    rlsState: 'active',
    // Auth and Storage look at the error's own code.
    normalizeDbError: (error: unknown) =>
      currentScope()?.isRest ? asPostgrestError(error) : error,
    applyJwtSessionContext: (database: ContextDatabase, context: RequestContext) =>
      setRequestContext(database, context, currentScope()?.statementTimeout),
  })
  const app = new App({
    connection,
    auth: {
      enabled: true,
      jwt_secret: options.secrets.jwtSecret,
      jwt_expiry: options.jwtExpirySeconds,
      publishable_key: options.secrets.publishableKey,
      secret_key: options.secrets.secretKey,
      site_url: SITE_URL,
      additional_redirect_urls: [],
      enable_signup: false,
      enable_refresh_token_rotation: true,
      minimum_password_length: 12,
      email: { enable_signup: true, enable_confirmations: false },
    },
    storage: { enabled: true, file_size_limit: '500MiB' },
    api: { enabled: true, schemas: ['public'], max_rows: MAX_ROWS },
    options: { server: { disableStudio: true, admin: false } },
  })
  const bucketLimit = async (bucket: string): Promise<number | null> => {
    const [row] = await options.sql<{ limit: string | null }[]>`
      select file_size_limit as limit from storage.buckets where id = ${bucket}`
    return row?.limit == null ? null : Number(row.limit)
  }
  app._storageAdapter = storageOnDisk(options.storageDirectory, options.sql, bucketLimit)
  const { log } = options
  return {
    ensureSchemas: () => inScope({ isRest: false, log }, () => app.ensureSystemSchema()),
    async fetch(request, context) {
      const scope = {
        isRest: new URL(request.url).pathname.startsWith('/rest/'),
        log,
        isTooLarge: false,
      }
      const response = await inScope(scope, () => app.fetch(request, context))
      return scope.isTooLarge ? tooLarge() : response
    },
    async reloadSchema() {
      limits.forget()
      await connection.clearSchemaCache()
    },
    close: () => connection.driver.end({ timeout: 0 }),
  }
}

/** Storage's own answer to an object above its bucket's limit. */
function tooLarge(): Response {
  const body = {
    statusCode: '413',
    error: 'Payload too large',
    message: 'The object exceeded the maximum allowed size',
  }
  return Response.json(body, { status: 400 })
}
