-- Purpose: a staged upload becomes visible, all of it at once.
-- Risk: commit_upload is the only writer of transactions, and besides the trainer's scoring the only one of
-- predictions. It holds the dataset's row, so that commits into one dataset follow one another.

alter table public.uploads
  add column scored_count bigint not null default 0,
  add column ingested_again_for bigint references public.model_versions (id) on delete set null;
comment on column public.uploads.ingested_again_for is 'The champion for which the parts were ingested again, because it was published after they had been.';
comment on column public.uploads.accepted_count is 'Rows stored by this upload. row_count = accepted + rejected + known.';

create function private.describe_commit(upload_id uuid)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'status', 'committed',
    'uploadId', uploads.id,
    'dataset', datasets.slug,
    'rowCount', uploads.row_count,
    'acceptedCount', uploads.accepted_count,
    'rejectedCount', uploads.rejected_count,
    'knownCount', uploads.known_count,
    'labelsAddedCount', uploads.labels_added_count,
    'labelConflictCount', uploads.label_conflict_count,
    'scoredCount', uploads.scored_count,
    'flaggedCount', uploads.flagged_count,
    'flaggedAmount', uploads.flagged_amount,
    'months', (select coalesce(jsonb_agg(to_char(month, 'YYYY-MM') order by month), '[]') from unnest(uploads.months) as month),
    'championVersion', (
      select model_versions.version
      from public.model_aliases
      join public.model_versions on model_versions.id = model_aliases.model_version_id
      where model_aliases.dataset_id = uploads.dataset_id and model_aliases.alias = 'champion'
    ),
    'committedAt', uploads.committed_at
  )
  from public.uploads
  join public.datasets on datasets.id = uploads.dataset_id
  where uploads.id = describe_commit.upload_id
$$;
comment on function private.describe_commit is 'The answer to a commit, also to a repeated one.';

create function private.commit_upload(
  upload_id uuid,
  actor uuid,
  keep_good_rows boolean,
  feature_names text[]
)
returns jsonb
language plpgsql
set search_path = ''
set work_mem = '64MB'
set jit = 'off'
as $$
declare
  upload public.uploads;
  dataset public.datasets;
  progress record;
  staged record;
  staged_months date[];
  champion bigint;
  already_known bigint := 0;
  stored record;
  flagged record;
  labels_added bigint := 0;
  label_conflicts bigint := 0;
