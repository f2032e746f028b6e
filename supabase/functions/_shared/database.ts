import postgres from 'postgres'

/** A connection pool, and a transaction on one of its connections. */
export type Database = postgres.Sql
export type Transaction = postgres.TransactionSql

let pool: Database | undefined

/**
 * The direct connection of this function. Few connections and no named statements, so that it works through a
 * transaction pooler as well.
 */
export function connectDatabase(): Database {
  pool ??= postgres(requireEnv('SUPABASE_DB_URL'), {
    max: 4,
    prepare: false,
    fetch_types: false,
    idle_timeout: 20,
    connect_timeout: 10,
    onnotice: () => {},
  })
  return pool
}

/** Reads a setting that the platform provides. Throws when it is missing. */
export function requireEnv(name: string): string {
  const value = Deno.env.get(name)
  if (value === undefined || value === '')
    throw new Error(`The function lacks its setting ${name}.`)
  return value
}

/** Sends a binary COPY file. Rejects with the database's error when it refuses a row. */
export async function copyInto(
  transaction: Transaction,
  target: string,
  bytes: Uint8Array,
): Promise<void> {
  const query = transaction.unsafe(`copy ${target} from stdin with (format binary)`)
  const stream = await query.writable()
  await new Promise<void>((resolve, reject) => {
    // The library resolves the query as soon as the stream opens, and then has nobody to tell about an error that
    // comes after the last byte: the stream would never finish. So this promise takes the query's place.
    ;(query as unknown as { reject: (error: Error) => void }).reject = reject
    stream.on('error', reject)
    stream.on('finish', resolve)
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
      stream.write(bytes.subarray(at, at + CHUNK_BYTES))
    }
    stream.end()
  })
}

/** True when the database could not be reached or is shutting down: the same request may succeed a moment later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('code' in error)) return false
  const code = String(error.code)
  return (
    code.startsWith('08') ||
    code.startsWith('57P') ||
    code.startsWith('CONN') ||
    code.startsWith('ECONN') ||
    [
      'CONNECT_TIMEOUT',
      'EPIPE',
      'ETIMEDOUT',
      'EHOSTUNREACH',
      '53300',
      '40001',
      '40P01',
      '55P03',
    ].includes(code)
  )
}

const CHUNK_BYTES = 262_144
