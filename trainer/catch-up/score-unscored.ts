import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Sql, TransactionSql } from 'postgres'
import type { DatasetProfile } from '../../core/datasets/profile.ts'
import { inTransaction } from '../../core/in-transaction.ts'
import { addMonths, type Month, monthOf, monthStart } from '../../core/month.ts'
import { CopyEncoder } from '../../core/postgres-copy/copy-encoder.ts'
import { readCopyRows, readRealArray } from '../../core/postgres-copy/read-copy.ts'
import type { Scorer } from '../../core/scoring/score.ts'
import { topReasons } from '../../core/scoring/top-reasons.ts'

/** Rows in memory at a time, and about as many in a transaction unless a month has more. */
const CHUNK_ROWS = 20_000

/** The model that scores, and from when on. */
export interface ScoringModel {
  modelVersionId: number
  scorer: Scorer
  threshold: number
  /** Milliseconds since the epoch: what the model has seen is never scored by it. */
  trainedUntil: number
  /** False for a challenger: its predictions stand beside the served ones, in no roll-up. */
  isServed: boolean
}

/**
 * Gives every row later than the model's training window that lacks a prediction one by this model, with reasons where
 * it is flagged. A serving model scores rows that no model has served, a challenger those it has not scored itself. Months go in batches: the predictions of a batch and its roll-ups are one
 * transaction, so that a crash leaves whole months. Returns how many rows were scored.
 */
export async function scoreUnscored(
  sql: Sql,
  datasetId: number,
  profile: DatasetProfile,
  model: ScoringModel,
  onBatch: (months: readonly Month[], rowCount: number) => void,
): Promise<number> {
  const waiting = model.isServed
    ? await listWaitingMonths(sql, datasetId, model.trainedUntil)
    : await listShadowGaps(sql, datasetId, model)
  let total = 0
  for (const months of batchMonths(waiting)) {
    const rowCount = await inTransaction(sql, (transaction) =>
      scoreMonths(transaction, datasetId, profile, model, months),
    )
    if (rowCount > 0) onBatch(months, rowCount)
    total += rowCount
  }
  return total
}

/** A month and how many of its rows lack a prediction. */
interface WaitingMonth {
  month: Month
  rowCount: number
}

/** Months whose roll-ups count fewer predictions than transactions. */
async function listWaitingMonths(
  sql: Sql,
  datasetId: number,
  from: number,
): Promise<WaitingMonth[]> {
  return sql<WaitingMonth[]>`
    select to_char(months.month, 'YYYY-MM') as month,
           (months.transaction_count - coalesce(sum(scored.scored_count), 0))::float8 as "rowCount"
    from public.monthly_transactions as months
    left join public.monthly_predictions as scored
      on scored.dataset_id = months.dataset_id and scored.month = months.month
    where months.dataset_id = ${datasetId} and months.month >= ${`${monthOf(from)}-01`}
    group by months.month, months.transaction_count
    having months.transaction_count > coalesce(sum(scored.scored_count), 0)
    order by months.month`
}

/** Months in which a challenger has not scored every row. */
async function listShadowGaps(
  sql: Sql,
  datasetId: number,
  { modelVersionId, trainedUntil }: ScoringModel,
): Promise<WaitingMonth[]> {
  return sql<WaitingMonth[]>`
    select to_char(month, 'YYYY-MM') as month, row_count::float8 as "rowCount"
    from private.list_shadow_gaps(${datasetId}::smallint, ${modelVersionId}, ${new Date(trainedUntil)})`
}

/** Joins small months, so that eighteen years of one card are not two hundred transactions. */
export function batchMonths(waiting: readonly WaitingMonth[]): Month[][] {
  const batches: Month[][] = []
  let size = Number.POSITIVE_INFINITY
  for (const { month, rowCount } of waiting) {
    if (size + rowCount > CHUNK_ROWS) {
      batches.push([])
      size = 0
    }
    batches.at(-1)!.push(month)
    size += rowCount
  }
  return batches
}

