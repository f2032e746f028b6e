import type postgres from 'postgres'

/** How much is filled in. */
export type Volume = { slug: string; firstMonth: string; months: number; rowsPerMonth: number }

/**
 * Fills a dataset with made-up transactions and predictions, month by month, straight into the tables: no file is parsed
 * and no model asked, because only the reading is measured. One transaction in 200 is flagged, one in 500 is fraud;
 * labels of the last month are still out. Everything is derived from row numbers, so that two fillings are equal.
 */
export async function fillVolume(
  sql: postgres.Sql,
  { slug, firstMonth, months, rowsPerMonth }: Volume,
  onMonth: (month: string, done: number) => void,
): Promise<void> {
  await sql`insert into public.datasets (slug, title, profile, currency)
            values (${slug}, 'Volume', 'sparkov', 'USD')`
  await sql`
    with run as (
      insert into public.training_runs (dataset_id, trigger, state, decision, data_to)
      select id, 'manual', 'succeeded', '{"decision": "promote", "code": "first_model", "reason": "Filled in."}',
             ${`${firstMonth}-01`}::timestamptz
      from public.datasets where slug = ${slug}
      returning id, dataset_id
    ), version as (
      insert into public.model_versions (
        dataset_id, version, run_id, family, artifact_path, artifact_sha256, artifact_bytes, threshold, trained_until,
        metrics, hyperparameters, curves, feature_importance
      )
      select dataset_id, 1, id, 'gradient-boosting', ${`${slug}/none`}, repeat('0', 64), 1, 0.5,
             ${`${firstMonth}-01`}::timestamptz, '{}', '{}', '{}', '[]'
      from run returning id, dataset_id
    )
    insert into public.model_aliases (dataset_id, alias, model_version_id, reason)
    select dataset_id, 'champion', id, 'Filled in.' from version`

  for (let index = 0; index < months; index++) {
    const at = new Date(`${firstMonth}-01T00:00:00Z`)
    at.setUTCMonth(at.getUTCMonth() + index)
    const month = at.toISOString().slice(0, 10)
    const hasLabels = index < months - 1
    await sql.begin(async (transaction) => {
      await transaction`select private.ensure_month_partitions(array[${month}::date])`
      await transaction`
        with filled as (
          insert into public.transactions (
            dataset_id, occurred_at, fingerprint, card_hash, card_last4, amount, merchant, category, place, features,
            is_fraud, label_source
          )
          select datasets.id,
                 ${month}::timestamp at time zone 'UTC'
                   + (number - 1) * (interval '28 days' / ${rowsPerMonth}::double precision),
                 md5(${month} || number)::uuid, md5('card ' || number % 50000)::uuid, lpad((number % 10000)::text, 4, '0'),
                 (number::bigint * 7919 % 100000) / 100.0, 'Shop ' || number % 997, 'category_' || number % 14,
                 'Place ' || number % 311, '{1}',
                 case when ${hasLabels} then number % 500 = 0 end,
                 case when ${hasLabels} then 'file'::public.label_source end
          from public.datasets, generate_series(1, ${rowsPerMonth}) as number
          where datasets.slug = ${slug}
          returning id, occurred_at, dataset_id
        )
        insert into public.predictions (
          transaction_id, occurred_at, dataset_id, model_version_id, fraud_score, threshold, is_flagged, reasons
        )
        select filled.id, filled.occurred_at, filled.dataset_id, model_versions.id,
               case when filled.id % 200 = 0 then 0.5 + filled.id % 4999 / 10000.0 else filled.id % 4999 / 10000.0 end,
               0.5, filled.id % 200 = 0, null
        from filled join public.model_versions on model_versions.dataset_id = filled.dataset_id`
      await transaction`
        select private.refresh_months(datasets.id, array[${month}::date]) from public.datasets where slug = ${slug}`
    })
    onMonth(month.slice(0, 7), index + 1)
  }
  await sql`vacuum (analyze) public.transactions, public.predictions`
}
