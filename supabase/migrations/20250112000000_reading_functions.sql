-- Purpose: what the pages read, one call per page. Functions run with the caller's rights, so that row-level security
-- decides; two small security-definer look-ups give analysts a model's number and a colleague's name, and nothing else
-- of models and people.
-- Risk: none to data. Functions that read partitions plan anew at every call (force_custom_plan): with the month known,
-- planning looks at one partition instead of all. Answers are jsonb with camelCase keys, so that PostgREST's row limit
-- never cuts a list.

create index transactions_fraud on public.transactions (dataset_id, occurred_at) where is_fraud;

create function private.served_versions(of_dataset smallint)
returns table (
  model_version_id bigint,
  version integer,
  family text,
  threshold real,
  artifact_sha256 text,
  trained_until timestamptz,
  is_champion boolean,
  champion_since timestamptz
)
language sql
stable
security definer
set search_path = ''
as $$
  select model_versions.id, model_versions.version, model_versions.family, model_versions.threshold,
         model_versions.artifact_sha256, model_versions.trained_until,
         model_aliases.model_version_id is not null, model_aliases.set_at
  from public.model_versions
  left join public.model_aliases
    on model_aliases.model_version_id = model_versions.id
   and model_aliases.dataset_id = model_versions.dataset_id
   and model_aliases.alias = 'champion'
  where model_versions.dataset_id = of_dataset
    and private.has_role('analyst')
$$;
comment on function private.served_versions is 'Number, family, threshold and hash of a dataset''s model versions, for analysts: what a prediction was made by, without its measures.';
revoke execute on function private.served_versions from public, anon;
grant execute on function private.served_versions to authenticated;

create function private.training_marks(of_dataset smallint)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'month', to_char(training_runs.data_to at time zone 'UTC', 'YYYY-MM'),
    'isPromoted', training_runs.state = 'succeeded',
    'version', model_versions.version
  ) order by training_runs.data_to, training_runs.id, model_versions.version), '[]')
  from public.training_runs
  left join public.model_versions on model_versions.run_id = training_runs.id
  where training_runs.dataset_id = of_dataset
    and training_runs.state in ('succeeded', 'refused')
    and training_runs.data_to is not null
    and private.has_role('analyst')
$$;
comment on function private.training_marks is 'When a model was trained, told by the last month of its data, and whether it was promoted; for analysts'' time lines, without its measures.';
revoke execute on function private.training_marks from public, anon;
grant execute on function private.training_marks to authenticated;

create function private.person_name(person uuid)
returns text
language sql
stable
security definer
set search_path = ''
as $$
  select users.email::text
  from auth.users as users
  where users.id = person and private.has_role('analyst')
$$;
comment on function private.person_name is 'The e-mail address of a colleague, for "reviewed by" and "uploaded by".';
revoke execute on function private.person_name from public, anon;
grant execute on function private.person_name to authenticated;

create function private.champion_changes(of_dataset smallint)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  with reigns as (
    select events.id, events.kind, events.actor, events.payload, events.created_at as began,
           coalesce(lead(events.created_at) over (order by events.id), 'infinity') as ended
    from public.events
    where events.dataset_id = of_dataset and events.kind in ('model_promoted', 'champion_rolled_back')
  )
  select coalesce(jsonb_agg(jsonb_build_object(
    'isRollback', reigns.kind = 'champion_rolled_back',
    'version', (reigns.payload ->> 'version')::integer,
    'previousVersion', (reigns.payload ->> 'previous_version')::integer,
    'by', private.person_name(reigns.actor),
    'at', reigns.began,
    'reason', reigns.payload ->> 'reason',
    'firstMonth', to_char(scored.first_month, 'YYYY-MM')
  ) order by reigns.id), '[]')
  from reigns
  left join lateral (
    select min(scored_month.month) as first_month
    from public.uploads
    cross join lateral unnest(uploads.months) as scored_month (month)
    join public.monthly_predictions
      on monthly_predictions.dataset_id = of_dataset
     and monthly_predictions.month = scored_month.month
     and monthly_predictions.model_version_id = (reigns.payload ->> 'model_version_id')::bigint
    where uploads.dataset_id = of_dataset
      and uploads.state = 'committed'
      and uploads.scored_count > 0
      and uploads.committed_at >= reigns.began
      and uploads.committed_at < reigns.ended
  ) as scored on true
  -- What a run promoted is marked where its data ends.
  where not reigns.payload ? 'run_id'
    and private.has_role('analyst')