async function scoreMonths(
  sql: TransactionSql,
  datasetId: number,
  profile: DatasetProfile,
  model: ScoringModel,
  months: readonly Month[],
): Promise<number> {
  const from = new Date(Math.max(monthStart(months[0]!), model.trainedUntil)).toISOString()
  const to = new Date(monthStart(addMonths(months.at(-1)!, 1))).toISOString()
  await sql`
    create temporary table scored (
      id bigint, occurred_at timestamptz, fraud_score real, is_flagged boolean, reasons jsonb
    ) on commit drop`
  let lastId = 0n
  for (;;) {
    const chunk = await readChunk(sql, datasetId, model, from, to, lastId, profile.features.length)
    if (chunk.ids.length > 0) {
      lastId = chunk.ids.at(-1)!
      const copy = await sql`copy scored from stdin (format binary)`.writable()
      await pipeline(Readable.from([scoreChunk(profile, model, chunk)]), copy)
    }
    if (chunk.ids.length < CHUNK_ROWS) break
  }
  const inserted = await sql`
    insert into public.predictions
      (transaction_id, occurred_at, dataset_id, model_version_id, fraud_score, threshold, is_flagged, reasons, is_served)
    select id, occurred_at, ${datasetId}, ${model.modelVersionId}, fraud_score, ${model.threshold}, is_flagged, reasons,
           ${model.isServed}
    from scored
    on conflict do nothing`
  if (inserted.count > 0) {
    const days = months.map((month) => `${month}-01`)
    if (model.isServed) {
      await sql`select private.refresh_months(${datasetId}::smallint, ${days}::date[])`
    } else {
      // What was compared before these came is compared anew.
      await sql`
        delete from public.monthly_comparisons
        where dataset_id = ${datasetId} and challenger_id = ${model.modelVersionId} and month = any (${days}::date[])`
    }
  }
  return inserted.count
}

interface Chunk {
  ids: bigint[]
  /** As Postgres counts them; handed back untouched. */
  occurredAt: bigint[]
  features: Float32Array
}

/** The next rows of a window that lack a prediction, in the order of their ids. */
async function readChunk(
  sql: TransactionSql,
  datasetId: number,
  model: ScoringModel,
  from: string,
  to: string,
  afterId: bigint,
  featureCount: number,
): Promise<Chunk> {
  // COPY takes no parameters: these are numbers and timestamps made above.
  const stream = await sql
    .unsafe(
      `copy (
        select row.id, row.occurred_at, row.features
        from public.transactions as row
        where row.dataset_id = ${Number(datasetId)}
          and row.occurred_at >= '${from}' and row.occurred_at < '${to}'
          and row.id > ${afterId}
          and not exists (
            select 1 from public.predictions as known
            where known.transaction_id = row.id and known.occurred_at = row.occurred_at
              and ${model.isServed ? 'known.is_served' : `known.model_version_id = ${Number(model.modelVersionId)}`}
              and known.occurred_at >= '${from}' and known.occurred_at < '${to}'
          )
        order by row.id
        limit ${CHUNK_ROWS}
      ) to stdout (format binary)`,
    )
    .readable()
  const ids: bigint[] = []
  const occurredAt: bigint[] = []
  const features = new Float32Array(CHUNK_ROWS * featureCount)
  await readCopyRows(stream, 3, (row) => {
    readRealArray(row, 2, features, ids.length * featureCount, featureCount)
    ids.push(row.view.getBigInt64(row.offsets[0]!))
    occurredAt.push(row.view.getBigInt64(row.offsets[1]!))
  })
  return { ids, occurredAt, features }
}

function scoreChunk(
  profile: DatasetProfile,
  { scorer, threshold }: ScoringModel,
  { ids, occurredAt, features }: Chunk,
): Uint8Array {
  const width = profile.features.length
  const scores = scorer.score(features, ids.length)
  const rows = new CopyEncoder(5)
  for (let i = 0; i < ids.length; i++) {
    const isFlagged = scores[i]! >= threshold
    const row = features.subarray(i * width, (i + 1) * width)
    rows.startRow()
    rows.bigint(ids[i]!)
    rows.bigint(occurredAt[i]!)
    rows.real(scores[i]!)
    rows.boolean(isFlagged)
    rows.jsonb(isFlagged ? JSON.stringify(topReasons(profile, row, scorer.explain(row))) : null)
  }
  return rows.finish()
}
