import type postgres from 'postgres'

const CHUNK_BYTES = 262_144

/** Sends a binary COPY file. Rejects with the database's error when it refuses a row. */
export async function copyInto(
  transaction: postgres.TransactionSql,
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
