import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { ParsedTransaction } from '../core/datasets/profile.ts'
import { ULB_START_MS, ulb } from '../core/datasets/ulb.ts'
import type { PartRows } from '../trainer/prepare-parts.ts'

/** Every fraud of the published file, and legitimate rows drawn at random from it. */
export const ulbSamplePath = join(
  import.meta.dirname,
  '../../shared/data/ulb-creditcard-sample.csv.gz',
)

/** What a legitimate row of the sample stands for: 284,315 in the published file / 39,258 in the sample. */
export const LEGITIMATE_WEIGHT = 7.242

/** Seconds from the first row at which validation and hold-out begin: 60 and 80 percent of two days. */
const CUTS = { validation: 103_675.2, holdout: 138_233.6 } as const

/** The sample in time order, parted by time. */
export interface UlbSample {
  train: PartRows
  validation: PartRows
  holdout: PartRows
}

/** True where the published rows are laid beside the repository. */
export function hasUlbSample(): boolean {
  return existsSync(ulbSamplePath)
}

/** Reads the sample: exact duplicates left out, parted at the cuts, legitimate rows weighted. */
export function readUlbSample(): UlbSample {
  const [header, ...lines] = gunzipSync(readFileSync(ulbSamplePath)).toString().trim().split('\n')
  const columns = header!.split(',').map((name) => name.replaceAll('"', ''))
  const positions = ulb.columns.map((name) => columns.indexOf(name))
  const label = columns.indexOf(ulb.labelColumn)
  const now = Date.UTC(2026, 0, 1)
  const rows = [...new Set(lines)].map((line) => {
    const cells = line.split(',').map((cell) => cell.replaceAll('"', ''))
    const parsed = ulb.parseRow(
      positions.map((position) => cells[position]!),
      cells[label]!,
      now,
    )
    if ('faults' in parsed) throw new Error(`A row of the sample is faulty: ${line}`)
    const transaction = { ...parsed.transaction, fingerprint: '', line: 0 }
    return { ...transaction, attributes: transaction.attributes.slice() }
  })
  rows.sort((a, b) => a.occurredAt - b.occurredAt)
  const until = (seconds: number) => ULB_START_MS + seconds * 1000
  const part = (from: number, to: number) =>
    toPart(rows.filter((row) => row.occurredAt >= from && row.occurredAt < to))
  return {
    train: part(0, until(CUTS.validation)),
    validation: part(until(CUTS.validation), until(CUTS.holdout)),
    holdout: part(until(CUTS.holdout), Infinity),
  }
}

function toPart(rows: readonly ParsedTransaction[]): PartRows {
  const featureCount = ulb.features.length
  const part: PartRows = {
    rowCount: rows.length,
    featureCount,
    features: new Float32Array(rows.length * featureCount),
    labels: Uint8Array.from(rows, (row) => (row.isFraud ? 1 : 0)),
    amountCents: Float64Array.from(rows, (row) => row.amountCents),
    weights: Float32Array.from(rows, (row) => (row.isFraud ? 1 : LEGITIMATE_WEIGHT)),
  }
  for (const [index, row] of rows.entries()) {
    ulb.writeFeatures(row, null, part.features, index * featureCount)
  }
  return part
}
