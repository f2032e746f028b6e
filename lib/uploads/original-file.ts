import { fail, ok, type Result } from '../../core/result.ts'
import type { FraudDeskClient } from '../supabase/server-client.ts'

/** Name of the object beside the parts that holds everything before the first row. */
export const HEADER_OBJECT = 'header.csv'

/** A committed file as it was sent, unpacked. */
export interface OriginalFile {
  /** The name it came under, without `.gz`. */
  name: string
  byteCount: number
  /** Read it to the end or cancel it; it fails when a part cannot be read any more. */
  stream: ReadableStream<Uint8Array<ArrayBuffer>>
}

/** Parts in one answer of the database. */
const PAGE_ROWS = 500

/**
 * Opens the original of a committed upload: its header and its parts, one after the other, byte for byte what was sent
 * (a packed file unpacked). Who may read it is decided by row-level security: its owner, and admins. Parts are fetched
 * while the stream is read, so memory stays at one part.
 */
export async function openOriginalFile(
  client: FraudDeskClient,
  uploadId: string,
): Promise<Result<OriginalFile, 'upload_not_found' | 'unavailable'>> {
  const { data: upload, error } = await client
    .from('uploads')
    .select('file_name, uploaded_by')
    .eq('id', uploadId)
    .eq('state', 'committed')
    .maybeSingle()
  if (error !== null) return unavailable()
  if (upload === null) {
    return fail(
      'upload_not_found',
      'There is no such file. Only committed uploads of your own can be downloaded.',
    )
  }
  const parts: { storage_path: string; byte_count: number }[] = []
  for (;;) {
    const page = await client
      .from('upload_parts')
      .select('storage_path, byte_count')
      .eq('upload_id', uploadId)
      .order('number')
      .range(parts.length, parts.length + PAGE_ROWS - 1)
    if (page.error !== null) return unavailable()
    parts.push(...page.data)
    if (page.data.length < PAGE_ROWS) break
  }
  const header = await download(client, `${upload.uploaded_by}/${uploadId}/${HEADER_OBJECT}`)
  if (header === null) return unavailable()

  const waiting = parts.map(({ storage_path: path }) => path)
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      start: (controller) => controller.enqueue(header),
      async pull(controller) {
        const path = waiting.shift()
        if (path === undefined) {
          controller.close()
          return
        }
        const bytes = await download(client, path)
        if (bytes === null) throw new Error(`Cannot read ${path} from Storage. Try again.`)
        controller.enqueue(bytes)
      },
    },
    { highWaterMark: 1 },
  )
  const byteCount = parts.reduce((sum, part) => sum + part.byte_count, header.length)
  return ok({ name: upload.file_name.replace(/\.gz$/i, ''), byteCount, stream })
}

async function download(
  client: FraudDeskClient,
  path: string,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const { data } = await client.storage.from('uploads').download(path)
  return data === null ? null : new Uint8Array(await data.arrayBuffer())
}

function unavailable(): Result<never, 'unavailable'> {
  return fail('unavailable', 'The file cannot be read from Storage at the moment. Try again.')
}
