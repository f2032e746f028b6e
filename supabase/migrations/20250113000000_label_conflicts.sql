-- Purpose: labels of a file that contradict the stored ones, row by row. The stored label stays; a review settles it.
-- Risk: written inside the commit, from the rows that private.commit_upload lists in pg_temp.upload_rows.

create table public.label_conflicts (
  upload_id uuid not null references public.uploads (id) on delete cascade,
  line bigint not null,
  transaction_id bigint not null,
  occurred_at timestamptz not null,
  stored_label boolean not null,
  stored_source public.label_source not null,
  file_label boolean not null,
  created_at timestamptz not null default now(),
  primary key (upload_id, line)
);
comment on table public.label_conflicts is 'Lines of a file whose label contradicts the one that was stored. Nothing was overwritten; a later review settles it.';
comment on column public.label_conflicts.stored_label is 'The label at the moment of the commit, with where it came from.';

revoke all on public.label_conflicts from anon, authenticated;
grant select on public.label_conflicts to authenticated;
alter table public.label_conflicts enable row level security;
alter table public.label_conflicts force row level security;

create policy "People see the label conflicts of the uploads they see"
  on public.label_conflicts for select to authenticated
  using (exists (select 1 from public.uploads where uploads.id = label_conflicts.upload_id));

create function private.record_label_conflicts(upload_id uuid)
returns bigint
language plpgsql
set search_path = ''
as $$
declare
  opens timestamptz;
  closes timestamptz;
  recorded bigint;
begin
  -- Bounds let the planner leave out the partitions of other months.
  select min(known.occurred_at), max(known.occurred_at) into opens, closes
  from pg_temp.upload_rows as known
  where not known.is_new and known.file_label is not null;
  if opens is null then
    return 0;
  end if;
  insert into public.label_conflicts (
    upload_id, line, transaction_id, occurred_at, stored_label, stored_source, file_label
  )
  select record_label_conflicts.upload_id, known.line, known.transaction_id, known.occurred_at,
         transactions.is_fraud, transactions.label_source, known.file_label
  from pg_temp.upload_rows as known
  join public.transactions
    on transactions.id = known.transaction_id and transactions.occurred_at = known.occurred_at
  where not known.is_new
    and transactions.occurred_at between opens and closes
    and transactions.is_fraud <> known.file_label;
  get diagnostics recorded = row_count;
  return recorded;
end
$$;
comment on function private.record_label_conflicts is 'Records the contradictions of the upload that is being committed, and returns their number. Reads pg_temp.upload_rows (line, transaction_id, occurred_at, is_new, file_label).';
revoke execute on function private.record_label_conflicts from public, anon, authenticated;

create function public.upload_label_conflicts(
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
    'total', (
      select count(*) from public.label_conflicts
      where label_conflicts.upload_id = upload_label_conflicts.upload_id
    ),
    'rows', coalesce((
      select jsonb_agg(jsonb_build_object(
        'line', page.line,
        'transactionId', page.transaction_id,
        'occurredAt', page.occurred_at,
        'amount', transactions.amount,
        'storedLabel', page.stored_label,
        'storedSource', page.stored_source,
        'fileLabel', page.file_label,
        'currentLabel', transactions.is_fraud,
        'currentSource', transactions.label_source,
        'isSettled', transactions.label_source = 'review' and transactions.labelled_at > page.created_at
      ) order by page.line)
      from (
        select * from public.label_conflicts
        where label_conflicts.upload_id = upload_label_conflicts.upload_id
        order by label_conflicts.line
        limit least(greatest(upload_label_conflicts.page_size, 1), 500)
        offset greatest(upload_label_conflicts.page_offset, 0)
      ) as page
      join public.transactions
        on transactions.id = page.transaction_id and transactions.occurred_at = page.occurred_at
    ), '[]')
  )
$$;
comment on function public.upload_label_conflicts is 'One page of an upload''s contradicting labels by line, and their total; isSettled once somebody reviewed the transaction afterwards.';
revoke execute on function public.upload_label_conflicts from public, anon;
grant execute on function public.upload_label_conflicts to authenticated;
