import { createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { SampleRows } from './sample-rows.ts'

const ROWS_PER_CHUNK = 2_000

/** Writes a table as CSV, piece by piece. Returns rows and bytes. */
export async function writeSampleFile(
  path: string,
  { header, rows }: SampleRows,
): Promise<{ rowCount: number; byteCount: number }> {
  let rowCount = 0
  function* chunks() {
    let lines = [header]
    for (const row of rows) {
      rowCount++
      lines.push(row)
      if (lines.length < ROWS_PER_CHUNK) continue
      yield `${lines.join('\n')}\n`
      lines = []
    }
    if (lines.length > 0) yield `${lines.join('\n')}\n`
  }
  await pipeline(Readable.from(chunks()), createWriteStream(path))
  return { rowCount, byteCount: (await stat(path)).size }
}
