import { isGzip } from '../../core/ingest/inspect-file.ts'

/** A file to upload: a browser's File as it is, or a file on disk in the same shape. */
export interface UploadSource {
  /** As it is shown; without folders. */
  name: string
  /** Bytes as they lie there, perhaps packed. */
  size: number
  /** The bytes from the start; called once per pass. */
  stream(): ReadableStream<Uint8Array<ArrayBuffer>>
}

/**
 * Reads a source from its start, unpacking gzip. `onBytes` hears how many bytes of the source were read, as they lie
 * there. Throws DamagedGzipError, or what the source throws.
 */
export async function* readUnpacked(
  source: UploadSource,
  onBytes: (byteCount: number) => void = () => {},
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = source.stream().getReader()
  try {
    const first = await reader.read()
    if (first.done) return
    const rest = readOn(first.value, reader, onBytes)
    if (isGzip(first.value)) yield* gunzip(rest)
    else yield* rest
  } finally {
    await reader.cancel().catch(() => {})
  }
}

/** The file begins like gzip but cannot be unpacked. */
export class DamagedGzipError extends Error {
  override readonly name = 'DamagedGzipError'
}

async function* readOn(
  first: Uint8Array<ArrayBuffer>,
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
  onBytes: (byteCount: number) => void,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let chunk: Uint8Array<ArrayBuffer> | undefined = first; chunk !== undefined; ) {
    onBytes(chunk.length)
    if (chunk.length > 0) yield chunk
    const next: ReadableStreamReadResult<Uint8Array<ArrayBuffer>> = await reader.read()
    chunk = next.value
  }
}

async function* gunzip(
  packed: AsyncGenerator<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const unpacker = new DecompressionStream('gzip')
  const writer = unpacker.writable.getWriter()
  let sourceError: unknown
  const fed = (async () => {
    try {
      for await (const chunk of packed) await writer.write(chunk)
      await writer.close()
    } catch (error) {
      sourceError = error
      await writer.abort(error).catch(() => {})
    }
  })()
  const reader = unpacker.readable.getReader() as ReadableStreamDefaultReader<
    Uint8Array<ArrayBuffer>
  >
  try {
    for (;;) {
      const { value, done } = await reader.read()
      if (done) break
      yield value
    }
  } catch (error) {
    await fed
    // A file that cannot be read is not a damaged one: decompression errors are TypeErrors (Compression standard, 5).
    if (sourceError !== undefined && !(sourceError instanceof TypeError)) throw sourceError
    throw new DamagedGzipError('The gzip file is damaged or cut off. Pack it again and retry.', {
      cause: error,
    })
  } finally {
    await reader.cancel().catch(() => {})
    await fed
  }
}
