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

/** What COPY … TO STDOUT sends: the driver's stream, or any pieces of it. */
export interface CopyStream extends AsyncIterable<Uint8Array> {
  /** Of the driver's stream (postgres.js): asks its connection for more. */
  _read?(size: number): void
}

/**
 * Calls back for every row of a COPY … TO STDOUT (FORMAT binary), holding one chunk of it in memory.
 * Throws when the stream is cut before its end, and what `onRow` throws; the connection can be used either way.
 */
export async function readCopyRows(
  stream: CopyStream,
  fieldCount: number,
  onRow: (row: CopyRow) => void,
): Promise<void> {
  const reader = new CopyReader(fieldCount, onRow)
  let fault: { error: unknown } | null = null
  for await (const chunk of stream) {
    // Behind a fault the rest is read past: a stream that is left early leaves its connection standing still.
    if (fault) continue
    try {
      reader.take(chunk)
    } catch (error) {
      fault = { error }
    }
  }
  releaseConnection(stream)
  if (fault) throw fault.error
  if (!reader.isEnded) throw new Error('Cannot read rows: the database ended the copy early.')
}

/**
 * To be called behind the end of a copy. The driver pauses its connection behind a large row, and goes on when it is
 * asked for more; behind a large last row nobody asks any more, and the next statement would wait for ever.
 */
export function releaseConnection(stream: Pick<CopyStream, '_read'>): void {
  stream._read?.(0)
}

/** Finds rows in the pieces of a copy, however it is cut. */
class CopyReader {
  isEnded = false
  private readonly offsets: Int32Array
  private readonly lengths: Int32Array
  private readonly onRow: (row: CopyRow) => void
  private rest = new Uint8Array(0)
  private isHeaderRead = false

  constructor(fieldCount: number, onRow: (row: CopyRow) => void) {
    this.offsets = new Int32Array(fieldCount)
    this.lengths = new Int32Array(fieldCount)
    this.onRow = onRow
  }

  take(chunk: Uint8Array): void {
    const { offsets, lengths, onRow } = this
    const bytes = this.rest.length === 0 ? chunk : concat(this.rest, chunk)
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    let position = 0
    if (!this.isHeaderRead && bytes.length >= HEADER_BYTES) {
      position = HEADER_BYTES + view.getInt32(SIGNATURE.length + 4)
      this.isHeaderRead = true
    }
    while (this.isHeaderRead && !this.isEnded) {
      const end = findFields(view, position, offsets, lengths)
      if (end === null) break
      if (end === 'trailer') this.isEnded = true
      else {
        onRow({ bytes, view, offsets, lengths })
        position = end
      }
    }
    this.rest = bytes.slice(position)
  }
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

/** Reads a `double precision[]` without nulls as `array_send` writes it. */
export function decodeDoubleArray(bytes: Uint8Array): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getInt32(0) === 0) return new Float64Array(0)
  const values = new Float64Array(view.getInt32(12))
  for (let index = 0, at = 24; index < values.length; index++, at += 12) {
    values[index] = view.getFloat64(at)
  }
  return values
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(first.length + second.length)
  joined.set(first)
  joined.set(second, first.length)
  return joined
}
