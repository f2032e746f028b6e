-- Purpose: the steps of an upload inside the database: begin, look up, finish a part, commit, discard.
-- Risk: private.commit_upload is the only writer of transactions and predictions besides the trainer's scoring; it
-- holds the dataset's row, so that commits into one dataset follow one another.

-- Several people may send the same file at once; the rows are told apart by their fingerprints. Only a committed
-- file, or one person's own unfinished one, is recognised by its hash.
drop index public.uploads_content;
create unique index uploads_unfinished on public.uploads (dataset_id, uploaded_by, content_hash)
  where state in ('receiving', 'ready');
create index uploads_committed on public.uploads (dataset_id, content_hash) where state = 'committed';
comment on column public.uploads.content_hash is 'SHA-256 over the SHA-256 of each 4 MiB block of the unpacked file: the same file again is recognised by it.';

alter table public.uploads add column scored_count bigint not null default 0;
comment on column public.uploads.accepted_count is 'Rows stored by this upload. row_count = accepted + rejected + known.';

-- Numbers are drawn while staging, so that a commit writes transactions and predictions without joining them.
alter table private.staged_transactions
  add column transaction_id bigint not null default nextval('public.transactions_id_seq'),
  add column occurrence smallint not null default 1;
comment on column private.staged_transactions.transaction_id is 'The id that the row takes in transactions.';
comment on column private.staged_transactions.occurrence is 'Number among equal rows of the file; set by the commit.';

-- Staged rows can be made again from the parts in Storage, so they are not worth a log: after a crash of the database
-- the tables are empty, and the commit notices (`staging_lost`).
alter table private.staged_transactions set unlogged;
alter table private.staged_card_states set unlogged;
drop index private.staged_transactions_by_part;
create index staged_transactions_by_time on private.staged_transactions (upload_id, occurred_at);

create policy "Analysts remove the parts of uploads that they discarded"
  on storage.objects for delete to authenticated
  using (
    bucket_id = 'uploads'
    and (storage.foldername(name))[1] = (select auth.uid())::text
    and exists (
      select 1
      from public.uploads
      where uploads.id::text = (storage.foldername(name))[2]
        and uploads.uploaded_by = (select auth.uid())
        and uploads.state = 'discarded'
    )
  );

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
      continue when to_regclass(format('partitions.%I', partition)) is not null;
      -- Made beside and then attached: `partition of` would keep readers out until the commit.
      execute format('create table partitions.%I (like public.%I including defaults including constraints)', partition, parent);
      execute format('alter table partitions.%I enable row level security', partition);
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
    insert into public.monthly_transactions (
      dataset_id, month, transaction_count, amount, labelled_count, fraud_count, fraud_amount
    )
    select
      refresh_months.dataset_id,
      wanted,
      count(*),
      sum(transactions.amount),
      count(transactions.is_fraud),
      count(*) filter (where transactions.is_fraud),
      coalesce(sum(transactions.amount) filter (where transactions.is_fraud), 0)
    from public.transactions
    where transactions.dataset_id = refresh_months.dataset_id
      and transactions.occurred_at >= opens
      and transactions.occurred_at < closes
    having count(*) > 0;

    delete from public.monthly_predictions as old
    where old.dataset_id = refresh_months.dataset_id and old.month = wanted;
    insert into public.monthly_predictions (
      dataset_id, month, model_version_id, scored_count, flagged_count, flagged_amount,
      true_positive_count, false_positive_count, false_negative_count, true_negative_count,
      caught_amount, missed_amount,
      fraud_score_histogram, legitimate_score_histogram, unlabelled_score_histogram, fraud_amount_histogram
    )
    with cells as (
      select
        predictions.model_version_id,
        least(width_bucket(predictions.fraud_score::double precision, 0, 1, 200), 200) as bin,
        count(*) as scored,
        count(*) filter (where predictions.is_flagged) as flagged,
        sum(transactions.amount) filter (where predictions.is_flagged) as flagged_amount,
        count(*) filter (where transactions.is_fraud) as fraud,
        count(*) filter (where not transactions.is_fraud) as legitimate,
        count(*) filter (where transactions.is_fraud is null) as unlabelled,
        sum(transactions.amount) filter (where transactions.is_fraud) as fraud_amount,
        count(*) filter (where predictions.is_flagged and transactions.is_fraud) as true_positive,
        count(*) filter (where predictions.is_flagged and not transactions.is_fraud) as false_positive,
        sum(transactions.amount) filter (where predictions.is_flagged and transactions.is_fraud) as caught_amount
      from public.predictions
      join public.transactions
        on transactions.id = predictions.transaction_id
        and transactions.occurred_at = predictions.occurred_at
      where predictions.dataset_id = refresh_months.dataset_id
        and predictions.is_served
        and predictions.occurred_at >= opens and predictions.occurred_at < closes
        and transactions.occurred_at >= opens and transactions.occurred_at < closes
      group by 1, 2
    )
    select
      refresh_months.dataset_id,
      wanted,
      models.model_version_id,
      sum(cells.scored),
      sum(cells.flagged),
      coalesce(sum(cells.flagged_amount), 0),
      sum(cells.true_positive),
      sum(cells.false_positive),
      sum(cells.fraud) - sum(cells.true_positive),
      sum(cells.legitimate) - sum(cells.false_positive),
      coalesce(sum(cells.caught_amount), 0),
      coalesce(sum(cells.fraud_amount), 0) - coalesce(sum(cells.caught_amount), 0),
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