$$;
comment on function private.champion_changes is 'Promotions and rollbacks by hand: who, when and why, and firstMonth, the first month that the version scored from then on; null while it has scored nothing. Months are times of data, changes are times of the clock: committed uploads tie the two. For analysts'' time lines.';
revoke execute on function private.champion_changes from public, anon;
grant execute on function private.champion_changes to authenticated;

create function private.dataset_summary(dataset public.datasets)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'slug', dataset.slug,
    'title', dataset.title,
    'profile', dataset.profile,
    'currency', dataset.currency,
    'champion', (
      select jsonb_build_object(
        'version', served.version, 'family', served.family, 'threshold', served.threshold,
        'sha256', served.artifact_sha256, 'publishedAt', served.champion_since
      )
      from private.served_versions(dataset.id) as served
      where served.is_champion
    )
  )
$$;
comment on function private.dataset_summary is 'How every page names a dataset: slug, title, profile, currency and the champion that serves it.';
revoke execute on function private.dataset_summary from public, anon;
grant execute on function private.dataset_summary to authenticated;

create function public.list_datasets()
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(
    private.dataset_summary(datasets) || jsonb_build_object(
      'monthCount', months.count,
      'lastMonth', to_char(months.last, 'YYYY-MM')
    ) order by datasets.id
  ), '[]')
  from public.datasets
  cross join lateral (
    select count(*) as count, max(month) as last
    from public.monthly_transactions
    where monthly_transactions.dataset_id = datasets.id
  ) as months
$$;
comment on function public.list_datasets is 'Datasets with their champion and how many months they hold.';

create function public.list_months(dataset_slug text)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'dataset', private.dataset_summary(datasets),
    'trainings', private.training_marks(datasets.id),
    'championChanges', private.champion_changes(datasets.id),
    'months', coalesce((
      select jsonb_agg(jsonb_build_object(
        'month', to_char(happened.month, 'YYYY-MM'),
        'transactionCount', happened.transaction_count,
        'amount', happened.amount,
        'labelledCount', happened.labelled_count,
        'fraudCount', happened.fraud_count,
        'fraudAmount', happened.fraud_amount,
        'predicted', predicted.document
      ) order by happened.month)
      from public.monthly_transactions as happened
      left join lateral (
        select jsonb_build_object(
          'scoredCount', sum(scored_count),
          'flaggedCount', sum(flagged_count),
          'flaggedAmount', sum(flagged_amount),
          'truePositiveCount', sum(true_positive_count),
          'falsePositiveCount', sum(false_positive_count),
          'falseNegativeCount', sum(false_negative_count),
          'trueNegativeCount', sum(true_negative_count),
          'caughtAmount', sum(caught_amount),
          'missedAmount', sum(missed_amount),
          'versions', jsonb_agg(served.version order by served.version)
        ) as document
        from public.monthly_predictions
        join private.served_versions(datasets.id) as served using (model_version_id)
        where monthly_predictions.dataset_id = datasets.id
          and monthly_predictions.month = happened.month
        having count(*) > 0
      ) as predicted on true
      where happened.dataset_id = datasets.id
    ), '[]')
  )
  from public.datasets
  where datasets.slug = list_months.dataset_slug
$$;
comment on function public.list_months is 'A dataset''s months in time order: what happened, and what the serving models said about it. Null for an unknown dataset.';

create function public.get_month(dataset_slug text, month date)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'dataset', private.dataset_summary(datasets),
    'month', to_char(happened.month, 'YYYY-MM'),
    'previousMonth', (
      select to_char(max(earlier.month), 'YYYY-MM') from public.monthly_transactions as earlier
      where earlier.dataset_id = datasets.id and earlier.month < happened.month
    ),
    'nextMonth', (
      select to_char(min(later.month), 'YYYY-MM') from public.monthly_transactions as later
      where later.dataset_id = datasets.id and later.month > happened.month
    ),
    'transactionCount', happened.transaction_count,
    'amount', happened.amount,
    'labelledCount', happened.labelled_count,
    'fraudCount', happened.fraud_count,
    'fraudAmount', happened.fraud_amount,
    'reviewCost', datasets.settings -> 'review_cost',
    'predictions', coalesce((
      select jsonb_agg(jsonb_build_object(
        'version', served.version,
        'family', served.family,
        'threshold', served.threshold,
        'scoredCount', scored_count,
        'flaggedCount', flagged_count,
        'flaggedAmount', flagged_amount,
        'truePositiveCount', true_positive_count,
        'falsePositiveCount', false_positive_count,
        'falseNegativeCount', false_negative_count,
        'trueNegativeCount', true_negative_count,
        'caughtAmount', caught_amount,
        'missedAmount', missed_amount,
        'fraudScores', fraud_score_histogram,
        'legitimateScores', legitimate_score_histogram,
        'unlabelledScores', unlabelled_score_histogram,
        'fraudAmounts', fraud_amount_histogram
      ) order by served.version)
      from public.monthly_predictions
      join private.served_versions(datasets.id) as served using (model_version_id)
      where monthly_predictions.dataset_id = datasets.id
        and monthly_predictions.month = happened.month
    ), '[]')
  )
  from public.datasets
  join public.monthly_transactions as happened on happened.dataset_id = datasets.id
  where datasets.slug = get_month.dataset_slug
    and happened.month = date_trunc('month', get_month.month)::date
