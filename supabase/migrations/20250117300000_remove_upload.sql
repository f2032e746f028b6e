-- Purpose: a committed upload is taken back with all that came from it: transactions, predictions, reviews, labels that
-- it gave to others' rows, card states, months, rejected rows, files. Afterwards the dataset is as if it had never come.
-- Risk: features were computed from what was known when a row came. So an upload cannot be removed while a later one
-- was built on it (shares a card, or repeats its rows): the later one goes first. commit_upload remembers what it
-- replaces, for ninety days.

create table private.replaced_card_states (
  upload_id uuid not null references public.uploads (id) on delete cascade,
  card_hash uuid not null,
  state double precision[],
  primary key (upload_id, card_hash)
);
comment on table private.replaced_card_states is 'What was remembered of a card before an upload was committed; null for a card that came with it.';

create table private.added_labels (
  upload_id uuid not null references public.uploads (id) on delete cascade,
  transaction_id bigint not null,
  occurred_at timestamptz not null,
  primary key (upload_id, transaction_id, occurred_at)
);
comment on table private.added_labels is 'Transactions of earlier uploads that got their label from an upload.';

revoke all on private.replaced_card_states, private.added_labels from public, anon, authenticated;
alter table private.replaced_card_states enable row level security;
alter table private.replaced_card_states force row level security;
alter table private.added_labels enable row level security;
alter table private.added_labels force row level security;

create function private.remember_card_states(upload_id uuid, dataset_id smallint)
returns void
language sql
set search_path = ''
as $$
  insert into private.replaced_card_states (upload_id, card_hash, state)
  select remember_card_states.upload_id, staged.card_hash, stored.state
  from (
    select distinct states.card_hash from private.staged_card_states as states
    where states.upload_id = remember_card_states.upload_id
  ) as staged
  left join public.card_states as stored
    on stored.dataset_id = remember_card_states.dataset_id and stored.card_hash = staged.card_hash;
  delete from private.replaced_card_states as old
  using public.uploads
  where uploads.id = old.upload_id
    and uploads.dataset_id = remember_card_states.dataset_id
    and uploads.committed_at < now() - interval '90 days';
$$;
comment on function private.remember_card_states is 'Called by the commit before it writes card states: keeps those that it replaces, for ninety days.';
revoke execute on function private.remember_card_states from public, anon, authenticated;

create function private.is_labelled_by_file(labelled public.transactions)
returns boolean
language sql
stable
set search_path = ''
as $$
  select labelled.upload_id is null or exists (
    select 1 from public.uploads
    where uploads.dataset_id = labelled.dataset_id and uploads.state = 'committed' and uploads.has_labels
      and (
        uploads.id = labelled.upload_id
        or uploads.labels_added_count > 0 and exists (
          select 1 from private.added_labels
          where added_labels.upload_id = uploads.id
            and added_labels.transaction_id = labelled.id and added_labels.occurred_at = labelled.occurred_at
        )
      )
  )
$$;
comment on function private.is_labelled_by_file is 'Whether a file that brought a transaction''s label is still there: its own upload, or a later one. Read by public.undo_review.';
revoke execute on function private.is_labelled_by_file from public, anon, authenticated;

create function private.find_dependent_uploads(upload_id uuid)
returns text[]
language sql
stable
set search_path = ''
as $$
  select array_agg(later.file_name order by later.committed_at desc)
  from public.uploads as upload
  join public.uploads as later
    on later.dataset_id = upload.dataset_id
   and later.state = 'committed'
   and later.id <> upload.id
   and later.committed_at >= upload.committed_at
  where upload.id = find_dependent_uploads.upload_id
    and (
      (later.known_count > 0 and later.months && upload.months)
      or exists (
        select 1
        from private.replaced_card_states as mine
        join private.replaced_card_states as theirs on theirs.card_hash = mine.card_hash and theirs.upload_id = later.id
        where mine.upload_id = upload.id
      )
    )
$$;
comment on function private.find_dependent_uploads is 'Names of later files whose rows were built on this upload''s, newest first; null when there are none.';
revoke execute on function private.find_dependent_uploads from public, anon, authenticated;

create function private.remove_upload(upload_id uuid, actor uuid)
returns text[]
language plpgsql
set search_path = ''
set jit = 'off'
as $$
declare
  upload public.uploads;
  dependent text[];
  opens timestamptz;
  closes timestamptz;
  touched date[];
  removed_count bigint;
  label_count bigint;
  paths text[];
