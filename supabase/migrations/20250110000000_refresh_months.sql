-- Purpose: the partitions of a month, and its roll-ups counted anew from its rows.
-- Risk: refresh_months must run in the transaction that changed the rows, or the roll-ups lag behind.

create function private.ensure_month_partitions(months date[])
returns void
language plpgsql
set search_path = ''
as $$
declare
  wanted date;
  parent text;
  partition text;
begin
  for wanted in select distinct date_trunc('month', month)::date from unnest(months) as month order by 1 loop
    foreach parent in array array['transactions', 'predictions'] loop
      partition := format('%s_%s', parent, to_char(wanted, 'YYYY_MM'));
      continue when to_regclass(format('partitions.%I', partition)) is not null;
      perform pg_advisory_xact_lock(hashtext('month_partitions'));
      -- Read from the table: to_regclass may still remember that there was none.
      continue when exists (
        select 1 from pg_catalog.pg_class
        where pg_class.relname = partition and pg_class.relnamespace = 'partitions'::regnamespace
      );
      -- Made beside and then attached: `partition of` would keep readers out until the commit.
      execute format('create table partitions.%I (like public.%I including defaults including constraints)', partition, parent);
      execute format('alter table partitions.%I enable row level security, force row level security', partition);
      execute format(
        'alter table public.%I attach partition partitions.%I for values from (%L) to (%L)',
        parent, partition,
        wanted::timestamp at time zone 'UTC', (wanted + interval '1 month') at time zone 'UTC'
      );
    end loop;
  end loop;
end
$$;
comment on function private.ensure_month_partitions is 'Makes the partitions of transactions and predictions for the given months where they are missing.';

create function private.refresh_months(dataset_id smallint, months date[])
returns void
language plpgsql
set search_path = ''
set work_mem = '64MB'
set jit = 'off'
-- Rows that the statistics do not know yet would be looked up and sorted one by one.
set enable_nestloop = 'off'
set enable_sort = 'off'
as $$
declare
  wanted date;
  opens timestamptz;
  closes timestamptz;
begin
  -- Whoever counts last sees what the others wrote: each statement below takes its snapshot after the lock.
  perform pg_advisory_xact_lock(hashtext('refresh_months'), refresh_months.dataset_id);
  for wanted in select distinct date_trunc('month', month)::date from unnest(months) as month order by 1 loop
    opens := wanted::timestamp at time zone 'UTC';
    closes := (wanted + interval '1 month') at time zone 'UTC';

    delete from public.monthly_transactions as old
    where old.dataset_id = refresh_months.dataset_id and old.month = wanted;
    delete from public.monthly_predictions as old
    where old.dataset_id = refresh_months.dataset_id and old.month = wanted;

    -- The rows are read once, into a few hundred sums; both tables are made of those.
    with sums as materialized (
      select
        predictions.model_version_id,
        least(width_bucket(predictions.fraud_score::double precision, 0, 1, 200), 200) as bin,
        predictions.is_flagged,
        transactions.is_fraud,
        count(*) as count,
        sum(transactions.amount) as amount
      from public.transactions
      left join public.predictions
        on predictions.transaction_id = transactions.id
        and predictions.occurred_at = transactions.occurred_at
        and predictions.is_served
        and predictions.occurred_at >= opens and predictions.occurred_at < closes
      where transactions.dataset_id = refresh_months.dataset_id
        and transactions.occurred_at >= opens and transactions.occurred_at < closes
      group by 1, 2, 3, 4
    ),
    counted as (
      insert into public.monthly_transactions (
        dataset_id, month, transaction_count, amount, labelled_count, fraud_count, fraud_amount
      )
      select
        refresh_months.dataset_id,
        wanted,
        sum(sums.count),
        sum(sums.amount),
        coalesce(sum(sums.count) filter (where sums.is_fraud is not null), 0),
        coalesce(sum(sums.count) filter (where sums.is_fraud), 0),
        coalesce(sum(sums.amount) filter (where sums.is_fraud), 0)
      from sums
      having count(*) > 0
    ),
    cells as (
      select
        sums.model_version_id,
        sums.bin,
        sum(sums.count) as scored,
        coalesce(sum(sums.count) filter (where sums.is_flagged), 0) as flagged,
        coalesce(sum(sums.amount) filter (where sums.is_flagged), 0) as flagged_amount,
        coalesce(sum(sums.count) filter (where sums.is_fraud), 0) as fraud,
        coalesce(sum(sums.count) filter (where not sums.is_fraud), 0) as legitimate,
        coalesce(sum(sums.count) filter (where sums.is_fraud is null), 0) as unlabelled,
        coalesce(sum(sums.amount) filter (where sums.is_fraud), 0) as fraud_amount,
        coalesce(sum(sums.count) filter (where sums.is_flagged and sums.is_fraud), 0) as true_positive,
        coalesce(sum(sums.count) filter (where sums.is_flagged and not sums.is_fraud), 0) as false_positive,
        coalesce(sum(sums.amount) filter (where sums.is_flagged and sums.is_fraud), 0) as caught_amount
      from sums
      where sums.model_version_id is not null
      group by 1, 2
    )
    insert into public.monthly_predictions (
      dataset_id, month, model_version_id, scored_count, flagged_count, flagged_amount,
      true_positive_count, false_positive_count, false_negative_count, true_negative_count,
      caught_amount, missed_amount,
      fraud_score_histogram, legitimate_score_histogram, unlabelled_score_histogram, fraud_amount_histogram
    )
    select
      refresh_months.dataset_id,
      wanted,
      models.model_version_id,
      sum(cells.scored),
      sum(cells.flagged),
      sum(cells.flagged_amount),
      sum(cells.true_positive),
      sum(cells.false_positive),
      sum(cells.fraud) - sum(cells.true_positive),
      sum(cells.legitimate) - sum(cells.false_positive),
      sum(cells.caught_amount),
      sum(cells.fraud_amount) - sum(cells.caught_amount),
      array_agg(coalesce(cells.fraud, 0)::integer order by bins.bin),
      array_agg(coalesce(cells.legitimate, 0)::integer order by bins.bin),
      array_agg(coalesce(cells.unlabelled, 0)::integer order by bins.bin),
      array_agg(coalesce(cells.fraud_amount, 0) order by bins.bin)
    from (select distinct cells.model_version_id from cells) as models
    cross join generate_series(1, 200) as bins (bin)
    left join cells on cells.model_version_id = models.model_version_id and cells.bin = bins.bin
    group by models.model_version_id;
  end loop;
end
$$;
comment on function private.refresh_months is 'Recounts the roll-ups of the given months from their rows; served predictions only.';
