-- Purpose: roll-ups by month, so that pages and charts never scan rows.
-- Risk: they must equal a recount at any moment; whatever changes rows adds the change to their months, or has
-- private.refresh_months recount them, in the same transaction.

create table public.monthly_transactions (
  dataset_id smallint not null references public.datasets (id),
  month date not null check (month = date_trunc('month', month)::date),
  transaction_count bigint not null,
  amount numeric(24, 2) not null,
  labelled_count bigint not null,
  fraud_count bigint not null,
  fraud_amount numeric(24, 2) not null,
  updated_at timestamptz not null default now(),
  primary key (dataset_id, month)
);
comment on table public.monthly_transactions is 'What happened in a month, with or without predictions.';

create table public.monthly_predictions (
  dataset_id smallint not null references public.datasets (id),
  month date not null check (month = date_trunc('month', month)::date),
  model_version_id bigint not null references public.model_versions (id),
  scored_count bigint not null,
  flagged_count bigint not null,
  flagged_amount numeric(24, 2) not null,
  true_positive_count bigint not null,
  false_positive_count bigint not null,
  false_negative_count bigint not null,
  true_negative_count bigint not null,
  caught_amount numeric(24, 2) not null,
  missed_amount numeric(24, 2) not null,
  fraud_score_histogram integer[] not null check (cardinality(fraud_score_histogram) = 200),
  legitimate_score_histogram integer[] not null check (cardinality(legitimate_score_histogram) = 200),
  unlabelled_score_histogram integer[] not null check (cardinality(unlabelled_score_histogram) = 200),
  fraud_amount_histogram numeric[] not null check (cardinality(fraud_amount_histogram) = 200),
  updated_at timestamptz not null default now(),
  primary key (dataset_id, month, model_version_id)
);
comment on table public.monthly_predictions is 'What a model version served in a month, and how it turned out.';
comment on column public.monthly_predictions.fraud_score_histogram is 'Confirmed frauds in 200 equal bins of the score: bin i counts scores in [(i-1)/200, i/200), the last one includes 1.';

revoke all on public.monthly_transactions, public.monthly_predictions from anon, authenticated;
grant select on public.monthly_transactions, public.monthly_predictions to authenticated;
alter table public.monthly_transactions enable row level security;
alter table public.monthly_transactions force row level security;
alter table public.monthly_predictions enable row level security;
alter table public.monthly_predictions force row level security;

create policy "Analysts see months of transactions"
  on public.monthly_transactions for select to authenticated
  using ((select private.has_role('analyst')));

create policy "Analysts see months of predictions"
  on public.monthly_predictions for select to authenticated
  using ((select private.has_role('analyst')));
