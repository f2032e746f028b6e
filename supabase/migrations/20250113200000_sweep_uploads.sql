-- Purpose: uploads that nobody finished are discarded a day after their last part, and nothing of them stays in Storage.
-- Risk: objects are removed by whoever calls, through the Storage API; deleting their rows here would orphan the bytes.

create function private.sweep_uploads(older_than interval default interval '1 day')
returns bigint
language plpgsql
set search_path = ''
as $$
declare
  abandoned uuid;
  swept bigint := 0;
begin
  for abandoned in
    select uploads.id from public.uploads
    where uploads.state in ('receiving', 'ready')
      and uploads.updated_at < now() - older_than
      -- A part that arrived counts, even if nobody asked for its ingest.
      and not exists (
        select 1 from storage.objects
        where objects.bucket_id = 'uploads'
          and objects.name like uploads.uploaded_by || '/' || uploads.id || '/%'
          and greatest(objects.created_at, objects.updated_at) >= now() - older_than
      )
    order by uploads.updated_at
    for update skip locked
  loop
    perform private.discard_upload(abandoned, null, 'upload_swept');
    swept := swept + 1;
  end loop;
  return swept;
end
$$;
comment on function private.sweep_uploads is 'Discards unfinished uploads a day after their last part, each with the event upload_swept; returns their number.';
revoke execute on function private.sweep_uploads from public, anon, authenticated;

create function private.parts_to_remove(most integer default 1000)
returns setof text
language sql
stable
set search_path = ''
as $$
  select objects.name
  from storage.objects
  left join public.uploads on uploads.id::text = (storage.foldername(objects.name))[2]
  where objects.bucket_id = 'uploads'
    and (
      uploads.state = 'discarded'
      -- What belongs to no upload; a day, for whoever looks into it.
      or (uploads.id is null and objects.created_at < now() - interval '1 day')
    )
  order by objects.name
  limit most
$$;
comment on function private.parts_to_remove is 'Objects of the bucket uploads that belong to a discarded upload or to none.';
revoke execute on function private.parts_to_remove from public, anon, authenticated;

create function public.sweep_uploads()
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  swept bigint := private.sweep_uploads();
begin
  return jsonb_build_object(
    'sweptCount', swept,
    'paths', coalesce((select jsonb_agg(path) from private.parts_to_remove() as path), '[]')
  );
end
$$;
comment on function public.sweep_uploads is 'For the service alone: discards abandoned uploads and says which objects of the bucket uploads to remove, at most 1,000. Call it again until there are none.';
revoke execute on function public.sweep_uploads from public, anon, authenticated;
grant execute on function public.sweep_uploads to service_role;

-- Where pg_cron is switched on, the database sweeps by itself; the objects wait for the next call of the service.
do $$
begin
  if exists (select 1 from pg_extension where extname = 'pg_cron') then
    perform cron.schedule('sweep-uploads', '23 * * * *', 'select private.sweep_uploads()');
  end if;
end
$$;
