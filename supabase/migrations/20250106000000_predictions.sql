-- Purpose: what a model said about a transaction when it came.
-- Risk: partitioned by month like transactions, and like them without foreign keys.

create table public.predictions (
  transaction_id bigint not null,
  occurred_at timestamptz not null,
  dataset_id smallint not null,
  model_version_id bigint not null,
  fraud_score real not null check (fraud_score between 0 and 1),
  threshold real not null,
  is_flagged boolean not null,
  reasons jsonb,
  is_served boolean not null default true,
  scored_at timestamptz not null default now()
) partition by range (occurred_at);
comment on table public.predictions is 'One model''s word on one transaction. Never rewritten: it says what the model of that day said.';
comment on column public.predictions.is_served is 'True for the prediction people saw; false for a challenger that scored beside it.';
comment on column public.predictions.reasons is 'Strongest reasons of a flagged transaction: feature, value, usual, contribution in log-odds.';
-- The key, in one index, because each one costs a commit of a full file some 0.3 s: one served prediction of a
-- transaction, and one of each other version.
create unique index predictions_key on public.predictions (
  transaction_id, occurred_at, (case when is_served then 0 else model_version_id end)
);
create index predictions_flagged on public.predictions (dataset_id, fraud_score desc) where is_flagged and is_served;

revoke all on public.predictions from anon, authenticated;
grant select on public.predictions to authenticated;
alter table public.predictions enable row level security;
alter table public.predictions force row level security;

create policy "Analysts see predictions"
  on public.predictions for select to authenticated
  using ((select private.has_role('analyst')));
