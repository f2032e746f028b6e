import type postgres from 'postgres'

/** The statement timeouts that functions set for themselves. */
export type FunctionLimits = {
  /** As `60s`; undefined for a function that sets none. */
  timeoutOf(schema: string, name: string): Promise<string | undefined>
  /** Reads them again for the next request. */
  forget(): void
}

/**
 * PostgREST sets what a function says of `statement_timeout` for the whole transaction of its call, instead of the
 * role's (`db-hoisted-tx-settings`): by itself Postgres would heed it only for statements that begin later.
 */
export function readFunctionLimits(sql: postgres.Sql): FunctionLimits {
  let reading: Promise<Map<string, string>> | undefined
  const read = async () => {
    const rows = await sql<{ name: string; timeout: string }[]>`
      select nspname || '.' || proname as name, split_part(setting, '=', 2) as timeout
      from pg_proc join pg_namespace on pg_namespace.oid = pronamespace, unnest(proconfig) as setting
      where split_part(setting, '=', 1) = 'statement_timeout'`
    return new Map(rows.map(({ name, timeout }) => [name, timeout]))
  }
  return {
    async timeoutOf(schema, name) {
      reading ??= read()
      const now = reading
      try {
        return (await now).get(`${schema}.${name}`)
      } catch (error) {
        // The next request asks again.
        if (reading === now) reading = undefined
        throw error
      }
    },
    forget() {
      reading = undefined
    },
  }
}
