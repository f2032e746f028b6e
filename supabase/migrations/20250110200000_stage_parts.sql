-- Purpose: what ingest-upload asks of the database around one part: look-ups before it, its end afterwards.
-- Risk: staging is emptied by a crash of the database; commit_upload compares counts and notices.

-- Numbers are drawn while staging, so that a commit writes transactions and predictions without joining them.
alter table private.staged_transactions
  add column transaction_id bigint not null default nextval('public.transactions_id_seq'),
  add column occurrence integer not null default 1,
  add column is_known boolean not null default false;
comment on column private.staged_transactions.transaction_id is 'The id that the row takes in transactions; of a known row the one that it has there.';
comment on column private.staged_transactions.is_known is 'True when the dataset holds the row already; set by the commit.';
comment on column private.staged_transactions.occurrence is 'Number among equal rows of the file; set by the commit.';

-- Staged rows can be made again from the parts in Storage, so they are not worth a log: after a crash of the database
-- the tables are empty, and the commit notices (`staging_lost`).
alter table private.staged_transactions set unlogged;
alter table private.staged_card_states set unlogged;
drop index private.staged_transactions_by_part;
-- Only formats with cards look staged rows up, before the commit.
create index staged_transactions_by_time on private.staged_transactions (upload_id, occurred_at)
  where card_hash is not null;

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
    select asked.occurred_at, asked.fingerprint, max(transactions.occurrence) as count
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
        and staged.card_hash is not null
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
