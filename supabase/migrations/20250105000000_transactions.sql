-- Purpose: transactions, the running state of each card, and the staging area behind an upload.
-- Risk: month partitions are made by private.ensure_month_partitions before rows arrive; there is no default
-- partition, so that a row can never land outside its month. The tables that take rows by the hundred thousand have
-- no foreign keys: each would cost a look-up per row. Their only writers are private.commit_upload and the trainer.

create type public.label_source as enum ('file', 'review');
comment on type public.label_source is 'Where the truth came from: a file with labels, or a person''s review.';

create table public.transactions (
  id bigint generated always as identity,
  dataset_id smallint not null,
  occurred_at timestamptz not null,
  fingerprint uuid not null,
  occurrence integer not null default 1 check (occurrence > 0),
  card_hash uuid,
  card_last4 text check (card_last4 ~ '^[0-9]{1,4}$'),
  amount numeric(14, 2) not null,
  merchant text,
  category text,
  place text,
  features real[] not null,
  is_fraud boolean,
  label_source public.label_source,
  labelled_at timestamptz,
  labelled_by uuid,
  upload_id uuid,
  created_at timestamptz not null default now(),
  primary key (id, occurred_at),
  unique (dataset_id, occurred_at, fingerprint, occurrence),
  check ((is_fraud is null) = (label_source is null))
) partition by range (occurred_at);
comment on table public.transactions is 'Every accepted row once. features are computed at ingest from what was known at that moment, and never again.';
comment on column public.transactions.fingerprint is '128-bit hash of the row without its label.';
comment on column public.transactions.occurrence is 'Number among equal rows of a file: exact twins are separate transactions.';
comment on column public.transactions.card_hash is 'Keyed hash of the card number; the number itself is never stored.';
create index transactions_by_card on public.transactions (dataset_id, card_hash, occurred_at) where card_hash is not null;
-- Rows of one upload lie together: a summary of pages finds them, at no cost per row.
create index transactions_by_upload on public.transactions using brin (upload_id) with (pages_per_range = 16);

create table public.card_states (
  dataset_id smallint not null references public.datasets (id),
  card_hash uuid not null,
  state double precision[] not null,
  updated_at timestamptz not null default now(),
  primary key (dataset_id, card_hash)
);
comment on table public.card_states is 'What features remember of a card, of fixed size; the layout is documented in core/features/card-history.ts.';

revoke all on public.transactions, public.card_states from anon, authenticated;
grant select on public.transactions to authenticated;
alter table public.transactions enable row level security;
alter table public.transactions force row level security;
alter table public.card_states enable row level security;
alter table public.card_states force row level security;

create policy "Analysts see transactions"
  on public.transactions for select to authenticated
  using ((select private.has_role('analyst')));

create table private.staged_transactions (
  upload_id uuid not null,
  part_number integer not null,
  line bigint not null,
  occurred_at timestamptz not null,
  fingerprint uuid not null,
  card_hash uuid,
  card_last4 text,
  amount numeric(14, 2) not null,
  merchant text,
  category text,
  place text,
  features real[] not null,
  is_fraud boolean,
  model_version_id bigint,
  fraud_score real,
  threshold real,
  is_flagged boolean,
  reasons jsonb
);
comment on table private.staged_transactions is 'Validated and scored rows of uploads that are not committed yet.';
create index staged_transactions_by_part on private.staged_transactions (upload_id, part_number);

create table private.staged_card_states (
  upload_id uuid not null references public.uploads (id) on delete cascade,
  part_number integer not null,
  card_hash uuid not null,
  state double precision[] not null,
  primary key (upload_id, card_hash, part_number)
);
comment on table private.staged_card_states is 'Card states as they are after each staged part.';

create table private.keys (
  name text primary key,
  value bytea not null default extensions.gen_random_bytes(32)
);
comment on table private.keys is 'Keys made in this database and never leaving it but to edge functions; card_hash is the HMAC key of card numbers.';
insert into private.keys (name) values ('card_hash');

revoke all on private.staged_transactions, private.staged_card_states, private.keys from public, anon, authenticated;
alter table private.staged_transactions enable row level security;
alter table private.staged_card_states enable row level security;
alter table private.keys enable row level security;
