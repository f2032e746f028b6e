-- Purpose: datasets, each an instance of a data format (profile) that the code knows.
-- Risk: none; the four datasets of a new project are inserted here because they are part of the product.

create table public.datasets (
  id smallint generated always as identity primary key,
  slug text not null unique check (slug ~ '^[a-z][a-z0-9-]{0,39}$'),
  title text not null,
  profile text not null,
  currency char(3) not null,
  feature_names text[] not null default '{}',
  settings jsonb not null default '{}' check (jsonb_typeof(settings) = 'object'),
  card_revision bigint not null default 0,
  created_at timestamptz not null default now()
);
comment on table public.datasets is 'One stream of transactions in one format, with its own models, months and settings.';
comment on column public.datasets.profile is 'Slug of the data format in core/datasets.';
comment on column public.datasets.feature_names is 'Order of transactions.features; written by the first commit, and every later commit must agree.';
comment on column public.datasets.settings is 'What admins set; core/publishing/dataset-settings.ts lists the keys. Absent ones take the defaults of the code.';
comment on column public.datasets.card_revision is 'Raised by every commit that changes card states, so that a concurrent upload notices.';

revoke all on public.datasets from anon, authenticated;
grant select on public.datasets to authenticated;
alter table public.datasets enable row level security;
alter table public.datasets force row level security;

create policy "Analysts see datasets"
  on public.datasets for select to authenticated
  using ((select private.has_role('analyst')));

insert into public.datasets (slug, title, profile, currency) values
  ('demo', 'Demo bank', 'sparkov', 'USD'),
  ('ulb', 'European cards, September 2013', 'ulb', 'EUR'),
  ('sparkov', 'Sparkov simulation', 'sparkov', 'USD'),
  ('ibm', 'IBM TabFormer', 'ibm', 'USD');
