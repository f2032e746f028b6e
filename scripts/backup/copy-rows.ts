import type { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Sql } from 'postgres'
import { releaseConnection } from '../../core/postgres-copy/read-copy.ts'
import { RowHash } from './hash-rows.ts'
import { copyQuery, type SourceTable } from './list-tables.ts'

/** Sends a table's rows through streams, and answers how many there were and their hash. */
export async function copyRows(
  sql: Sql,
  table: SourceTable,
  ...into: NodeJS.ReadWriteStream[] | [...NodeJS.ReadWriteStream[], Writable]
): Promise<{ rows: number; sha256: string }> {
  const rows = new RowHash()
  const stream: Readable = await sql.unsafe(copyQuery(table)).readable()
  await pipeline([stream, rows, ...into])
  releaseConnection(stream)
  return { rows: rows.rows, sha256: rows.digest() }
}
