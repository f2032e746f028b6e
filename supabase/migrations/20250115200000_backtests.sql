-- Purpose: what would have come of keeping the model in other ways, for the admin pages.
-- Risk: none; a backtest reads transactions and writes nothing but its own row and an event.

create table public.backtests (
  id bigint generated always as identity primary key,
  dataset_id smallint not null references public.datasets (id),
  from_month date not null check (from_month = date_trunc('month', from_month)::date),
  to_month date not null check (to_month = date_trunc('month', to_month)::date and to_month >= from_month),
  label_delay_months integer not null check (label_delay_months >= 0),
  families text[] not null,
  git_sha text,
  data_hash text not null,
  row_count bigint not null,
  duration_ms integer not null,
  months jsonb not null,
  differences jsonb not null,
  decisions jsonb not null,
  created_at timestamptz not null default now()
);
comment on table public.backtests is 'Walks through the past: each month predicted by a model that was never retrained, one retrained every month, and one retrained when the gate allows.';
comment on column public.backtests.label_delay_months is 'How many months after its end a month''s labels counted as known. labelled_at says when a file was loaded, so it cannot tell that.';
comment on column public.backtests.months is 'Per month: rows, frauds, each way''s measures with intervals, and paired differences.';
comment on column public.backtests.differences is 'Mean paired difference of the average precision over the months, with its interval.';
comment on column public.backtests.decisions is 'Every answer of the gate, with its reason.';
create index backtests_newest on public.backtests (dataset_id, id desc);

revoke all on public.backtests from anon, authenticated;
grant select on public.backtests to authenticated;
alter table public.backtests enable row level security;
alter table public.backtests force row level security;

create policy "Admins see backtests"
  on public.backtests for select to authenticated
  using ((select private.has_role('admin')));

create function public.backtest_overview(dataset_slug text, backtest_id bigint default null)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  if not private.has_role('admin') then
    raise exception 'Only admins see backtests.' using errcode = '42501';
  end if;
  return (
    select jsonb_build_object(
      'dataset', private.dataset_summary(datasets),
      'list', coalesce((
        select jsonb_agg(jsonb_build_object(
          'id', newest.id, 'from', to_char(newest.from_month, 'YYYY-MM'), 'to', to_char(newest.to_month, 'YYYY-MM'),
          'labelDelayMonths', newest.label_delay_months, 'families', newest.families,
          'durationMs', newest.duration_ms, 'createdAt', newest.created_at, 'differences', newest.differences
        ) order by newest.id desc)
        from (
          select * from public.backtests where backtests.dataset_id = datasets.id order by backtests.id desc limit 50
        ) as newest
      ), '[]'),
      'chosen', (
        select jsonb_build_object(
          'id', backtests.id, 'from', to_char(backtests.from_month, 'YYYY-MM'),
          'to', to_char(backtests.to_month, 'YYYY-MM'), 'labelDelayMonths', backtests.label_delay_months,
          'families', backtests.families, 'gitSha', backtests.git_sha, 'dataHash', backtests.data_hash,
          'rowCount', backtests.row_count, 'durationMs', backtests.duration_ms, 'createdAt', backtests.created_at,
          'months', backtests.months, 'differences', backtests.differences, 'decisions', backtests.decisions
        )
        from public.backtests
        where backtests.dataset_id = datasets.id
          and (backtest_overview.backtest_id is null or backtests.id = backtest_overview.backtest_id)
        order by backtests.id desc
        limit 1
      )
    )
    from public.datasets
    where datasets.slug = backtest_overview.dataset_slug
  );
end
$$;
comment on function public.backtest_overview is 'One backtest (the newest unless named) and the list of the last 50. Admins only; null for an unknown dataset, chosen is null where there is no such backtest.';
revoke execute on function public.backtest_overview from public, anon;
grant execute on function public.backtest_overview to authenticated;