$$;
comment on function public.get_month is 'One month: totals, and per model version its outcome and score histograms (200 bins). Null when there is none.';

create function public.get_transaction(dataset_slug text, month date, transaction_id bigint)
returns jsonb
language plpgsql
stable
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
declare
  opens constant timestamptz := get_transaction.month::timestamp at time zone 'UTC';
  closes constant timestamptz := (get_transaction.month + interval '1 month') at time zone 'UTC';
begin
  return (
    select jsonb_build_object(
      'dataset', private.dataset_summary(datasets),
      'id', found.id,
      'occurredAt', found.occurred_at,
      'amount', found.amount,
      'merchant', found.merchant,
      'category', found.category,
      'place', found.place,
      'cardLast4', found.card_last4,
      'isFraud', found.is_fraud,
      'labelSource', found.label_source,
      'labelledAt', found.labelled_at,
      'predictions', coalesce((
        select jsonb_agg(jsonb_build_object(
          'version', served.version,
          'family', served.family,
          'fraudScore', predictions.fraud_score,
          'threshold', predictions.threshold,
          'isFlagged', predictions.is_flagged,
          'isServed', predictions.is_served,
          'reasons', coalesce(predictions.reasons, '[]'),
          'scoredAt', predictions.scored_at
        ) order by predictions.is_served desc, served.version desc)
        from public.predictions
        join private.served_versions(datasets.id) as served using (model_version_id)
        where predictions.transaction_id = found.id and predictions.occurred_at = found.occurred_at
          and predictions.occurred_at >= opens and predictions.occurred_at < closes
      ), '[]'),
      'reviews', coalesce((
        select jsonb_agg(jsonb_build_object(
          'id', reviews.id,
          'outcome', reviews.outcome,
          'note', reviews.note,
          'reviewedBy', private.person_name(reviews.reviewed_by),
          'createdAt', reviews.created_at,
          'undoes', reviews.undoes,
          'isOwn', reviews.reviewed_by = (select auth.uid())
        ) order by reviews.id desc)
        from public.reviews
        where reviews.transaction_id = found.id and reviews.occurred_at = found.occurred_at
      ), '[]'),
      'cardHistory', coalesce((
        select jsonb_agg(jsonb_build_object(
          'id', card.id,
          'occurredAt', card.occurred_at,
          'amount', card.amount,
          'merchant', card.merchant,
          'place', card.place,
          'isFraud', card.is_fraud,
          'isFlagged', card.is_flagged
        ) order by card.occurred_at, card.id)
        from (
          select around.id, around.occurred_at, around.amount, around.merchant, around.place, around.is_fraud,
                 coalesce(predictions.is_flagged, false) as is_flagged
          from (
            (
              select transactions.* from public.transactions
              where transactions.dataset_id = datasets.id and transactions.card_hash = found.card_hash
                and transactions.occurred_at <= found.occurred_at
              order by transactions.occurred_at desc
              limit 50
            )
            union all
            (
              select transactions.* from public.transactions
              where transactions.dataset_id = datasets.id and transactions.card_hash = found.card_hash
                and transactions.occurred_at > found.occurred_at
              order by transactions.occurred_at
              limit 10
            )
          ) as around
          left join public.predictions
            on predictions.transaction_id = around.id and predictions.occurred_at = around.occurred_at
           and predictions.is_served
        ) as card
      ), '[]')
    )
    from public.datasets
    join public.transactions as found on found.dataset_id = datasets.id
    where datasets.slug = get_transaction.dataset_slug
      and found.id = get_transaction.transaction_id
      and found.occurred_at >= opens
      and found.occurred_at < closes
  );
end
$$;
comment on function public.get_transaction is 'A transaction with what the models said, the reviews, and up to 60 transactions of its card around it. The month leads to its partition. Null when there is none.';