create function private.restart_upload(upload_id uuid)
returns void
language sql
set search_path = ''
as $$
  delete from private.staged_transactions as staged where staged.upload_id = restart_upload.upload_id;
  delete from private.staged_card_states as staged where staged.upload_id = restart_upload.upload_id;
  delete from public.rejected_rows as rejected where rejected.upload_id = restart_upload.upload_id;
  update public.upload_parts as part
  set ingested_at = null, row_count = null, rejected_count = null
  where part.upload_id = restart_upload.upload_id;
  update public.uploads as upload
  set state = 'receiving',
      updated_at = now(),
      base_card_revision = (select card_revision from public.datasets where datasets.id = upload.dataset_id)
  where upload.id = restart_upload.upload_id and upload.state in ('receiving', 'ready')
$$;
comment on function private.restart_upload is 'Forgets what was staged; the parts stay in Storage and can be ingested again. The caller holds the upload''s row.';

create function private.discard_upload(upload_id uuid, actor uuid)
returns text[]
language plpgsql
set search_path = ''
as $$
declare
  upload public.uploads;
  paths text[];
begin
  select * into upload from public.uploads where uploads.id = discard_upload.upload_id for update;
  if upload.state = 'committed' then
    raise exception 'This upload is committed: its rows are in use and cannot be discarded.'
      using errcode = 'PT409', detail = 'upload_committed';
  end if;
  if upload.state = 'discarded' then
    return '{}';
  end if;
  perform private.restart_upload(upload.id);
  delete from public.upload_parts as part where part.upload_id = upload.id;
  select coalesce(array_agg(objects.name order by objects.name), '{}') into paths
  from storage.objects
  where objects.bucket_id = 'uploads'
    and objects.name like upload.uploaded_by || '/' || upload.id || '/%';
  update public.uploads set state = 'discarded', updated_at = now() where uploads.id = upload.id;
  insert into public.events (kind, dataset_id, actor, payload)
  values ('upload_discarded', upload.dataset_id, discard_upload.actor,
          jsonb_build_object('uploadId', upload.id, 'fileName', upload.file_name));
  return paths;
end
$$;
comment on function private.discard_upload is 'Ends an upload that is not committed. Returns the parts to remove from Storage.';

create function public.discard_upload(upload_id uuid)
returns text[]
language plpgsql
security definer
set search_path = ''
as $$
begin
  if not exists (
    select 1 from public.uploads
    where uploads.id = discard_upload.upload_id
      and (
        (uploads.uploaded_by = (select auth.uid()) and private.has_role('analyst'))
        or private.has_role('admin')
      )
  ) then
    raise exception 'There is no such upload of yours; reload the list of uploads.'
      using errcode = 'PT404', detail = 'upload_not_found';
  end if;
  return private.discard_upload(upload_id, (select auth.uid()));
end
$$;
comment on function public.discard_upload is 'Discards an upload of one''s own (an admin: of anyone) that is not committed. Returns the parts to remove from Storage.';
revoke execute on function public.discard_upload from public, anon;
grant execute on function public.discard_upload to authenticated;