begin
  begin
    -- Somebody else's commit of this upload may take longer than a caller waits.
    set local lock_timeout = '5s';
    select * into upload from public.uploads where uploads.id = commit_upload.upload_id for update;
    set local lock_timeout = 0;
  exception when lock_not_available then
    return jsonb_build_object('status', 'commit_under_way');
  end;
  if upload.id is null then
    return jsonb_build_object('status', 'upload_not_found');
  elsif upload.state = 'committed' then
    return private.describe_commit(upload.id);
  elsif upload.state = 'discarded' then
    return jsonb_build_object('status', 'upload_discarded');
  end if;

  select
    sum(part.row_count) as row_count,
    sum(part.rejected_count) as rejected_count,
    coalesce(jsonb_agg(part.number order by part.number) filter (where part.ingested_at is null), '[]') as missing
  into progress
  from public.upload_parts as part
  where part.upload_id = upload.id;
  if progress.missing <> '[]' then
    return jsonb_build_object('status', 'upload_incomplete', 'missingParts', progress.missing);
  elsif progress.rejected_count = progress.row_count then
    return jsonb_build_object('status', 'no_good_rows', 'rejectedCount', progress.rejected_count);
  elsif progress.rejected_count > 0 and not commit_upload.keep_good_rows then
    return jsonb_build_object(
      'status', 'rejected_rows_need_a_decision',
      'rejectedCount', progress.rejected_count,
      'goodCount', progress.row_count - progress.rejected_count
    );
  end if;

  -- Weaker than `for update`, so that others may begin uploads into the dataset meanwhile.
  select * into dataset from public.datasets where datasets.id = upload.dataset_id for no key update;
  if dataset.card_revision <> upload.base_card_revision then
    perform private.restart_upload(upload.id);
    return jsonb_build_object('status', 'dataset_changed');
  elsif dataset.feature_names <> '{}' and dataset.feature_names <> commit_upload.feature_names then
    return jsonb_build_object('status', 'features_changed');
  end if;

  perform private.sum_staged_rows(upload.id);
  select
    coalesce(sum(sums.count), 0)::bigint as count, min(sums.earliest) as earliest, max(sums.latest) as latest,
    coalesce(sum(sums.count) filter (where sums.model_version_id is not null), 0) as scored_count
  into staged
  from pg_temp.month_sums as sums;
  if staged.count <> progress.row_count - progress.rejected_count then
    perform private.restart_upload(upload.id);
    return jsonb_build_object('status', 'staging_lost');
  end if;
  if staged.scored_count < staged.count then
    -- Rows that came before the first model are scored by ingesting them again: once, for its artifact may be unusable.
    select model_aliases.model_version_id into champion
    from public.model_aliases
    where model_aliases.dataset_id = dataset.id and model_aliases.alias = 'champion';
    if champion is distinct from upload.ingested_again_for and champion is not null then
      perform private.restart_upload(upload.id);
      update public.uploads set ingested_again_for = champion where uploads.id = upload.id;
      return jsonb_build_object('status', 'model_published');
    end if;
  end if;
  staged_months := array(select distinct sums.month from pg_temp.month_sums as sums order by 1);
  perform private.number_twins(upload.id);

  -- No other commit into the dataset runs meanwhile, so what is not known now stays new.
  if exists (
    select 1 from public.transactions
    where transactions.dataset_id = dataset.id
      and transactions.occurred_at between staged.earliest and staged.latest
  ) then
    -- Each row is looked up by itself: the statistics do not know this upload yet, and a join could take each row with each.
    update private.staged_transactions as row
    set is_known = true, transaction_id = stored_row.id
    from (
      select own.ctid as place, same.id
      from private.staged_transactions as own
      cross join lateral (
        select transactions.id from public.transactions
        where transactions.dataset_id = dataset.id
          and transactions.occurred_at = own.occurred_at
          and transactions.fingerprint = own.fingerprint
          and transactions.occurrence = own.occurrence
          and transactions.occurred_at between staged.earliest and staged.latest
        limit 1
      ) as same
      where own.upload_id = upload.id
    ) as stored_row
    where row.ctid = stored_row.place;
    get diagnostics already_known = row_count;
  end if;
  if already_known > 0 then
    perform private.sum_staged_rows(upload.id);
  end if;

  select * into stored
  from private.store_staged_rows(upload.id, dataset.id, commit_upload.actor, staged_months, staged.count);
  select coalesce(sum(sums.count), 0) as count, coalesce(sum(sums.amount), 0) as amount into flagged
  from pg_temp.month_sums as sums
  where sums.is_flagged;

  if upload.has_labels then
    -- Every line of the file with its transaction, for what is said about the labels: what the file says (file_label),
    -- what holds (label), and what was predicted. Of new rows all of it is staged, and nothing is copied.
    if already_known = 0 then
      execute format(
        'create or replace temporary view upload_rows as
         select line, transaction_id, occurred_at, true as is_new, is_fraud as file_label, is_fraud as label,
                model_version_id, fraud_score, threshold
         from private.staged_transactions where upload_id = %L',
        upload.id
      );
      perform private.evaluate_upload(upload.id);
      drop view pg_temp.upload_rows;
    else
      create temporary table upload_rows on commit drop as
      select row.line, row.transaction_id, row.occurred_at, not row.is_known as is_new, row.is_fraud as file_label,
             coalesce(transactions.is_fraud, row.is_fraud) as label,
             predictions.model_version_id, predictions.fraud_score, predictions.threshold
      from private.staged_transactions as row
      cross join lateral (
        select transactions.is_fraud from public.transactions
        where transactions.id = row.transaction_id and transactions.occurred_at = row.occurred_at
          and transactions.occurred_at between staged.earliest and staged.latest
        limit 1
      ) as transactions
      left join lateral (
        select predictions.model_version_id, predictions.fraud_score, predictions.threshold from public.predictions
        where predictions.transaction_id = row.transaction_id and predictions.occurred_at = row.occurred_at
          and predictions.is_served
          and predictions.occurred_at between staged.earliest and staged.latest
        limit 1
      ) as predictions on true
      where row.upload_id = upload.id;
      -- Labels that came late. One that is there already stays, whoever set it.
      label_conflicts := private.record_label_conflicts(upload.id);
      with labelled as (
        update public.transactions
        set is_fraud = row.file_label, label_source = 'file', labelled_at = now(), labelled_by = commit_upload.actor
        from pg_temp.upload_rows as row
        where not row.is_new
          and row.file_label is not null
          and transactions.id = row.transaction_id
          and transactions.occurred_at = row.occurred_at
          and transactions.occurred_at between staged.earliest and staged.latest
          and transactions.is_fraud is null
        returning transactions.id, transactions.occurred_at
      )
      insert into private.added_labels (upload_id, transaction_id, occurred_at)
      select upload.id, labelled.id, labelled.occurred_at from labelled;
      get diagnostics labels_added = row_count;
      perform private.evaluate_upload(upload.id);
      drop table pg_temp.upload_rows;
    end if;
  end if;

  perform private.remember_card_states(upload.id, dataset.id);
  insert into public.card_states (dataset_id, card_hash, state)
  select distinct on (latest.card_hash) dataset.id, latest.card_hash, latest.state
  from private.staged_card_states as latest
  where latest.upload_id = upload.id
  order by latest.card_hash, latest.part_number desc
  on conflict (dataset_id, card_hash) do update set state = excluded.state, updated_at = now();

  update public.datasets
  set feature_names = commit_upload.feature_names,
      card_revision = card_revision + case when found then 1 else 0 end
  where datasets.id = dataset.id;

  if labels_added = 0 then
    -- As in refresh_months: whoever counts last sees what the others wrote.
    perform pg_advisory_xact_lock(hashtext('refresh_months'), dataset.id);
    perform private.add_month_sums(dataset.id);
  else
    perform private.refresh_months(dataset.id, staged_months);
  end if;

  perform private.empty_staging(upload.id, staged.count);
  update public.uploads
  set state = 'committed',
      row_count = progress.row_count,
      accepted_count = stored.transaction_count,
      rejected_count = progress.rejected_count,
      known_count = already_known,
      labels_added_count = labels_added,
      label_conflict_count = label_conflicts,
      scored_count = stored.prediction_count,
      flagged_count = flagged.count,
      flagged_amount = flagged.amount,
      months = staged_months,
      updated_at = now(),
      -- Not when the transaction began: commits into a dataset follow one another, and so must these times.
      committed_at = clock_timestamp()
  where uploads.id = upload.id;

  insert into public.events (kind, dataset_id, actor, payload)
  values ('upload_committed', dataset.id, commit_upload.actor, private.describe_commit(upload.id));
  if labels_added > 0 or label_conflicts > 0 then
    insert into public.events (kind, dataset_id, actor, payload)
    values ('labels_added', dataset.id, commit_upload.actor, jsonb_build_object(
      'uploadId', upload.id, 'labelsAddedCount', labels_added, 'labelConflictCount', label_conflicts
    ));
  end if;
  perform private.request_due_training(dataset.id);
  return private.describe_commit(upload.id);
end
$$;
comment on function private.commit_upload is 'Makes a staged upload visible, all of it at once: transactions, predictions, labels, card states, months, events. Answers {status, …}; called again it answers the same.';
