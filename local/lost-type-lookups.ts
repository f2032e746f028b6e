/**
 * Whether an error is postgres.js's own look-up of array types, cut off with its connection. The driver makes it at the
 * start of each connection and awaits it nowhere, so nobody else can catch it; the next connection asks again. Other
 * clients are told the types beforehand (core/postgres-types.ts); the stack's are not, because lite reserves connections,
 * and the driver hands out a new one only behind that look-up.
 */
export function isLostTypeLookup(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  const { code, query } = error as { code?: unknown; query?: unknown }
  return (
    typeof code === 'string' &&
    code.startsWith('CONNECTION_') &&
    typeof query === 'string' &&
    query.includes('pg_catalog.pg_type') &&
    query.includes('typarray')
  )
}

/**
 * Keeps the process alive when the database goes at that moment. Every other unhandled rejection ends it, as without
 * this.
 *
 * @returns takes it back
 */
export function outliveLostTypeLookups(): () => void {
  const listener = (error: unknown) => {
    if (!isLostTypeLookup(error)) throw error
  }
  process.on('unhandledRejection', listener)
  return () => void process.off('unhandledRejection', listener)
}