create function public.create_upload(
  dataset_slug text,
  file_name text,
  file_bytes bigint,
  content_hash text,
  column_names text[],
  has_labels boolean,
  parts jsonb
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  person uuid := (select auth.uid());
  dataset public.datasets;
  upload public.uploads;
  planned_count integer;
  is_new boolean := false;
begin
  if not private.has_role('analyst') then
    raise exception 'Only analysts and admins upload files; ask an admin for the role.'
      using errcode = '42501', detail = 'not_allowed';
  end if;
  select * into dataset from public.datasets where datasets.slug = create_upload.dataset_slug;
  if not found then
    raise exception 'There is no dataset "%"; choose one of the list.', create_upload.dataset_slug
      using errcode = 'PT404', detail = 'unknown_dataset';
  end if;

  select count(*) into planned_count
  from jsonb_to_recordset(create_upload.parts) as part (number integer, first_line bigint, byte_count integer)
  where part.number >= 0 and part.first_line > 0 and part.byte_count between 1 and 16777216;
  if planned_count = 0
    or planned_count <> jsonb_array_length(create_upload.parts)
    or planned_count <> (
      select count(distinct part.number)
      from jsonb_to_recordset(create_upload.parts) as part (number integer)
      where part.number < planned_count
    )
  then
    raise exception 'The plan of parts is not usable: parts are numbered from 0 without gaps and hold 1 to 16,777,216 bytes.'
      using errcode = 'PT422', detail = 'bad_part_plan';
  end if;

  select * into upload from public.uploads
  where uploads.dataset_id = dataset.id
    and uploads.content_hash = create_upload.content_hash
    and uploads.state = 'committed'
  order by uploads.committed_at desc limit 1;
  if found then
    return jsonb_build_object(
      'upload_id', upload.id, 'status', 'already_committed', 'file_name', upload.file_name,
      'committed_at', upload.committed_at, 'storage_prefix', upload.uploaded_by || '/' || upload.id,
      'ingested_parts', '[]'::jsonb
    );
  end if;

  select * into upload from public.uploads
  where uploads.dataset_id = dataset.id
    and uploads.uploaded_by = person
    and uploads.content_hash = create_upload.content_hash
    and uploads.state in ('receiving', 'ready')
  for update;
  if found and exists (
    select 1
    from jsonb_to_recordset(create_upload.parts) as planned (number integer, first_line bigint, byte_count integer)
    full join (select * from public.upload_parts where upload_parts.upload_id = upload.id) as part
      on part.number = planned.number
      and part.first_line = planned.first_line
      and part.byte_count = planned.byte_count
    where part.number is null or planned.number is null
  ) then
    -- The same file cut in another way: its half-done upload is of no use.
    perform private.discard_upload(upload.id, person);
    upload := null;
  end if;

  if upload.id is null then
    insert into public.uploads (
      dataset_id, uploaded_by, file_name, file_bytes, content_hash, column_names, has_labels, part_count,
      base_card_revision
    )
    values (
      dataset.id, person, left(create_upload.file_name, 255), create_upload.file_bytes, create_upload.content_hash,
      create_upload.column_names, create_upload.has_labels, planned_count, dataset.card_revision
    )
    on conflict do nothing
    returning * into upload;
    is_new := upload.id is not null;
    if is_new then
      insert into public.upload_parts (upload_id, number, first_line, byte_count, storage_path)
      select upload.id, part.number, part.first_line, part.byte_count,
             format('%s/%s/%s.csv', person, upload.id, lpad(part.number::text, 5, '0'))
      from jsonb_to_recordset(create_upload.parts) as part (number integer, first_line bigint, byte_count integer);
    else
      -- The same person began the same file in another window a moment ago.
      select * into upload from public.uploads
      where uploads.dataset_id = dataset.id
        and uploads.uploaded_by = person
        and uploads.content_hash = create_upload.content_hash
        and uploads.state in ('receiving', 'ready');
    end if;
  end if;

  return jsonb_build_object(
    'upload_id', upload.id,
    'status', case when is_new then 'created' else 'resumed' end,
    'storage_prefix', upload.uploaded_by || '/' || upload.id,
    'ingested_parts', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'number', part.number, 'row_count', part.row_count, 'rejected_count', part.rejected_count
      ) order by part.number), '[]')
      from public.upload_parts as part
      where part.upload_id = upload.id and part.ingested_at is not null
    )
  );
end
$$;
comment on function public.create_upload is 'Begins an upload, resumes one''s own unfinished one of the same content, or says that the content is already committed.';
revoke execute on function public.create_upload from public, anon;
grant execute on function public.create_upload to authenticated;

