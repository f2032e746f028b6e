import type { RowFaultCode } from '../../core/datasets/profile.ts'
import { createCsvReader, readCsvRow } from '../../core/ingest/csv.ts'
import {
  checkFileSize,
  HEAD_BYTES,
  inspectFileHead,
  isGzip,
} from '../../core/ingest/inspect-file.ts'
import type { RejectedRow } from '../../core/ingest/rejected-row.ts'
import { RowScanner } from '../../core/ingest/row-scanner.ts'
import { validatePart } from '../../core/ingest/validate-part.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import { catchFileFaults, readHead } from './plan-upload.ts'
import type { UploadFaultCode } from './upload-outcome.ts'
import type { UploadSource } from './upload-source.ts'

/** Rows that are shown before anything is sent. */
const SHOWN_ROWS = 20

/** One of a file's first rows as it lies there. */
export interface PreviewRow {
  /** 1-based line in the file. */
  line: number
  cells: string[]
  /** Why ingest would refuse the row; null for a good one. `column` is blank when the whole row is at fault. */
  fault: { column: string; code: RowFaultCode; message: string } | null
}

/** What the beginning of a file tells before anything is sent. */
export interface FilePreview {
  /** Slug and title of the recognised format. */
  profile: string
  profileTitle: string
  columns: string[]
  /** Columns whose values never leave validation. */
  personalColumns: string[]
  labelColumn: string | null
  /** The first twenty rows. */
  rows: PreviewRow[]
  /** Rows that were validated, and how many of them have a fault. */
  checkedCount: number
  faultyCount: number
  /** True when the whole file was validated, not only its beginning. */
  isWhole: boolean
}

/**
 * Validates the first megabyte of a file as ingest will, without sending anything. Refuses a file that cannot be used at
 * all, with its cure. `now` is the present in milliseconds since the epoch.
 */
export async function previewFile(
  source: UploadSource,
  now: number,
): Promise<Result<FilePreview, UploadFaultCode>> {
  return await catchFileFaults<FilePreview>(async () => {
    const bytes = (await readHead(source)).subarray(0, HEAD_BYTES)
    const head = inspectFileHead(bytes)
    if (head.error !== null) return head
    // What a packed file holds is known only when it is read to its end.
    const size = isGzip(await firstBytes(source)) ? ok(0) : checkFileSize(source.size)
    if (size.error !== null) return size

    const { profile, columns, dataOffset, firstDataLine, hasLabels } = head.data
    const isWhole = bytes.length < HEAD_BYTES
    const rowBytes = bytes.subarray(
      dataOffset,
      isWhole ? bytes.length : lastRowEnd(bytes, dataOffset),
    )
    const { rejected, rowCount } = validatePart({
      profile,
      columns,
      firstLine: firstDataLine,
      bytes: rowBytes,
      now,
    })
    if (rowCount > 0 && rejected.length === rowCount) return refuse(rejected, isWhole)
    return ok({
      profile: profile.slug,
      profileTitle: profile.title,
      columns,
      personalColumns: [...profile.personalColumns],
      labelColumn: hasLabels ? profile.labelColumn : null,
      rows: readRows(rowBytes, firstDataLine, rejected),
      checkedCount: rowCount,
      faultyCount: rejected.length,
      isWhole,
    })
  })
}

/** The first bytes as they lie there, still packed. */
async function firstBytes(source: UploadSource): Promise<Uint8Array> {
  const reader = source.stream().getReader()
  const { value } = await reader.read()
  await reader.cancel()
  return value ?? new Uint8Array()
}

function lastRowEnd(bytes: Uint8Array, from: number): number {
  const scanner = new RowScanner()
  let end = from
  for (;;) {
    const next = scanner.findRowEnd(bytes, end)
    if (next < 0) return end
    end = next
  }
}

function readRows(
  bytes: Uint8Array,
  firstLine: number,
  rejected: readonly RejectedRow[],
): PreviewRow[] {
  const faults = new Map(rejected.map((row) => [row.line, row]))
  const reader = createCsvReader(new TextDecoder().decode(bytes), firstLine)
  const cells: string[] = []
  const rows: PreviewRow[] = []
  while (rows.length < SHOWN_ROWS) {
    const count = readCsvRow(reader, cells)
    if (count < 0) break
    const fault = faults.get(reader.rowLine)
    rows.push({
      line: reader.rowLine,
      cells: cells.slice(0, count),
      fault: fault ? { column: fault.column, code: fault.code, message: fault.message } : null,
    })
  }
  return rows
}

function refuse(
  rejected: readonly RejectedRow[],
  isWhole: boolean,
): Result<never, UploadFaultCode> {
  const counts = Map.groupBy(rejected, ({ code, column }) => `${code} ${column}`)
  const [commonest] = [...counts.values()].sort((left, right) => right.length - left.length)
  const which = isWhole ? `its ${rejected.length}` : `its first ${rejected.length}`
  return fail(
    'no_good_rows',
    `None of ${which} rows can be used. ${commonest?.length === rejected.length ? 'In all of them' : 'Most often'}: ${commonest?.[0]?.message}`,
  )
}
