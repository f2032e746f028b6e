import type postgres from 'postgres'

/**
 * Everything that uploads leave in a dataset, in values that compare exactly and in an order of their own: rows with
 * labels and predictions, and card histories. Ids and times of storing are left out.
 */
export async function readDataset(sql: postgres.Sql, dataset: string) {
  const rows = await sql`
    select t.fingerprint, t.occurrence, t.occurred_at::text, t.card_hash, t.card_last4, t.amount::text, t.merchant,
      t.category, t.place, encode(array_send(t.features), 'hex') as features, t.is_fraud, t.label_source, t.labelled_by,
      p.fraud_score, p.threshold, p.is_flagged, p.is_served, p.reasons::text, version.version
    from public.transactions t
    join public.datasets on datasets.id = t.dataset_id
    left join public.predictions p on p.transaction_id = t.id and p.occurred_at = t.occurred_at
    left join public.model_versions version on version.id = p.model_version_id
    where slug = ${dataset}
    order by t.fingerprint, t.occurrence`
  const cards = await sql`
    select card_hash, encode(array_send(state), 'hex') as state
    from public.card_states join public.datasets on datasets.id = dataset_id
    where slug = ${dataset} order by card_hash`
  return { rows: [...rows], cards: [...cards] }
}
