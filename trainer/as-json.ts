import type { Sql, TransactionSql } from 'postgres'

/** jsonb parameters: the driver's type admits only its own JSON values, ours are plain data. */
export function asJson(sql: Sql | TransactionSql, value: unknown) {
  return sql.json(value as never)
}