create function private.known_fingerprints(
  dataset_id smallint,
  upload_id uuid,
  part_number integer,
  occurred_at timestamptz[],
  fingerprints uuid[]
)
returns table (fingerprint uuid, stored_count integer, staged_count integer)
language plpgsql
stable
set search_path = ''
set jit = 'off'
as $$
begin
  return query
  with asked as (
    select distinct row.occurred_at, row.fingerprint
    from unnest(known_fingerprints.occurred_at, known_fingerprints.fingerprints) as row (occurred_at, fingerprint)
  ),
  stored as (
    select asked.occurred_at, asked.fingerprint, max(transactions.occurrence)::integer as count
    from asked
    join public.transactions
      on transactions.dataset_id = known_fingerprints.dataset_id
      and transactions.occurred_at = asked.occurred_at
      and transactions.fingerprint = asked.fingerprint
    group by 1, 2
  )
  select
    stored.fingerprint,
    stored.count,
    (
      select count(*)::integer
      from private.staged_transactions as staged
      where staged.upload_id = known_fingerprints.upload_id
        and staged.part_number < known_fingerprints.part_number
        and staged.occurred_at = stored.occurred_at
        and staged.fingerprint = stored.fingerprint
    )
  from stored;
end
$$;
comment on function private.known_fingerprints is 'For those of the given rows that the dataset already holds: how many twins are stored, and how many came in earlier parts of this upload.';

create function private.card_states_before(upload_id uuid, part_number integer, cards uuid[])
returns table (card_hash uuid, state double precision[])
language sql
stable
set search_path = ''
as $$
  select card.card_hash, coalesce(staged.state, stored.state)
  from unnest(card_states_before.cards) as card (card_hash)
  left join lateral (
    select earlier.state
    from private.staged_card_states as earlier
    where earlier.upload_id = card_states_before.upload_id
      and earlier.card_hash = card.card_hash
      and earlier.part_number < card_states_before.part_number
    order by earlier.part_number desc
    limit 1
  ) as staged on true
  left join public.card_states as stored
    on staged.state is null
    and stored.card_hash = card.card_hash
    and stored.dataset_id = (select uploads.dataset_id from public.uploads where uploads.id = card_states_before.upload_id)
  where staged.state is not null or stored.state is not null
$$;
comment on function private.card_states_before is 'What is remembered of the given cards before a part: from the upload''s earlier parts, else from the dataset.';

create function private.finish_part(
  upload_id uuid,
  part_number integer,
  base_card_revision bigint,
  row_count integer,
  rejected_count integer
)
returns text
language plpgsql
set search_path = ''
as $$
declare
  upload public.uploads;
begin
  select * into upload from public.uploads where uploads.id = finish_part.upload_id for no key update;
  if upload.state is distinct from 'receiving' then
    return 'upload_closed';
  end if;
  if upload.base_card_revision <> finish_part.base_card_revision then
    return 'dataset_changed';
  end if;
  update public.upload_parts as part
  set row_count = finish_part.row_count, rejected_count = finish_part.rejected_count, ingested_at = now()
  where part.upload_id = finish_part.upload_id and part.number = finish_part.part_number;
  if not exists (
    select 1 from public.upload_parts as part
    where part.upload_id = finish_part.upload_id and part.ingested_at is null
  ) then
    update public.uploads set state = 'ready', updated_at = now() where uploads.id = finish_part.upload_id;
    return 'ready';
  end if;
  update public.uploads set updated_at = now() where uploads.id = finish_part.upload_id;
  return 'receiving';
end
$$;
comment on function private.finish_part is 'Marks a part as staged; called last in the staging transaction. Answers the upload''s state, or why the staged rows must be rolled back.';

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
  repeated uuid[];
  stored_count bigint;
  predicted_count bigint := 0;
  flagged record;
  labels_added bigint := 0;
  label_conflicts bigint := 0;