create function private.upload_summary(upload public.uploads)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'id', upload.id,
    'dataset', datasets.slug,
    'currency', datasets.currency,
    'uploadedBy', private.person_name(upload.uploaded_by),
    'isOwn', upload.uploaded_by = (select auth.uid()),
    'fileName', upload.file_name,
    'fileBytes', upload.file_bytes,
    'state', upload.state,
    'hasLabels', upload.has_labels,
    'partCount', upload.part_count,
    'staged', (
      select jsonb_build_object(
        'partCount', count(*),
        'rowCount', coalesce(sum(part.row_count), 0),
        'rejectedCount', coalesce(sum(part.rejected_count), 0)
      )
      from public.upload_parts as part
      where part.upload_id = upload.id and part.ingested_at is not null
    ),
    'rowCount', upload.row_count,
    'acceptedCount', upload.accepted_count,
    'rejectedCount', upload.rejected_count,
    'knownCount', upload.known_count,
    'scoredCount', upload.scored_count,
    'labelsAddedCount', upload.labels_added_count,
    'labelConflictCount', upload.label_conflict_count,
    'flaggedCount', upload.flagged_count,
    'flaggedAmount', upload.flagged_amount,
    'months', (
      select coalesce(jsonb_agg(to_char(month, 'YYYY-MM') order by month), '[]')
      from unnest(upload.months) as month
    ),
    'createdAt', upload.created_at,
    'committedAt', upload.committed_at
  )
  from public.datasets
  where datasets.id = upload.dataset_id
$$;
comment on function private.upload_summary is 'How every page writes an upload.';
revoke execute on function private.upload_summary from public, anon;
grant execute on function private.upload_summary to authenticated;

create function public.list_uploads(
  page_size integer default 50,
  page_offset integer default 0,
  dataset_slug text default null,
  state text default null
)
returns jsonb
language sql
stable
set search_path = ''
as $$
  with matching as materialized (
    select uploads.*
    from public.uploads
    join public.datasets on datasets.id = uploads.dataset_id
    where (list_uploads.dataset_slug is null or datasets.slug = list_uploads.dataset_slug)
      and (list_uploads.state is null or uploads.state::text = list_uploads.state)
  )
  select jsonb_build_object(
    'total', (select count(*) from matching),
    'rows', coalesce((
      select jsonb_agg(private.upload_summary(uploads) order by uploads.created_at desc, uploads.id)
      from public.uploads
      where uploads.id in (
        select matching.id
        from matching
        order by matching.created_at desc, matching.id
        limit least(greatest(list_uploads.page_size, 1), 500)
        offset greatest(list_uploads.page_offset, 0)
      )
    ), '[]')
  )
$$;
comment on function public.list_uploads is 'Uploads that the caller may see, of one dataset or state or of all, newest first, with how each one ended.';

create function public.get_upload(upload_id uuid)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select private.upload_summary(uploads) from public.uploads where uploads.id = get_upload.upload_id
$$;
comment on function public.get_upload is 'One upload; null when there is none that the caller may see.';

create function public.list_rejected_rows(
  upload_id uuid,
  page_size integer default 50,
  page_offset integer default 0
)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'total', (select count(*) from public.rejected_rows where rejected_rows.upload_id = list_rejected_rows.upload_id),
    'codes', coalesce((
      select jsonb_agg(jsonb_build_object('code', counted.code, 'column', counted.column_name, 'count', counted.count)
                       order by counted.count desc, counted.code, counted.column_name)
      from (
        select rejected_rows.code, rejected_rows.column_name, count(*) as count
        from public.rejected_rows
        where rejected_rows.upload_id = list_rejected_rows.upload_id
        group by rejected_rows.code, rejected_rows.column_name
      ) as counted
    ), '[]'),
    'rows', coalesce((
      select jsonb_agg(jsonb_build_object(
        'line', page.line,
        'column', page.column_name,
        'value', page.value,
        'code', page.code,
        'message', page.message
      ) order by page.line, page.column_name)
      from (
        select * from public.rejected_rows
        where rejected_rows.upload_id = list_rejected_rows.upload_id
        order by rejected_rows.line, rejected_rows.column_name
        limit least(greatest(list_rejected_rows.page_size, 1), 1000)
        offset greatest(list_rejected_rows.page_offset, 0)
      ) as page
    ), '[]')
  )
$$;
comment on function public.list_rejected_rows is 'One page of an upload''s refused rows by line, the total, and how often each fault occurs.';

