-- Purpose: the steps of a commit that read or write all of an upload's rows, each in one pass.
-- Risk: parts of private.commit_upload, which holds the upload and the dataset; nothing else may call them.

create function private.sum_staged_rows(upload_id uuid)
returns void
language plpgsql
set search_path = ''
set work_mem = '64MB'
set jit = 'off'
as $$
begin
  if to_regclass('pg_temp.month_sums') is not null then
    drop table pg_temp.month_sums;
  end if;
  create temporary table month_sums on commit drop as
  select
    date_trunc('month', row.occurred_at at time zone 'UTC')::date as month,
    row.model_version_id,
    least(width_bucket(row.fraud_score::double precision, 0, 1, 200), 200) as bin,
    row.is_flagged,
    row.is_fraud,
    count(*) as count,
    sum(row.amount) as amount,
    min(row.occurred_at) as earliest,
    max(row.occurred_at) as latest
  from private.staged_transactions as row
  where row.upload_id = sum_staged_rows.upload_id and not row.is_known
  group by 1, 2, 3, 4, 5;
end
$$;
comment on function private.sum_staged_rows is 'Sums up the staged rows of an upload that are not known into pg_temp.month_sums, as private.add_month_sums reads it.';
revoke execute on function private.sum_staged_rows from public, anon, authenticated;

create function private.number_twins(upload_id uuid)
returns void
language plpgsql
set search_path = ''
set work_mem = '64MB'
set jit = 'off'
as $$
declare
  repeated uuid[];
begin
  repeated := array(
    select row.fingerprint
    from private.staged_transactions as row
    where row.upload_id = number_twins.upload_id
    group by row.fingerprint
    having count(*) > 1
  );
  if cardinality(repeated) > 0 then
    -- The statistics do not know this upload yet: a join of its rows by anything but their place (ctid) could take
    -- each row with each. A list that is known when the statement is planned is looked up by hash.
    execute 'update private.staged_transactions as row
      set occurrence = numbered.occurrence
      from (
        select
          twin.ctid as place,
          row_number() over (partition by twin.fingerprint order by twin.part_number, twin.line) as occurrence
        from private.staged_transactions as twin
        where twin.upload_id = $1 and twin.fingerprint = any ($2)
      ) as numbered
      where row.ctid = numbered.place and numbered.occurrence > 1'
    using upload_id, repeated;
  end if;
end
$$;
comment on function private.number_twins is 'Exact twins within a file are separate transactions: numbers them in the file''s order.';
revoke execute on function private.number_twins from public, anon, authenticated;

create function private.store_staged_rows(
  upload_id uuid,
  dataset_id smallint,
  actor uuid,
  months date[],
  staged_count bigint,
  out transaction_count bigint,
  out prediction_count bigint
)
language plpgsql
set search_path = ''
as $$
declare
  parents constant text[] := array['transactions', 'predictions'];
  -- From so many rows a month on, building indexes at once saves more than the detour costs.
  rows_worth_it constant integer := 1000;
  fills constant boolean :=
    staged_count >= rows_worth_it * cardinality(months) and private.missing_months(months) @> months;
  target constant text := case when fills then 'private.filling_' else 'public.' end;
  parent text;
  wanted date;
begin
  -- New months are filled before they have indexes, in tables that nobody else sees.
  if not fills then
    perform private.ensure_month_partitions(months);
  else
    foreach parent in array parents loop
      execute format(
        'create table private.%I (like public.%I including defaults including constraints)
         partition by range (occurred_at)',
        'filling_' || parent, parent
      );
      foreach wanted in array months loop
        execute format(
          'create table partitions.%I partition of private.%I for values from (%L) to (%L)',
          format('%s_%s', parent, to_char(wanted, 'YYYY_MM')), 'filling_' || parent,
          wanted::timestamp at time zone 'UTC', (wanted + interval '1 month') at time zone 'UTC'
        );
      end loop;
    end loop;
  end if;

  execute 'insert into ' || target || 'transactions (
      id, dataset_id, occurred_at, fingerprint, occurrence, card_hash, card_last4, amount, merchant, category, place,
      features, is_fraud, label_source, labelled_at, labelled_by, upload_id
    )
    overriding system value
    select
      row.transaction_id, $1, row.occurred_at, row.fingerprint, row.occurrence, row.card_hash, row.card_last4,
      row.amount, row.merchant, row.category, row.place, row.features, row.is_fraud,
      case when row.is_fraud is not null then ''file''::public.label_source end,
      case when row.is_fraud is not null then now() end,
      case when row.is_fraud is not null then $2 end,
      $3
    from private.staged_transactions as row
    where row.upload_id = $3 and not row.is_known'
  using dataset_id, actor, upload_id;
  get diagnostics transaction_count = row_count;

  execute 'insert into ' || target || 'predictions (
      transaction_id, occurred_at, dataset_id, model_version_id, fraud_score, threshold, is_flagged, reasons
    )
    select
      row.transaction_id, row.occurred_at, $1, row.model_version_id, row.fraud_score, row.threshold,
      row.is_flagged, row.reasons
    from private.staged_transactions as row
    where row.upload_id = $2 and not row.is_known and row.model_version_id is not null'
  using dataset_id, upload_id;
  get diagnostics prediction_count = row_count;

  if fills then
    foreach parent in array parents loop
      foreach wanted in array months loop
        execute format(
          'alter table private.%I detach partition partitions.%I',
          'filling_' || parent, format('%s_%s', parent, to_char(wanted, 'YYYY_MM'))
        );
        perform private.attach_month(parent, wanted);
      end loop;
      execute format('drop table private.%I', 'filling_' || parent);
    end loop;
  end if;
end
$$;
comment on function private.store_staged_rows is 'Writes the staged rows of an upload that are not known into transactions and predictions, and answers how many.';
revoke execute on function private.store_staged_rows from public, anon, authenticated;

create function private.empty_staging(upload_id uuid, staged_count bigint)
returns void
language plpgsql
set search_path = ''
as $$
begin
  -- Many rows, where no other upload is under way, are cut off at once: that costs nothing per row, and leaves nothing
  -- behind that later commits would have to read past.
  begin
    if staged_count < 10000 then
      raise lock_not_available;
    end if;
    lock table private.staged_transactions in access exclusive mode nowait;
    if exists (
      select 1 from public.uploads
      where uploads.state in ('receiving', 'ready') and uploads.id <> empty_staging.upload_id
    ) then
      raise lock_not_available;
    end if;
    truncate private.staged_transactions;
  exception when lock_not_available then
    delete from private.staged_transactions as row where row.upload_id = empty_staging.upload_id;
  end;
  delete from private.staged_card_states as row where row.upload_id = empty_staging.upload_id;
end
$$;
comment on function private.empty_staging is 'Removes the staged rows of an upload that is being committed.';
revoke execute on function private.empty_staging from public, anon, authenticated;
