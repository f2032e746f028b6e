-- Purpose: training runs, what they tried, the versions they published, and which version serves.
-- Risk: none.

create type public.run_state as enum ('requested', 'running', 'succeeded', 'refused', 'failed');
comment on type public.run_state is 'succeeded: a challenger was promoted. refused: the gate kept the champion. failed: the run broke.';

create table public.training_runs (
  id bigint generated always as identity primary key,
  dataset_id smallint not null references public.datasets (id),
  state public.run_state not null default 'requested',
  trigger text not null check (trigger in ('manual', 'schedule', 'new-data', 'dispatch', 'push')),
  requested_by uuid references auth.users (id) on delete set null,
  reason text,
  git_sha text,
  backend text,
  data_from timestamptz,
  data_to timestamptz,
  row_count bigint,
  fraud_count bigint,
  data_hash text,
  split jsonb,
  decision jsonb,
  error text,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  heartbeat_at timestamptz,
  finished_at timestamptz
);
comment on table public.training_runs is 'One attempt to train a better model, from request to decision.';
comment on column public.training_runs.split is 'Bounds, rows and frauds of train, validation and hold-out.';
comment on column public.training_runs.decision is 'The gate''s answer: decision, code and reason in plain words.';
comment on column public.training_runs.heartbeat_at is 'Renewed while a run lives; a running run without a heartbeat has died and may be claimed again.';
create unique index training_runs_one_running on public.training_runs (dataset_id) where state = 'running';
create index training_runs_newest on public.training_runs (dataset_id, id desc);

create table public.candidates (
  id bigint generated always as identity primary key,
  run_id bigint not null references public.training_runs (id) on delete cascade,
  family text not null,
  hyperparameters jsonb not null,
  metrics jsonb not null,
  learning_curve jsonb not null,
  backend text,
  duration_ms integer not null,
  is_selected boolean not null default false,
  created_at timestamptz not null default now()
);
comment on table public.candidates is 'Every model a run fitted, with its measures on validation; one is selected.';
create index candidates_by_run on public.candidates (run_id);

create table public.model_versions (
  id bigint generated always as identity primary key,
  dataset_id smallint not null references public.datasets (id),
  version integer not null check (version > 0),
  run_id bigint not null references public.training_runs (id),
  family text not null,
  artifact_path text not null,
  artifact_sha256 text not null check (artifact_sha256 ~ '^[0-9a-f]{64}$'),
  artifact_bytes integer not null check (artifact_bytes > 0),
  threshold real not null,
  trained_until timestamptz not null,
  metrics jsonb not null,
  hyperparameters jsonb not null,
  curves jsonb not null,
  feature_importance jsonb not null,
  card_path text,
  created_at timestamptz not null default now(),
  promoted_at timestamptz,
  retired_at timestamptz,
  artifact_removed_at timestamptz,
  unique (dataset_id, version),
  unique (dataset_id, id)
);
comment on table public.model_versions is 'Published models. What a row says of the model is never changed; the artifact in Storage is named by its path and proven by its hash.';
comment on column public.model_versions.card_path is 'The model card in Storage, beside the artifact; null until it is written.';
comment on column public.model_versions.promoted_at is 'When it last became the champion; null for a challenger that never served.';
comment on column public.model_versions.retired_at is 'From then on it never serves again, and its artifact is to be removed.';
comment on column public.model_versions.artifact_removed_at is 'When its objects were gone from Storage. Always after retired_at.';
comment on column public.model_versions.trained_until is 'End of what the model has seen (training and validation); it only scores later rows.';
comment on column public.model_versions.metrics is 'Measures on the hold-out, with intervals.';
create index model_versions_by_run on public.model_versions (run_id);

create table public.model_aliases (
  dataset_id smallint not null references public.datasets (id),
  alias text not null check (alias in ('champion', 'challenger')),
  model_version_id bigint not null,
  set_at timestamptz not null default now(),
  set_by uuid references auth.users (id) on delete set null,
  reason text not null,
  scored_at timestamptz,
  primary key (dataset_id, alias),
  foreign key (dataset_id, model_version_id) references public.model_versions (dataset_id, id)
);
comment on table public.model_aliases is 'Which version serves (champion) and which one scores beside it (challenger): one of each per dataset.';
comment on column public.model_aliases.scored_at is 'When the challenger last began to score what it had not; uploads committed since then wait for it.';

revoke all on public.training_runs, public.candidates, public.model_versions, public.model_aliases from anon, authenticated;
grant select on public.training_runs, public.candidates, public.model_aliases to authenticated;
grant select on public.model_versions to authenticated;
alter table public.training_runs enable row level security;
alter table public.training_runs force row level security;
alter table public.candidates enable row level security;
alter table public.candidates force row level security;
alter table public.model_versions enable row level security;
alter table public.model_versions force row level security;
alter table public.model_aliases enable row level security;
alter table public.model_aliases force row level security;

create policy "Admins see training runs"
  on public.training_runs for select to authenticated
  using ((select private.has_role('admin')));

create policy "Admins see candidates"
  on public.candidates for select to authenticated
  using ((select private.has_role('admin')));

create policy "Admins see model versions"
  on public.model_versions for select to authenticated
  using ((select private.has_role('admin')));

create policy "Admins see model aliases"
  on public.model_aliases for select to authenticated
  using ((select private.has_role('admin')));

insert into storage.buckets (id, name, public, file_size_limit)
values ('models', 'models', false, 104857600)
on conflict (id) do nothing;

create policy "Admins read model artifacts"
  on storage.objects for select to authenticated
  using (bucket_id = 'models' and (select private.has_role('admin')));
