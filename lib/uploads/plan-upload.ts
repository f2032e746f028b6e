import { FileFaultError } from '../../core/ingest/file-fault.ts'
import {
  checkFileSize,
  type FileHead,
  HEAD_BYTES,
  inspectFileHead,
} from '../../core/ingest/inspect-file.ts'
import {
  DEFAULT_PART_BYTES,
  maxPartRows,
  type PlannedPart,
  planParts,
} from '../../core/ingest/plan-parts.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import { ContentHasher } from './content-hash.ts'
import type { UploadFaultCode } from './upload-outcome.ts'
import { DamagedGzipError, readUnpacked, type UploadSource } from './upload-source.ts'

/** What the first pass over a file finds out. */
export interface UploadPlan {
  head: FileHead
  contentHash: string
  /** Of all parts: the file unpacked, without its header. */
  byteCount: number
  parts: PlannedPart[]
}

/** Recognises a file by its first megabyte, without reading the rest. */
export async function inspectSource(
  source: UploadSource,
): Promise<Result<FileHead, UploadFaultCode>> {
  return await catchFileFaults(async () => inspectFileHead(await readHead(source)))
}

/** The first HEAD_BYTES of a file or a little more, unpacked; all of a shorter one. */
export async function readHead(source: UploadSource): Promise<Uint8Array> {
  const head = new HeadCollector()
  for await (const chunk of readUnpacked(source)) if (head.add(chunk)) break
  return head.bytes()
}

/**
 * Reads a file once: recognises it, hashes it, and cuts it into parts. Holds two blocks, whatever its size.
 * `onBytes` hears the bytes read of the source, as they lie there.
 */
export async function planUpload(
  source: UploadSource,
  {
    partBytes = DEFAULT_PART_BYTES,
    onBytes,
    signal,
  }: { partBytes?: number; onBytes?: (byteCount: number) => void; signal?: AbortSignal } = {},
): Promise<Result<UploadPlan, UploadFaultCode>> {
  return await catchFileFaults(async () => {
    const inspected = await inspectSource(source)
    if (inspected.error !== null) return inspected

    const hasher = new ContentHasher()
    let unpackedBytes = 0
    let byteCount = 0
    async function* hashed() {
      for await (const chunk of readUnpacked(source, onBytes)) {
        signal?.throwIfAborted()
        unpackedBytes += chunk.length
        const size = checkFileSize(unpackedBytes)
        if (size.error !== null) throw new FileFaultError(size.error.code, size.error.message)
        await hasher.update(chunk)
        yield chunk
      }
    }
    const parts: PlannedPart[] = []
    const cuts = { partBytes, maxRows: maxPartRows(inspected.data.profile) }
    for await (const part of planParts(hashed(), cuts)) {
      parts.push(part)
      byteCount += part.byteCount
    }
    if (parts.length === 0) {
      return fail(
        'header_only',
        'The file has a header and no rows. Export it again with its rows.',
      )
    }
    return ok({ head: inspected.data, contentHash: await hasher.finish(), byteCount, parts })
  })
}

/** Gathers the first HEAD_BYTES of a file. */
class HeadCollector {
  readonly #chunks: Uint8Array[] = []
  #length = 0

  /** True when there is enough. */
  add(chunk: Uint8Array): boolean {
    this.#chunks.push(chunk)
    this.#length += chunk.length
    return this.#length >= HEAD_BYTES
  }

  bytes(): Uint8Array {
    const all = new Uint8Array(this.#length)
    let at = 0
    for (const chunk of this.#chunks) {
      all.set(chunk, at)
      at += chunk.length
    }
    return all
  }
}

/** Turns what reading a file throws into its fault; a defect is thrown on. */
export async function catchFileFaults<T>(
  read: () => Promise<Result<T, UploadFaultCode>>,
): Promise<Result<T, UploadFaultCode>> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof FileFaultError) return fail(error.code, error.message)
    if (error instanceof DamagedGzipError) return fail('damaged_gzip', error.message)
    // What a browser throws when the file was changed or removed after it was chosen.
    if (error instanceof DOMException && error.name === 'NotReadableError') {
      return fail('unreadable_file', 'The file cannot be read any more. Choose it again.')
    }
    throw error
  }
}
