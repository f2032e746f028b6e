-- Purpose: old artifacts and old uploaded files leave Storage, and never one that may still be needed.
-- Risk: removal of objects. A version is retired in its row first, which is when it can never serve again; then its
-- objects go; then the row says so. A crash in between leaves a retired row whose objects the next run removes.
-- Objects that no row points to (a run that was killed) go as soon as their run has ended.

alter table public.uploads add column files_removed_at timestamptz;
comment on column public.uploads.files_removed_at is 'When the uploaded parts were removed from Storage, as the dataset''s settings say; the rows stay.';

create function private.list_kept_versions(dataset_id smallint)
returns setof bigint
language sql
stable
set search_path = ''
as $$
  select model_aliases.model_version_id from public.model_aliases
  where model_aliases.dataset_id = list_kept_versions.dataset_id
  union
  select private.find_version_before(list_kept_versions.dataset_id)
$$;
comment on function private.list_kept_versions is 'Versions that are never retired: champion, challenger, and the one that a rollback would let serve.';

create function private.retire_version(version_id bigint, reason text, retired_by uuid)
returns void
language plpgsql
set search_path = ''
as $$
declare
  target public.model_versions%rowtype;
begin
  update public.model_versions set retired_at = now()
  where model_versions.id = retire_version.version_id and model_versions.retired_at is null
  returning * into target;
  if found then
    insert into public.events (kind, dataset_id, actor, payload)
    values ('model_retired', target.dataset_id, retire_version.retired_by, jsonb_build_object(
      'model_version_id', target.id, 'version', target.version, 'reason', retire_version.reason));
  end if;
end
$$;
comment on function private.retire_version is 'Marks a version as retired, with an event. Hold the dataset, and ask private.list_kept_versions first.';

create function public.retire_model_version(version_id bigint, reason text)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  stated text := private.require_admin_with_reason(retire_model_version.reason);
  target smallint := private.require_live_version(retire_model_version.version_id);
begin
  if retire_model_version.version_id in (select private.list_kept_versions(target)) then
    raise exception 'This version is needed: it serves, scores beside the champion, or is the one that a rollback would take. Promote another one first.'
      using errcode = 'PT409';
  end if;
  perform private.retire_version(retire_model_version.version_id, stated, (select auth.uid()));
end
$$;
comment on function public.retire_model_version is 'An admin takes a version out of use for good, with a reason; its artifact is removed shortly after. Never the champion, the one before, or the challenger.';

create function private.retire_old_versions(dataset_id smallint)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  kept integer;
  old bigint;
  retired integer := 0;
begin
  select coalesce((datasets.settings -> 'keep_artifacts')::integer, 10) into kept from public.datasets
  where datasets.id = retire_old_versions.dataset_id
  for no key update;
  for old in
    select model_versions.id from public.model_versions
    where model_versions.dataset_id = retire_old_versions.dataset_id
      and model_versions.retired_at is null
      and model_versions.id not in (
        select newest.id from public.model_versions as newest
        where newest.dataset_id = retire_old_versions.dataset_id
        order by newest.version desc
        limit kept
      )
      and model_versions.id not in (
        select version_id from private.list_kept_versions(retire_old_versions.dataset_id) as version_id
        where version_id is not null
      )
  loop
    perform private.retire_version(old, format('Only the newest %s artifacts are kept.', kept), null);
    retired := retired + 1;
  end loop;
  return retired;
end
$$;
comment on function private.retire_old_versions is 'Retires what the setting keep_artifacts does not keep; returns how many.';

create function private.list_unneeded_objects(dataset_id smallint)
returns table (name text)
language sql
stable
set search_path = ''
as $$
  select objects.name
  from storage.objects
  join public.datasets on datasets.id = list_unneeded_objects.dataset_id
  cross join lateral (
    select substring(objects.name from '/run-([0-9]{1,18})/')::bigint as id
  ) as named
  left join public.training_runs as run on run.id = named.id and run.dataset_id = datasets.id
  where objects.bucket_id = 'models'
    and objects.name like replace(datasets.slug, '_', '\_') || '/run-%'
    and named.id is not null
    and coalesce(run.state not in ('requested', 'running'), true)
    and not exists (
      select 1 from public.model_versions
      where model_versions.run_id = named.id and model_versions.retired_at is null
    )
  order by objects.name
$$;
comment on function private.list_unneeded_objects is 'Objects of the bucket models that belong to retired versions or to runs that ended without a version.';

create function private.confirm_removed_artifacts(dataset_id smallint)
returns integer
language sql
set search_path = ''
as $$
  with removed as (
    update public.model_versions
    set artifact_removed_at = now(), card_path = null
    where model_versions.dataset_id = confirm_removed_artifacts.dataset_id
      and model_versions.retired_at is not null
      and model_versions.artifact_removed_at is null
      and not exists (
        select 1 from storage.objects
        where objects.bucket_id = 'models' and objects.name = model_versions.artifact_path
      )
    returning 1
  )
  select count(*)::integer from removed
$$;
comment on function private.confirm_removed_artifacts is 'Writes down which retired versions have no artifact in Storage any more; returns how many.';

create function private.list_expired_files(dataset_id smallint)
returns table (upload_id uuid, paths text[])
language sql
stable
set search_path = ''
as $$
  -- The header lies beside the parts.
  select uploads.id,
         array_agg(upload_parts.storage_path order by upload_parts.number)
           || regexp_replace(min(upload_parts.storage_path), '[^/]*$', 'header.csv')
  from public.uploads
  join public.datasets on datasets.id = uploads.dataset_id
  join public.upload_parts on upload_parts.upload_id = uploads.id
  where uploads.dataset_id = list_expired_files.dataset_id
    and uploads.state = 'committed'
    and uploads.files_removed_at is null
    and datasets.settings -> 'keep_upload_days' is distinct from 'null'
    and uploads.committed_at < now() - make_interval(days => coalesce((datasets.settings ->> 'keep_upload_days')::integer, 90))
  group by uploads.id
  order by min(uploads.committed_at)
  limit 100
$$;
comment on function private.list_expired_files is 'Uploads whose files the setting keep_upload_days does not keep, with the paths of their parts and header; a hundred at most.';

create function private.confirm_removed_files(upload_ids uuid[])
returns void
language sql
set search_path = ''
as $$
  with removed as (
    update public.uploads set files_removed_at = now()
    where uploads.id = any (confirm_removed_files.upload_ids) and uploads.files_removed_at is null
    returning uploads.id, uploads.dataset_id, uploads.file_name
  )
  insert into public.events (kind, dataset_id, payload)
  select 'upload_files_removed', removed.dataset_id, jsonb_build_object('uploadId', removed.id, 'fileName', removed.file_name)
  from removed
$$;
comment on function private.confirm_removed_files is 'Writes down that the parts of these uploads are gone from Storage, each with an event.';

revoke execute on function
  private.list_kept_versions, private.retire_version, private.retire_old_versions, private.list_unneeded_objects,
  private.confirm_removed_artifacts, private.list_expired_files, private.confirm_removed_files
from public, anon, authenticated;
revoke execute on function public.retire_model_version from public, anon;
grant execute on function public.retire_model_version to authenticated;
