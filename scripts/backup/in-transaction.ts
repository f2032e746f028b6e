import type { Sql, TransactionSql } from 'postgres'

/**
 * Runs a transaction and rejects with what failed in it. Where a COPY breaks off, as on a full disk, the library cannot
 * roll back either, and would tell of that instead. Leaves such a connection to be closed.
 *
 * @param options as `begin` of SQL takes them
 */
export async function inTransaction<T>(
  sql: Sql,
  options: string,
  work: (transaction: TransactionSql) => Promise<T>,
): Promise<T> {
  let failure: { cause: unknown } | null = null
  try {
    return (await sql.begin(options, async (transaction) => {
      try {
        return await work(transaction)
      } catch (cause) {
        failure = { cause }
        throw cause
      }
    })) as T // the library's type unwraps arrays of promises, which nobody returns here
  } catch (error) {
    throw failure === null ? error : (failure as { cause: unknown }).cause
  }
}