begin
  select * into upload from public.uploads where uploads.id = remove_upload.upload_id for update;
  if upload.state <> 'committed' then
    return private.discard_upload(upload.id, actor);
  end if;
  perform 1 from public.datasets where datasets.id = upload.dataset_id for no key update;
  dependent := private.find_dependent_uploads(upload.id);
  if dependent is not null then
    raise exception 'Later files were built on this one: remove % first, newest first.', array_to_string(dependent[1:5], ', ')
      using errcode = 'PT409', detail = 'later_uploads_depend';
  end if;
  opens := (select min(month) from unnest(upload.months) as month)::timestamp at time zone 'UTC';
  closes := ((select max(month) from unnest(upload.months) as month) + interval '1 month') at time zone 'UTC';
  if exists (
    select 1 from public.transactions
    where transactions.upload_id = upload.id and transactions.card_hash is not null
      and transactions.occurred_at >= opens and transactions.occurred_at < closes
  ) and not exists (
    select 1 from private.replaced_card_states as replaced where replaced.upload_id = upload.id
  ) then
    raise exception 'This upload is older than ninety days: what it changed in its cards'' histories is no longer kept. Old months are dropped as a whole.'
      using errcode = 'PT409', detail = 'too_old_to_remove';
  end if;

  update public.transactions
  set is_fraud = null, label_source = null, labelled_at = null, labelled_by = null
  from private.added_labels as added
  where added.upload_id = upload.id
    and transactions.id = added.transaction_id
    and transactions.occurred_at = added.occurred_at
    and transactions.label_source = 'file';

  delete from public.predictions
  using public.transactions
  where transactions.upload_id = upload.id
    and transactions.occurred_at >= opens and transactions.occurred_at < closes
    and predictions.occurred_at >= opens and predictions.occurred_at < closes
    and predictions.transaction_id = transactions.id
    and predictions.occurred_at = transactions.occurred_at;
  -- Takes the reviews of these transactions along.
  delete from public.transactions
  where transactions.upload_id = upload.id
    and transactions.occurred_at >= opens and transactions.occurred_at < closes;
  get diagnostics removed_count = row_count;

  update public.card_states
  set state = replaced.state, updated_at = now()
  from private.replaced_card_states as replaced
  where replaced.upload_id = upload.id and replaced.state is not null
    and card_states.dataset_id = upload.dataset_id and card_states.card_hash = replaced.card_hash;
  delete from public.card_states
  using private.replaced_card_states as replaced
  where replaced.upload_id = upload.id and replaced.state is null
    and card_states.dataset_id = upload.dataset_id and card_states.card_hash = replaced.card_hash;

  -- An upload that is being staged has read the old states; its commit notices the new revision and begins again.
  update public.datasets
  set card_revision = card_revision + 1,
      feature_names = case when exists (
        select 1 from public.uploads as kept
        where kept.dataset_id = upload.dataset_id and kept.state = 'committed' and kept.id <> upload.id
      ) then feature_names else '{}' end
  where datasets.id = upload.dataset_id;

  touched := upload.months;
  label_count := private.count_labels(upload.dataset_id);
  delete from public.feature_histograms as counted
  where counted.dataset_id = upload.dataset_id and counted.month = any (touched);
  perform private.refresh_months(upload.dataset_id, touched);
  perform private.forget_labels(
    upload.dataset_id, label_count - private.count_labels(upload.dataset_id), upload.committed_at);

  delete from private.replaced_card_states as replaced where replaced.upload_id = upload.id;
  delete from private.added_labels as added where added.upload_id = upload.id;
  delete from public.rejected_rows as rejected where rejected.upload_id = upload.id;
  delete from public.label_conflicts as conflict where conflict.upload_id = upload.id;
  delete from public.upload_evaluations as evaluation where evaluation.upload_id = upload.id;
  delete from public.upload_parts as part where part.upload_id = upload.id;
  update public.uploads
  set state = 'discarded', updated_at = now(), committed_at = null, row_count = 0, accepted_count = 0,
      rejected_count = 0, known_count = 0, labels_added_count = 0, label_conflict_count = 0, scored_count = 0,
      flagged_count = 0, flagged_amount = 0, months = '{}'
  where uploads.id = upload.id;
  select coalesce(array_agg(objects.name order by objects.name), '{}') into paths
  from storage.objects
  where objects.bucket_id = 'uploads' and objects.name like upload.uploaded_by || '/' || upload.id || '/%';
  insert into public.events (kind, dataset_id, actor, payload)
  values ('upload_removed', upload.dataset_id, remove_upload.actor, jsonb_build_object(
    'uploadId', upload.id, 'fileName', upload.file_name, 'removedCount', removed_count, 'months', to_jsonb(touched)
  ));
  return paths;
end
$$;
comment on function private.remove_upload is 'Takes a committed upload back (one that is not committed: discards it). Returns the objects to remove from Storage.';
revoke execute on function private.remove_upload from public, anon, authenticated;

create function public.remove_upload(upload_id uuid)
returns text[]
language plpgsql
security definer
set search_path = ''
-- The Data API takes this limit for the whole call, instead of the role's 8 s: a large upload needs longer.
set statement_timeout = '60s'
as $$
begin
  if not exists (
    select 1 from public.uploads
    where uploads.id = remove_upload.upload_id
      and ((uploads.uploaded_by = (select auth.uid()) and private.has_role('analyst')) or private.has_role('admin'))
  ) then
    raise exception 'There is no such upload of yours; reload the list of uploads.'
      using errcode = 'PT404', detail = 'upload_not_found';
  end if;
  return private.remove_upload(upload_id, (select auth.uid()));
end
$$;
comment on function public.remove_upload is 'Removes an upload of one''s own (an admin: of anyone) with all that came from it. Returns the objects to remove from Storage.';
revoke execute on function public.remove_upload from public, anon;
grant execute on function public.remove_upload to authenticated;