create function private.describe_training_run(run public.training_runs)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'id', run.id,
    'state', run.state,
    'trigger', run.trigger,
    'requestedBy', private.person_name(run.requested_by),
    'reason', run.reason,
    'gitSha', run.git_sha,
    'backend', run.backend,
    'dataFrom', run.data_from,
    'dataTo', run.data_to,
    'rowCount', run.row_count,
    'fraudCount', run.fraud_count,
    'dataHash', run.data_hash,
    'split', run.split,
    'decision', run.decision,
    'error', run.error,
    'createdAt', run.created_at,
    'startedAt', run.started_at,
    'finishedAt', run.finished_at,
    'version', (select max(model_versions.version) from public.model_versions where model_versions.run_id = run.id),
    'candidates', coalesce((
      select jsonb_agg(jsonb_build_object(
        'id', candidates.id,
        'family', candidates.family,
        'hyperparameters', candidates.hyperparameters,
        'metrics', candidates.metrics,
        'backend', candidates.backend,
        'durationMs', candidates.duration_ms,
        'isSelected', candidates.is_selected
      ) order by candidates.is_selected desc, candidates.id)
      from public.candidates
      where candidates.run_id = run.id
    ), '[]')
  )
$$;
comment on function private.describe_training_run is 'A run as pages show it: what it learned from, what it tried, what was decided.';
revoke execute on function private.describe_training_run from public, anon;
grant execute on function private.describe_training_run to authenticated;

create function public.admin_overview(dataset_slug text)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  if not private.has_role('admin') then
    raise exception 'Only admins see models and runs.' using errcode = '42501';
  end if;
  return (
    select jsonb_build_object(
      'dataset', private.dataset_summary(datasets),
      'aliases', coalesce((
        select jsonb_agg(jsonb_build_object(
          'alias', model_aliases.alias,
          'version', model_versions.version,
          'setAt', model_aliases.set_at,
          'setBy', private.person_name(model_aliases.set_by),
          'reason', model_aliases.reason
        ) order by model_aliases.alias)
        from public.model_aliases
        join public.model_versions on model_versions.id = model_aliases.model_version_id
        where model_aliases.dataset_id = datasets.id
      ), '[]'),
      'versions', coalesce((
        select jsonb_agg(jsonb_build_object(
          'id', model_versions.id,
          'version', model_versions.version,
          'family', model_versions.family,
          'runId', model_versions.run_id,
          'threshold', model_versions.threshold,
          'trainedUntil', model_versions.trained_until,
          'metrics', model_versions.metrics,
          'hyperparameters', model_versions.hyperparameters,
          'featureImportance', model_versions.feature_importance,
          'artifactSha256', model_versions.artifact_sha256,
          'artifactBytes', model_versions.artifact_bytes,
          'createdAt', model_versions.created_at,
          'promotedAt', model_versions.promoted_at,
          'retiredAt', model_versions.retired_at,
          'promotion', promotions.document
        ) order by model_versions.version desc)
        from public.model_versions
        left join (
          select distinct on (events.payload ->> 'version')
                 events.payload ->> 'version' as version,
                 jsonb_build_object(
                   'by', private.person_name(events.actor), 'reason', events.payload ->> 'reason', 'at', events.created_at
                 ) as document
          from public.events
          where events.dataset_id = datasets.id and events.kind in ('model_promoted', 'champion_rolled_back')
          order by events.payload ->> 'version', events.id desc
        ) as promotions on promotions.version = model_versions.version::text
        where model_versions.dataset_id = datasets.id
      ), '[]'),
      'runs', coalesce((
        select jsonb_agg(private.describe_training_run(run) order by run.id desc)
        from (
          select * from public.training_runs
          where training_runs.dataset_id = datasets.id
          order by training_runs.id desc
          limit 5
        ) as run
      ), '[]'),
      'events', coalesce((
        select jsonb_agg(jsonb_build_object(
          'id', newest.id,
          'kind', newest.kind,
          'actor', private.person_name(newest.actor),
          'payload', newest.payload,
          'createdAt', newest.created_at
        ) order by newest.id desc)
        from (
          select * from public.events
          where events.dataset_id = datasets.id
          order by events.id desc
          limit 8
        ) as newest
      ), '[]')
    )
    from public.datasets
    where datasets.slug = admin_overview.dataset_slug
  );
end
$$;
comment on function public.admin_overview is 'Champion, versions with their measures, who promoted them and why, the last 5 runs with candidates and decisions, and the last 8 events. Admins only.';

revoke execute on function
  public.list_datasets, public.list_months, public.get_month, public.get_transaction, public.list_uploads, public.get_upload,
  public.list_rejected_rows, public.admin_overview
from public, anon;
grant execute on function
  public.list_datasets, public.list_months, public.get_month, public.get_transaction, public.list_uploads, public.get_upload,
  public.list_rejected_rows, public.admin_overview
to authenticated;
