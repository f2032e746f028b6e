-- Purpose: an upload begins, is resumed, starts again, or is discarded.
-- Risk: none; nothing here touches committed rows.

-- Several people may send the same file at once; the rows are told apart by their fingerprints. Only a committed
-- file that one may see, or one's own unfinished one, is recognised by its hash.
drop index public.uploads_content;
create unique index uploads_unfinished on public.uploads (dataset_id, uploaded_by, content_hash)
  where state in ('receiving', 'ready');
create index uploads_committed on public.uploads (dataset_id, content_hash) where state = 'committed';
comment on column public.uploads.content_hash is 'SHA-256 over the SHA-256 of each 4 MiB block of the unpacked file: the same file again is recognised by it.';

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

create policy "Admins remove the parts of discarded uploads"
  on storage.objects for delete to authenticated
  using (
    bucket_id = 'uploads'
    and (select private.has_role('admin'))
    and exists (
      select 1
      from public.uploads
      where uploads.id::text = (storage.foldername(name))[2]
        and uploads.state = 'discarded'
    )
  );

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

create function private.discard_upload(upload_id uuid, actor uuid, event_kind text default 'upload_discarded')
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
  values (discard_upload.event_kind, upload.dataset_id, discard_upload.actor,
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
  if planned_count not between 1 and 20000
    or planned_count <> jsonb_array_length(create_upload.parts)
    or planned_count <> (
      select count(distinct part.number)
      from jsonb_to_recordset(create_upload.parts) as part (number integer)
      where part.number < planned_count
    )
  then
    raise exception 'The plan of parts is not usable: 1 to 20,000 parts, numbered from 0 without gaps, of 1 to 16,777,216 bytes each.'
      using errcode = 'PT422', detail = 'bad_part_plan';
  end if;

  -- Of files that the caller may see: the hash is its sender's word, and nobody's word keeps another's file out.
  -- What came with somebody else's file is recognised row by row.
  select * into upload from public.uploads
  where uploads.dataset_id = dataset.id
    and uploads.content_hash = create_upload.content_hash
    and uploads.state = 'committed'
    and (uploads.uploaded_by = person or private.has_role('admin'))
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
comment on function public.create_upload is 'Begins an upload, resumes one''s own unfinished one of the same content, or says that the content is already committed by the caller (to an admin: by anybody).';
revoke execute on function public.create_upload from public, anon;
grant execute on function public.create_upload to authenticated;
