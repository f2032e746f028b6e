import type postgres from 'postgres'
import { ConnectionPool } from './connection-pool.ts'

/** A connection pool, and a transaction on one of its connections. */
export type Database = postgres.Sql
export type Transaction = postgres.TransactionSql

let pool: ConnectionPool | undefined

/** The direct connections of this function. Ask for them once a request: a set with a broken one is replaced. */
export function connectDatabase(): Database {
  pool ??= new ConnectionPool(requireEnv('SUPABASE_DB_URL'))
  return pool.current()
}

/** Reads a setting that the platform provides. Throws when it is missing. */
export function requireEnv(name: string): string {
  const value = Deno.env.get(name)
  if (value === undefined || value === '')
    throw new Error(`The function lacks its setting ${name}.`)
  return value
}

/**
 * True when the database could not be reached, is shutting down, or cut a statement off after its time: the same request
 * may succeed a moment later.
 */
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
      // A statement that took too long, as a large commit does on a busy machine.
      '57014',
      '40001',
      '40P01',
      '55P03',
    ].includes(code)
  )
}
