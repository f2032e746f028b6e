/** A pool of connections (postgres.js): runs a function in a transaction, which ends with the function's promise. */
export interface TransactionPool<Transaction> {
  begin(options: string, run: (transaction: Transaction) => Promise<unknown>): Promise<unknown>
}

/**
 * Runs statements in one transaction and survives the loss of its connection. With the library alone (postgres 3.4.9)
 * a transaction goes on after its connection closed: its rollback is written to a socket that is gone, which ends the
 * process, or to the next connection in its place, where it may end somebody else's transaction. So after the loss
 * nothing is said any more; the caller hears of the loss.
 *
 * `run` awaits its own statements and nothing else. Rejects with what `run` rejects with, or with the driver's
 * connection error.
 */
export async function inTransaction<Transaction, T>(
  sql: TransactionPool<Transaction>,
  run: (transaction: Transaction) => Promise<T>,
  options = '',
): Promise<T> {
  let isOver = false
  const transaction = sql.begin(options, (statements) => {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    // What stays pending here is forgotten with the connection: `begin` itself rejects when that closes.
    const unlessOver = (end: () => void) => setImmediate(() => isOver || end())
    run(statements).then(
      (value) => unlessOver(() => resolve(value)),
      (error) => isConnectionLost(error) || unlessOver(() => reject(error)),
    )
    return promise
  })
  try {
    // What `begin` resolves with is what the function above resolved with.
    return (await transaction) as T
  } finally {
    isOver = true
  }
}

/**
 * True for errors of a connection that closed or never came to be: those of the socket, and the server's last word on
 * it.
 */
export function isConnectionLost(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  if ('severity_local' in error && 'severity' in error) {
    return error.severity === 'FATAL' || error.severity === 'PANIC'
  }
  return 'code' in error && /^(CONNECTION_|CONNECT_TIMEOUT$|E[A-Z]+$)/.test(String(error.code))
}
