import type postgres from 'postgres'

/** A transaction as it is stored, in values that compare exactly. */
export interface StoredRow {
  fingerprint: string
  occurrence: number
  occurredAt: string
  cardHash: string | null
  amount: string
  /** float32 values in hexadecimal. */
  features: string
  isFraud: boolean | null
}

/** All rows of a dataset in a fixed order. */
export async function readRows(sql: postgres.Sql, dataset: string): Promise<StoredRow[]> {
  return await sql<StoredRow[]>`
    select fingerprint, occurrence, to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') as "occurredAt",
      card_hash as "cardHash", amount::text, encode(array_send(features), 'hex') as features, is_fraud as "isFraud"
    from public.transactions
    join public.datasets on datasets.id = transactions.dataset_id
    where slug = ${dataset}
    order by fingerprint, occurrence`
}

/** The roll-ups of a dataset as they are stored. */
export async function readMonths(sql: postgres.Sql, dataset: string) {
  const transactions = await sql`
    select to_char(month, 'YYYY-MM') as month, transaction_count::int as count, amount::text, labelled_count::int as labelled,
      fraud_count::int as frauds, fraud_amount::text as "fraudAmount"
    from public.monthly_transactions join public.datasets on datasets.id = dataset_id
    where slug = ${dataset} order by 1`
  const predictions = await sql`
    select to_char(month, 'YYYY-MM') as month, model_version_id::int as model, scored_count::int as scored,
      flagged_count::int as flagged, flagged_amount::text as "flaggedAmount",
      true_positive_count::int as tp, false_positive_count::int as fp, false_negative_count::int as fn, true_negative_count::int as tn,
      caught_amount::text as caught, missed_amount::text as missed,
      to_json(fraud_score_histogram) as "fraudScores", to_json(legitimate_score_histogram) as "legitimateScores",
      to_json(unlabelled_score_histogram) as "unlabelledScores", (select json_agg((amount * 100)::bigint order by position) from unnest(fraud_amount_histogram) with ordinality as bins (amount, position)) as "fraudAmounts"
    from public.monthly_predictions join public.datasets on datasets.id = dataset_id
    where slug = ${dataset} order by 1, 2`
  return { transactions: [...transactions], predictions: [...predictions] }
}

/** The same roll-ups counted row by row in JavaScript, from nothing but transactions and predictions. */
export async function recountMonths(sql: postgres.Sql, dataset: string) {
  const rows = await sql`
    select to_char(t.occurred_at at time zone 'UTC', 'YYYY-MM') as month, (t.amount * 100)::bigint::int as cents,
      t.is_fraud, p.model_version_id::int as model, p.fraud_score, p.is_flagged
    from public.transactions t
    join public.datasets on datasets.id = t.dataset_id
    left join public.predictions p on p.transaction_id = t.id and p.occurred_at = t.occurred_at and p.is_served
    where slug = ${dataset}`
  const euros = (cents: number) => (cents / 100).toFixed(2)
  const months = Map.groupBy(rows, (row) => row.month as string)
  const transactions = [...months].map(([month, group]) => ({
    month,
    count: group.length,
    amount: euros(sum(group)),
    labelled: group.filter((row) => row.is_fraud !== null).length,
    frauds: group.filter((row) => row.is_fraud).length,
    fraudAmount: euros(sum(group.filter((row) => row.is_fraud))),
  }))
  const scored = Map.groupBy(
    rows.filter((row) => row.model !== null),
    (row) => `${row.month} ${row.model}`,
  )
  const predictions = [...scored].map(([key, group]) => {
    const [month, model] = key.split(' ')
    const frauds = group.filter((row) => row.is_fraud === true)
    const legitimate = group.filter((row) => row.is_fraud === false)
    const flagged = group.filter((row) => row.is_flagged)
    return {
      month,
      model: Number(model),
      scored: group.length,
      flagged: flagged.length,
      flaggedAmount: euros(sum(flagged)),
      tp: frauds.filter((row) => row.is_flagged).length,
      fp: legitimate.filter((row) => row.is_flagged).length,
      fn: frauds.filter((row) => !row.is_flagged).length,
      tn: legitimate.filter((row) => !row.is_flagged).length,
      caught: euros(sum(frauds.filter((row) => row.is_flagged))),
      missed: euros(sum(frauds.filter((row) => !row.is_flagged))),
      fraudScores: histogram(frauds, () => 1),
      legitimateScores: histogram(legitimate, () => 1),
      unlabelledScores: histogram(
        group.filter((row) => row.is_fraud === null),
        () => 1,
      ),
      fraudAmounts: histogram(frauds, (row) => row.cents),
    }
  })
  const byMonth = (a: { month?: string | undefined }, b: { month?: string | undefined }) =>
    String(a.month).localeCompare(String(b.month))
  return { transactions: transactions.sort(byMonth), predictions: predictions.sort(byMonth) }
}

function sum(rows: readonly postgres.Row[]): number {
  return rows.reduce((total, row) => total + row.cents, 0)
}

function histogram(rows: readonly postgres.Row[], weight: (row: postgres.Row) => number): number[] {
  const bins = new Array<number>(200).fill(0)
  for (const row of rows) {
    const bin = Math.min(199, Math.floor(Math.fround(row.fraud_score) * 200))
    bins[bin]! += weight(row)
  }
  return bins
}
