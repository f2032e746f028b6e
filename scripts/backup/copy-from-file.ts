import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { TransactionSql } from 'postgres'

/** Fills a table from a file of COPY's text format, packed with gzip. Rejects with the database's error when it refuses a row. */
export async function copyFromFile(
  transaction: TransactionSql,
  target: string,
  file: string,
): Promise<void> {
  const query = transaction.unsafe(`copy ${target} from stdin`)
  const stream = await query.writable()
  const refusal = Promise.withResolvers<never>()
  // The library resolves the query as soon as the stream opens, and then has nobody to tell about an error that comes
  // after the last byte: the stream would never finish. So this promise takes the query's place.
  ;(query as unknown as { reject: (error: Error) => void }).reject = refusal.reject
  await Promise.race([pipeline(createReadStream(file), createGunzip(), stream), refusal.promise])
}
