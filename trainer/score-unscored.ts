import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Sql, TransactionSql } from 'postgres'
import type { DatasetProfile } from '../core/datasets/profile.ts'
import { addMonths, type Month, monthOf, monthStart } from '../core/month.ts'
import { topReasons } from '../core/scoring/explain.ts'
import type { Scorer } from '../core/scoring/score.ts'
import { CopyWriter, readCopyRows, readRealArray } from './database/copy-binary.ts'

/** Rows in memory at a time. */
const CHUNK_ROWS = 20_000

/** The model that scores, and from when on. */
export interface ScoringModel {
  modelVersionId: number
  scorer: Scorer
  threshold: number
  /** Milliseconds since the epoch: what the model has seen is never scored by it. */
  trainedUntil: number
}

/**
 * Gives every row later than the model's training window that has no served prediction yet one by this model,
 * with reasons where it is flagged. Month by month: a month's predictions and its roll-up are one transaction, so that
 * a crash leaves whole months. Returns how many rows were scored.
 */
export async function scoreUnscored(
  sql: Sql,
  datasetId: number,
  profile: DatasetProfile,
  model: ScoringModel,
  onMonth: (month: Month, rowCount: number) => void,
): Promise<number> {
  let total = 0
  for (const month of await listUnscoredMonths(sql, datasetId, model.trainedUntil)) {
    const rowCount = await sql.begin((transaction) =>
      scoreMonth(transaction, datasetId, profile, model, month),
    )
    if (rowCount > 0) onMonth(month, rowCount)
    total += rowCount
  }
  return total
}

/** Months whose roll-ups count fewer predictions than transactions. */
async function listUnscoredMonths(sql: Sql, datasetId: number, from: number): Promise<Month[]> {
  const rows = await sql<{ month: Month }[]>`
    select to_char(months.month, 'YYYY-MM') as month
    from public.monthly_transactions as months
    left join public.monthly_predictions as scored
      on scored.dataset_id = months.dataset_id and scored.month = months.month
    where months.dataset_id = ${datasetId} and months.month >= ${`${monthOf(from)}-01`}
    group by months.month, months.transaction_count
    having months.transaction_count > coalesce(sum(scored.scored_count), 0)
    order by months.month`
  return rows.map((row) => row.month)
}

async function scoreMonth(
  sql: TransactionSql,
  datasetId: number,
  profile: DatasetProfile,
  model: ScoringModel,
  month: Month,
): Promise<number> {
  const from = new Date(Math.max(monthStart(month), model.trainedUntil)).toISOString()
  const to = new Date(monthStart(addMonths(month, 1))).toISOString()
  await sql`
    create temporary table scored (
      id bigint, occurred_at timestamptz, fraud_score real, is_flagged boolean, reasons jsonb
    ) on commit drop`
  let total = 0
  let lastId = 0n
  for (;;) {
    const chunk = await readChunk(sql, datasetId, from, to, lastId, profile.features.length)
    if (chunk.ids.length === 0) break
    lastId = chunk.ids.at(-1)!
    const copy = await sql`copy scored from stdin (format binary)`.writable()
    await pipeline(Readable.from([scoreChunk(profile, model, chunk)]), copy)
    total += chunk.ids.length
  }
  if (total === 0) return 0
  const inserted = await sql`
    insert into public.predictions
      (transaction_id, occurred_at, dataset_id, model_version_id, fraud_score, threshold, is_flagged, reasons)
    select id, occurred_at, ${datasetId}, ${model.modelVersionId}, fraud_score, ${model.threshold}, is_flagged, reasons
    from scored
    on conflict do nothing`
  await sql`select private.refresh_months(${datasetId}::smallint, array[${`${month}-01`}]::date[])`
  return inserted.count
}

interface Chunk {
  ids: bigint[]
  /** As Postgres counts them; handed back untouched. */
  occurredAt: bigint[]
  features: Float32Array
}

/** The next rows of a window without a served prediction, in the order of their ids. */
async function readChunk(
  sql: TransactionSql,
  datasetId: number,
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
            where known.transaction_id = row.id and known.occurred_at = row.occurred_at and known.is_served
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
  const writer = new CopyWriter()
  for (let i = 0; i < ids.length; i++) {
    const isFlagged = scores[i]! >= threshold
    const row = features.subarray(i * width, (i + 1) * width)
    writer.row(5)
    writer.bigint(ids[i]!)
    writer.bigint(occurredAt[i]!)
    writer.real(scores[i]!)
    writer.boolean(isFlagged)
    writer.jsonb(isFlagged ? topReasons(profile, row, scorer.explain(row)) : null)
  }
  return writer.finish()
}
