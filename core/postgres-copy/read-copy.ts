/**
 * Reads rows in Postgres' binary COPY format
 * (https://www.postgresql.org/docs/17/sql-copy.html, "Binary Format"): no text is made or parsed.
 */
import { HEADER_BYTES, SIGNATURE } from './copy-encoder.ts'

/** Microseconds from 1970-01-01 to 2000-01-01, where Postgres counts timestamps from. */
const POSTGRES_EPOCH_MICROSECONDS = 946_684_800_000_000n

/** One row while it is read. Positions count fields from 0; valid only during the callback. */
export interface CopyRow {
  bytes: Uint8Array
  view: DataView
  /** Where each field begins in `bytes`. */
  offsets: Int32Array
  /** Length of each field in bytes; −1 for null. */
  lengths: Int32Array
}

/**
 * Calls back for every row of a COPY … TO STDOUT (FORMAT binary), holding one chunk of it in memory.
 * Throws when the stream is cut before its end.
 */
export async function readCopyRows(
  stream: AsyncIterable<Uint8Array>,
  fieldCount: number,
  onRow: (row: CopyRow) => void,
): Promise<void> {
  const offsets = new Int32Array(fieldCount)
  const lengths = new Int32Array(fieldCount)
  let rest = new Uint8Array(0)
  let isHeaderRead = false
  let isEnded = false
  for await (const chunk of stream) {
    const bytes = rest.length === 0 ? chunk : concat(rest, chunk)
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    let position = 0
    if (!isHeaderRead && bytes.length >= HEADER_BYTES) {
      position = HEADER_BYTES + view.getInt32(SIGNATURE.length + 4)
      isHeaderRead = true
    }
    while (isHeaderRead && !isEnded) {
      const end = findFields(view, position, offsets, lengths)
      if (end === null) break
      if (end === 'trailer') isEnded = true
      else {
        onRow({ bytes, view, offsets, lengths })
        position = end
      }
    }
    rest = bytes.slice(position)
  }
  if (!isEnded) throw new Error('Cannot read rows: the database ended the copy early.')
}

/** Finds the fields of the row at `position`; returns its end, or null when it is not complete yet. */
function findFields(
  view: DataView,
  position: number,
  offsets: Int32Array,
  lengths: Int32Array,
): number | 'trailer' | null {
  if (position + 2 > view.byteLength) return null
  const fieldCount = view.getInt16(position)
  if (fieldCount === -1) return 'trailer'
  if (fieldCount !== offsets.length) {
    throw new Error(`Cannot read rows: ${fieldCount} fields came, ${offsets.length} were expected.`)
  }
  let at = position + 2
  for (let field = 0; field < fieldCount; field++) {
    if (at + 4 > view.byteLength) return null
    const length = view.getInt32(at)
    at += 4
    offsets[field] = at
    lengths[field] = length
    if (length > 0) at += length
  }
  return at <= view.byteLength ? at : null
}

/** Milliseconds since the epoch of a timestamptz field. */
export function readTimestamp({ view, offsets }: CopyRow, field: number): number {
  const microseconds = view.getBigInt64(offsets[field]!) + POSTGRES_EPOCH_MICROSECONDS
  return Number(microseconds) / 1000
}

/** Writes a real[] field to `out[offset…]`, null as NaN. Throws unless it holds exactly `count` values. */
export function readRealArray(
  { view, offsets, lengths }: CopyRow,
  field: number,
  out: Float32Array,
  offset: number,
  count: number,
): void {
  const start = offsets[field]!
  const found = lengths[field]! >= 20 ? view.getInt32(start + 12) : 0
  if (found !== count) {
    throw new Error(`Cannot read features: a row has ${found} of them, the dataset has ${count}.`)
  }
  let at = start + 20
  for (let i = 0; i < count; i++) {
    const length = view.getInt32(at)
    at += 4
    if (length < 0) out[offset + i] = Number.NaN
    else {
      out[offset + i] = view.getFloat32(at)
      at += length
    }
  }
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(first.length + second.length)
  joined.set(first)
  joined.set(second, first.length)
  return joined
}
