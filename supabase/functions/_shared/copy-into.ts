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
    let at = 0
    // No faster than the server takes them: what waits in the socket would be there twice.
    const writeOn = () => {
      while (at < bytes.length) {
        const chunk = bytes.subarray(at, at + CHUNK_BYTES)
        at += chunk.length
        if (!stream.write(chunk)) {
          stream.once('drain', writeOn)
          return
        }
      }
      stream.end()
    }
    writeOn()
  })
}
