-- Purpose: files on their way in, part by part, and the rows that were refused.
-- Risk: none.

create type public.upload_state as enum ('receiving', 'ready', 'committed', 'discarded');
comment on type public.upload_state is 'receiving: parts arrive and are staged. ready: all staged, nobody sees a row yet. Then one of the two ends.';

create table public.uploads (
  id uuid primary key default gen_random_uuid(),
  dataset_id smallint not null references public.datasets (id),
  uploaded_by uuid not null default auth.uid() references auth.users (id),
  file_name text not null check (length(file_name) between 1 and 255),
  file_bytes bigint not null check (file_bytes > 0),
  content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  column_names text[] not null check (cardinality(column_names) > 0),
  has_labels boolean not null,
  part_count integer not null check (part_count > 0),
  state public.upload_state not null default 'receiving',
  base_card_revision bigint not null default 0,
  row_count bigint not null default 0,
  accepted_count bigint not null default 0,
  rejected_count bigint not null default 0,
  known_count bigint not null default 0,
  labels_added_count bigint not null default 0,
  label_conflict_count bigint not null default 0,
  flagged_count bigint not null default 0,
  flagged_amount numeric(24, 2) not null default 0,
  months date[] not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  committed_at timestamptz
);
comment on table public.uploads is 'One file on its way in. Counts are final once the state is committed.';
comment on column public.uploads.content_hash is 'SHA-256 over the concatenated SHA-256 of the parts: the same file again is recognised by it.';
comment on column public.uploads.base_card_revision is 'datasets.card_revision when staging began; a commit is refused when it has moved on.';

create unique index uploads_content on public.uploads (dataset_id, content_hash) where state <> 'discarded';
create index uploads_by_person on public.uploads (uploaded_by, created_at desc);

create table public.upload_parts (
  upload_id uuid not null references public.uploads (id) on delete cascade,
  number integer not null check (number >= 0),
  first_line bigint not null check (first_line > 0),
  byte_count integer not null check (byte_count > 0),
  storage_path text not null,
  row_count integer,
  rejected_count integer,
  ingested_at timestamptz,
  primary key (upload_id, number)
);
comment on table public.upload_parts is 'The parts of a file, cut at row ends; ingested_at is set when a part is staged.';

create table public.rejected_rows (
  upload_id uuid not null references public.uploads (id) on delete cascade,
  part_number integer not null,
  line bigint not null,
  column_name text not null,
  value text not null,
  code text not null,
  message text not null
);
comment on table public.rejected_rows is 'Every fault of every refused row. Values of personal columns are replaced before they come here.';
create index rejected_rows_by_upload on public.rejected_rows (upload_id, line);

revoke all on public.uploads, public.upload_parts, public.rejected_rows from anon, authenticated;
grant select on public.uploads, public.upload_parts, public.rejected_rows to authenticated;
alter table public.uploads enable row level security;
alter table public.uploads force row level security;
alter table public.upload_parts enable row level security;
alter table public.upload_parts force row level security;
alter table public.rejected_rows enable row level security;
alter table public.rejected_rows force row level security;

create policy "Analysts see their own uploads"
  on public.uploads for select to authenticated
  using (uploaded_by = (select auth.uid()) and (select private.has_role('analyst')));

create policy "Admins see every upload"
  on public.uploads for select to authenticated
  using ((select private.has_role('admin')));

create policy "People see the parts of the uploads they see"
  on public.upload_parts for select to authenticated
  using (exists (select 1 from public.uploads where uploads.id = upload_parts.upload_id));

create policy "People see the rejected rows of the uploads they see"
  on public.rejected_rows for select to authenticated
  using (exists (select 1 from public.uploads where uploads.id = rejected_rows.upload_id));

insert into storage.buckets (id, name, public, file_size_limit)
values ('uploads', 'uploads', false, 16777216)
on conflict (id) do nothing;

create policy "Analysts put parts into their own folder"
  on storage.objects for insert to authenticated
  with check (
    bucket_id = 'uploads'
    and (storage.foldername(name))[1] = (select auth.uid())::text
    and (select private.has_role('analyst'))
  );

create policy "Analysts replace parts in their own folder"
  on storage.objects for update to authenticated
  using (
    bucket_id = 'uploads'
    and (storage.foldername(name))[1] = (select auth.uid())::text
    and (select private.has_role('analyst'))
  )
  with check (
    bucket_id = 'uploads'
    and (storage.foldername(name))[1] = (select auth.uid())::text
  );

create policy "Analysts read parts in their own folder"
  on storage.objects for select to authenticated
  using (
    bucket_id = 'uploads'
    and (storage.foldername(name))[1] = (select auth.uid())::text
    and (select private.has_role('analyst'))
  );

create policy "Admins read every part"
  on storage.objects for select to authenticated
  using (bucket_id = 'uploads' and (select private.has_role('admin')));
