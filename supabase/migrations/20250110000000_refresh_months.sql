-- Purpose: the partitions of a month, and its roll-ups counted anew from its rows.
-- Risk: refresh_months must run in the transaction that changed the rows, or the roll-ups lag behind.

create function private.missing_months(months date[])
returns date[]
language plpgsql
set search_path = ''
as $$
declare
  missing date[];
begin
  select array_agg(distinct date_trunc('month', month)::date) into missing
  from unnest(months) as month
  where to_regclass(format('partitions.predictions_%s', to_char(month, 'YYYY_MM'))) is null;
  if missing is null then
    return '{}';
  end if;
  perform pg_advisory_xact_lock(hashtext('month_partitions'));
  -- Others may have made some meanwhile. Read from the table: to_regclass may still remember that there was none.
  return array(
    select month from unnest(missing) as month
    where not exists (
      select 1 from pg_catalog.pg_class
      where pg_class.relname = format('predictions_%s', to_char(month, 'YYYY_MM'))
        and pg_class.relnamespace = 'partitions'::regnamespace
    )
    order by month
  );
end
$$;
comment on function private.missing_months is 'Those of the given months that have no partitions yet, in order. While there are any, nobody else makes partitions until the transaction ends.';

create function private.attach_month(parent text, month date)
returns void
language plpgsql
set search_path = ''
as $$
declare
  partition text := format('%s_%s', parent, to_char(month, 'YYYY_MM'));
begin
  execute format('alter table partitions.%I enable row level security, force row level security', partition);
  execute format(
    'alter table public.%I attach partition partitions.%I for values from (%L) to (%L)',
    parent, partition,
    month::timestamp at time zone 'UTC', (month + interval '1 month') at time zone 'UTC'
  );
end
$$;
comment on function private.attach_month is 'Makes partitions.<parent>_YYYY_MM, a table of its own until now, the partition of a month, with all indexes.';

create function private.ensure_month_partitions(months date[])
returns void
language plpgsql
set search_path = ''
as $$
declare
  wanted date;
  parent text;
begin
  foreach wanted in array private.missing_months(months) loop
    foreach parent in array array['transactions', 'predictions'] loop
      -- Made beside and then attached: `partition of` would keep readers out until the commit.
      execute format(
        'create table partitions.%I (like public.%I including defaults including constraints)',
        format('%s_%s', parent, to_char(wanted, 'YYYY_MM')), parent
      );
      perform private.attach_month(parent, wanted);
    end loop;
  end loop;
end
$$;
comment on function private.ensure_month_partitions is 'Makes the partitions of transactions and predictions for the given months where they are missing.';