begin
  select * into upload from public.uploads where uploads.id = commit_upload.upload_id for update;
  if not found then
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

  select count(*) as count, min(row.occurred_at) as earliest, max(row.occurred_at) as latest into staged
  from private.staged_transactions as row
  where row.upload_id = upload.id;
  if staged.count <> progress.row_count - progress.rejected_count then
    perform private.restart_upload(upload.id);
    return jsonb_build_object('status', 'staging_lost');
  end if;
  staged_months := array(
    select distinct date_trunc('month', row.occurred_at at time zone 'UTC')::date
    from private.staged_transactions as row
    where row.upload_id = upload.id
    order by 1
  );
  perform private.ensure_month_partitions(staged_months);

  -- Exact twins within the file are separate transactions: number them in the file's order. The statistics do not know
  -- this upload yet, so nothing here may join the staged rows with themselves but by their place (ctid).
  repeated := array(
    select row.fingerprint
    from private.staged_transactions as row
    where row.upload_id = upload.id
    group by row.fingerprint
    having count(*) > 1
  );
  if cardinality(repeated) > 0 then
    update private.staged_transactions as row
    set occurrence = numbered.occurrence
    from (
      select
        twin.ctid as place,
        row_number() over (partition by twin.fingerprint order by twin.part_number, twin.line) as occurrence
      from private.staged_transactions as twin
      where twin.upload_id = upload.id and twin.fingerprint = any (repeated)
    ) as numbered
    where row.ctid = numbered.place and numbered.occurrence > 1;
  end if;

  insert into public.transactions (
    id, dataset_id, occurred_at, fingerprint, occurrence, card_hash, card_last4, amount, merchant, category, place,
    features, is_fraud, label_source, labelled_at, labelled_by, upload_id
  )
  overriding system value
  select
    row.transaction_id, dataset.id, row.occurred_at, row.fingerprint, row.occurrence, row.card_hash, row.card_last4,
    row.amount, row.merchant, row.category, row.place, row.features, row.is_fraud,
    case when row.is_fraud is not null then 'file'::public.label_source end,
    case when row.is_fraud is not null then now() end,
    case when row.is_fraud is not null then commit_upload.actor end,
    upload.id
  from private.staged_transactions as row
  where row.upload_id = upload.id
  on conflict (dataset_id, occurred_at, fingerprint, occurrence) do nothing;
  get diagnostics stored_count = row_count;

  insert into public.predictions (
    transaction_id, occurred_at, dataset_id, model_version_id, fraud_score, threshold, is_flagged, reasons
  )
  select
    row.transaction_id, row.occurred_at, dataset.id, row.model_version_id, row.fraud_score, row.threshold,
    row.is_flagged, row.reasons
  from private.staged_transactions as row
  where row.upload_id = upload.id
    and row.model_version_id is not null
    and (
      stored_count = staged.count
      or exists (
        select 1 from public.transactions
        where transactions.id = row.transaction_id and transactions.occurred_at = row.occurred_at
      )
    );
  get diagnostics predicted_count = row_count;

  select count(*) as count, coalesce(sum(row.amount), 0) as amount into flagged
  from private.staged_transactions as row
  where row.upload_id = upload.id
    and row.is_flagged
    and exists (
      select 1 from public.transactions
      where transactions.id = row.transaction_id and transactions.occurred_at = row.occurred_at
    );

  if upload.has_labels and stored_count < staged.count then
    -- Labels that came late. One that is there already stays, whoever set it.
    select count(*) into label_conflicts
    from private.staged_transactions as row
    join public.transactions
      on transactions.dataset_id = dataset.id
      and transactions.occurred_at = row.occurred_at
      and transactions.fingerprint = row.fingerprint
      and transactions.occurrence = row.occurrence
    where row.upload_id = upload.id
      and transactions.occurred_at between staged.earliest and staged.latest
      and transactions.is_fraud <> row.is_fraud;

    update public.transactions
    set is_fraud = row.is_fraud, label_source = 'file', labelled_at = now(), labelled_by = commit_upload.actor
    from private.staged_transactions as row
    where row.upload_id = upload.id
      and row.is_fraud is not null
      and transactions.dataset_id = dataset.id
      and transactions.occurred_at = row.occurred_at
      and transactions.fingerprint = row.fingerprint
      and transactions.occurrence = row.occurrence
      and transactions.occurred_at between staged.earliest and staged.latest
      and transactions.is_fraud is null;
    get diagnostics labels_added = row_count;
  end if;

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

  if stored_count > 0 or labels_added > 0 then
    perform private.refresh_months(dataset.id, staged_months);
  end if;

  delete from private.staged_transactions as row where row.upload_id = upload.id;
  delete from private.staged_card_states as row where row.upload_id = upload.id;
  update public.uploads
  set state = 'committed',
      row_count = progress.row_count,
      accepted_count = stored_count,
      rejected_count = progress.rejected_count,
      known_count = staged.count - stored_count,
      labels_added_count = labels_added,
      label_conflict_count = label_conflicts,
      scored_count = predicted_count,
      flagged_count = flagged.count,
      flagged_amount = flagged.amount,
      months = staged_months,
      updated_at = now(),
      committed_at = now()
  where uploads.id = upload.id;

  insert into public.events (kind, dataset_id, actor, payload)
  values ('upload_committed', dataset.id, commit_upload.actor, private.describe_commit(upload.id));
  if labels_added > 0 or label_conflicts > 0 then
    insert into public.events (kind, dataset_id, actor, payload)
    values ('labels_added', dataset.id, commit_upload.actor, jsonb_build_object(
      'uploadId', upload.id, 'labelsAddedCount', labels_added, 'labelConflictCount', label_conflicts
    ));
  end if;
  return private.describe_commit(upload.id);
end
$$;
comment on function private.commit_upload is 'Makes a staged upload visible, all of it at once: transactions, predictions, labels, card states, months, events. Answers {status, …}; called again it answers the same.';
