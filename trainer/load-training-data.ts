import { createHash } from 'node:crypto'
import type { Sql } from 'postgres'
import { monthOf } from '../core/month.ts'
import {
  type CopyRow,
  readCopyRows,
  readRealArray,
  readTimestamp,
} from '../core/postgres-copy/read-copy.ts'
import { type TrainingData, TrainingDataBuilder } from './training-data.ts'

/**
 * Least share of a month's rows that must have a label. In a month without a file of labels only the reviewed rows
 * have one, and those are mostly what a model flagged: measuring on them would flatter that model.
 */
const LEAST_LABELLED_SHARE = 0.5

/** Labelled rows, and what proves which ones they were. */
export interface LoadedTrainingData {
  data: TrainingData
  /** SHA-256 over fingerprints, labels and features in their order; equal data gives an equal hash in any database. */
  hash: string
  /** Months left out because too few of their rows have a label. */
  partlyLabelledMonths: string[]
}

/**
 * Streams the labelled rows of a dataset out of Postgres, in time order, into typed arrays. Labels that are simulated
 * or a model's own word do not teach and are left out.
 */
export async function loadTrainingData(
  sql: Sql,
  datasetId: number,
  featureCount: number,
): Promise<LoadedTrainingData> {
  const months = await sql<{ month: string; labelled: string; isComplete: boolean }[]>`
    select to_char(month, 'YYYY-MM') as month, labelled_count as labelled,
           labelled_count >= ${LEAST_LABELLED_SHARE}::float8 * transaction_count as "isComplete"
    from public.monthly_transactions
    where dataset_id = ${datasetId} and labelled_count > 0
    order by month`
  const partlyLabelledMonths = months.filter((row) => !row.isComplete).map((row) => row.month)
  const excluded = new Set(partlyLabelledMonths)
  const expectedRows = months.reduce((sum, row) => sum + Number(row.labelled), 0)

  // COPY takes no parameters; datasetId is a number.
  const stream = await sql`
    copy (
      select occurred_at, fingerprint, is_fraud, (amount * 100)::bigint, features, card_hash
      from public.transactions
      where dataset_id = ${sql.unsafe(String(Number(datasetId)))} and is_fraud is not null
        and private.teaches(label_source)
      order by occurred_at, fingerprint, occurrence
    ) to stdout (format binary)`.readable()
  const builder = new TrainingDataBuilder(featureCount, expectedRows)
  await readCopyRows(stream, 6, (row) => {
    const occurredAt = readTimestamp(row, 0)
    if (excluded.size === 0 || !excluded.has(monthOf(occurredAt))) addRow(builder, row, occurredAt)
  })
  const data = builder.finish()
  return { data, hash: hashOf(data), partlyLabelledMonths }
}

function addRow(builder: TrainingDataBuilder, row: CopyRow, occurredAt: number): void {
  const index = builder.addRow()
  const { data } = builder
  data.occurredAt[index] = occurredAt
  for (let word = 0; word < 4; word++) {
    data.fingerprints[index * 4 + word] = row.view.getUint32(row.offsets[1]! + word * 4)
  }
  data.labels[index] = row.view.getUint8(row.offsets[2]!)
  data.amountCents[index] = Number(row.view.getBigInt64(row.offsets[3]!))
  readRealArray(row, 4, data.features, index * data.featureCount, data.featureCount)
  builder.setCard(index, readCard(row, 5))
}

/** The first 53 bits of a card's keyed hash, which tell any two of a million cards apart; null for a row without one. */
function readCard({ view, offsets, lengths }: CopyRow, field: number): number | null {
  if (lengths[field]! < 0) return null
  return view.getUint32(offsets[field]!) * 2 ** 21 + (view.getUint32(offsets[field]! + 4) >>> 11)
}

function hashOf({ fingerprints, labels, features }: TrainingData): string {
  const hash = createHash('sha256')
  for (const { buffer, byteOffset, byteLength } of [fingerprints, labels, features]) {
    hash.update(new Uint8Array(buffer, byteOffset, byteLength))
  }
  return hash.digest('hex')
}
