-- Purpose: one event for a fault that every part of an upload and every run meets while it lasts.
-- Risk: public.service_health reads the newest event of a dataset, so one that says something new is never left out.

create function private.record_unusable_champion(dataset_id smallint, fault jsonb)
returns boolean
language plpgsql
set search_path = ''
as $$
begin
  -- Those who meet it side by side take turns here.
  perform pg_advisory_xact_lock(hashtext('model_artifact_unusable'), record_unusable_champion.dataset_id);
  insert into public.events (kind, dataset_id, payload)
  select 'model_artifact_unusable', record_unusable_champion.dataset_id, record_unusable_champion.fault
  where not exists (
    select 1
    from (
      select events.payload, events.created_at from public.events
      where events.kind = 'model_artifact_unusable' and events.dataset_id = record_unusable_champion.dataset_id
      order by events.id desc
      limit 1
    ) as known
    where known.created_at > now() - interval '1 hour'
      and known.payload -> 'modelVersionId' = fault -> 'modelVersionId'
      and known.payload -> 'servedBy' = fault -> 'servedBy'
      -- Stored again since then, and damaged again.
      and not exists (
        select 1 from storage.objects
        where objects.bucket_id = 'models' and objects.name = fault ->> 'artifactPath'
          and objects.updated_at > known.created_at
      )
  );
  return found;
end
$$;
comment on function private.record_unusable_champion is 'Records that a champion cannot be used and which version scores in its place; one event an hour while nothing changes. Returns whether one was added.';
revoke execute on function private.record_unusable_champion from public, anon, authenticated;