create function private.add_month_sums(dataset_id smallint)
returns void
language plpgsql
set search_path = ''
set jit = 'off'
as $$
begin
  insert into public.monthly_transactions as counted (
    dataset_id, month, transaction_count, amount, labelled_count, fraud_count, fraud_amount
  )
  select
    add_month_sums.dataset_id,
    sums.month,
    sum(sums.count),
    sum(sums.amount),
    coalesce(sum(sums.count) filter (where sums.is_fraud is not null), 0),
    coalesce(sum(sums.count) filter (where sums.is_fraud), 0),
    coalesce(sum(sums.amount) filter (where sums.is_fraud), 0)
  from pg_temp.month_sums as sums
  group by sums.month
  on conflict on constraint monthly_transactions_pkey do update set
    transaction_count = counted.transaction_count + excluded.transaction_count,
    amount = counted.amount + excluded.amount,
    labelled_count = counted.labelled_count + excluded.labelled_count,
    fraud_count = counted.fraud_count + excluded.fraud_count,
    fraud_amount = counted.fraud_amount + excluded.fraud_amount,
    updated_at = now();

  with cells as (
    select
      sums.month,
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
    from pg_temp.month_sums as sums
    where sums.model_version_id is not null
    group by 1, 2, 3
  )
  insert into public.monthly_predictions as counted (
    dataset_id, month, model_version_id, scored_count, flagged_count, flagged_amount,
    true_positive_count, false_positive_count, false_negative_count, true_negative_count,
    caught_amount, missed_amount,
    fraud_score_histogram, legitimate_score_histogram, unlabelled_score_histogram, fraud_amount_histogram
  )
  select
    add_month_sums.dataset_id,
    served.month,
    served.model_version_id,
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
  from (select distinct cells.month, cells.model_version_id from cells) as served
  cross join generate_series(1, 200) as bins (bin)
  left join cells
    on cells.month = served.month and cells.model_version_id = served.model_version_id and cells.bin = bins.bin
  group by served.month, served.model_version_id
  on conflict on constraint monthly_predictions_pkey do update set
    scored_count = counted.scored_count + excluded.scored_count,
    flagged_count = counted.flagged_count + excluded.flagged_count,
    flagged_amount = counted.flagged_amount + excluded.flagged_amount,
    true_positive_count = counted.true_positive_count + excluded.true_positive_count,
    false_positive_count = counted.false_positive_count + excluded.false_positive_count,
    false_negative_count = counted.false_negative_count + excluded.false_negative_count,
    true_negative_count = counted.true_negative_count + excluded.true_negative_count,
    caught_amount = counted.caught_amount + excluded.caught_amount,
    missed_amount = counted.missed_amount + excluded.missed_amount,
    fraud_score_histogram = array(
      select old + new
      from unnest(counted.fraud_score_histogram, excluded.fraud_score_histogram)
        with ordinality as bins (old, new, bin)
      order by bin
    ),
    legitimate_score_histogram = array(
      select old + new
      from unnest(counted.legitimate_score_histogram, excluded.legitimate_score_histogram)
        with ordinality as bins (old, new, bin)
      order by bin
    ),
    unlabelled_score_histogram = array(
      select old + new
      from unnest(counted.unlabelled_score_histogram, excluded.unlabelled_score_histogram)
        with ordinality as bins (old, new, bin)
      order by bin
    ),
    fraud_amount_histogram = array(
      select old + new
      from unnest(counted.fraud_amount_histogram, excluded.fraud_amount_histogram)
        with ordinality as bins (old, new, bin)
      order by bin
    ),
    updated_at = now();
end
$$;
comment on function private.add_month_sums is 'Adds the rows summed up in pg_temp.month_sums (month, model_version_id, bin, is_flagged, is_fraud, count, amount) to the roll-ups of a dataset. The caller holds the lock refresh_months of the dataset.';

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
  if to_regclass('pg_temp.month_sums') is not null then
    drop table pg_temp.month_sums;
  end if;
  create temporary table month_sums (
    month date, model_version_id bigint, bin integer, is_flagged boolean, is_fraud boolean, count bigint, amount numeric
  ) on commit drop;
  for wanted in select distinct date_trunc('month', month)::date from unnest(months) as month order by 1 loop
    opens := wanted::timestamp at time zone 'UTC';
    closes := (wanted + interval '1 month') at time zone 'UTC';

    delete from public.monthly_transactions as old
    where old.dataset_id = refresh_months.dataset_id and old.month = wanted;
    delete from public.monthly_predictions as old
    where old.dataset_id = refresh_months.dataset_id and old.month = wanted;

    -- The rows are read once, into a few hundred sums; both tables are made of those.
    insert into pg_temp.month_sums
    select
      wanted,
      predictions.model_version_id,
      least(width_bucket(predictions.fraud_score::double precision, 0, 1, 200), 200) as bin,
      predictions.is_flagged,
      transactions.is_fraud,
      count(*),
      sum(transactions.amount)
    from public.transactions
    left join public.predictions
      on predictions.transaction_id = transactions.id
      and predictions.occurred_at = transactions.occurred_at
      and predictions.is_served
      and predictions.occurred_at >= opens and predictions.occurred_at < closes
    where transactions.dataset_id = refresh_months.dataset_id
      and transactions.occurred_at >= opens and transactions.occurred_at < closes
    group by 2, 3, 4, 5;
  end loop;
  perform private.add_month_sums(refresh_months.dataset_id);
  drop table pg_temp.month_sums;
end
$$;
comment on function private.refresh_months is 'Recounts the roll-ups of the given months from their rows; served predictions only.';
