-- Purpose: how far a month's features and scores have moved from what a model learned, before any label arrives.
-- A version fixes its bins once (drift_baselines); months are counted into them (feature_histograms), and
-- core/evaluation/drift.ts measures the difference.
-- Risk: none to data. Counting reads a month's rows once per version and takes tenths of a second, so it never runs inside
-- a commit: private.refresh_drift is called afterwards and counts only what has changed. Features of a transaction never
-- change, so a month whose number of rows is the one that was counted is up to date.

create table public.drift_baselines (
  model_version_id bigint not null references public.model_versions (id) on delete cascade,
  position smallint not null check (position >= 0),
  edges real[] not null,
  counts bigint[] not null check (cardinality(counts) = cardinality(edges) + 2),
  primary key (model_version_id, position)
);
comment on table public.drift_baselines is 'Bins of a version''s features, fixed at the quantiles of the rows it learned from, and how many of those fell in each.';
comment on column public.drift_baselines.position is 'Place in datasets.feature_names, from 1; 0 is the score, on the hold-out.';
comment on column public.drift_baselines.edges is 'Ascending inner edges: a value falls in the bin after every edge that it exceeds.';
comment on column public.drift_baselines.counts is 'One count per bin, then the missing values.';

create table public.feature_histograms (
  dataset_id smallint not null references public.datasets (id),
  month date not null check (month = date_trunc('month', month)::date),
  model_version_id bigint not null references public.model_versions (id) on delete cascade,
  position smallint not null check (position >= 0),
  counts bigint[] not null,
  source_count bigint not null,
  primary key (dataset_id, month, model_version_id, position)
);
comment on table public.feature_histograms is 'A month''s features, and the scores that were served, counted into a version''s bins.';
comment on column public.feature_histograms.source_count is 'Rows that the month had (for the score: predictions of the version) when it was counted; another number means: count again.';
create index feature_histograms_by_version on public.feature_histograms (model_version_id);

revoke all on public.drift_baselines, public.feature_histograms from anon, authenticated;
grant select on public.drift_baselines, public.feature_histograms to authenticated;
alter table public.drift_baselines enable row level security;
alter table public.drift_baselines force row level security;
alter table public.feature_histograms enable row level security;
alter table public.feature_histograms force row level security;

create policy "Admins see the bins of versions"
  on public.drift_baselines for select to authenticated
  using ((select private.has_role('admin')));

create policy "Admins see months counted into bins"
  on public.feature_histograms for select to authenticated
  using ((select private.has_role('admin')));

create function private.count_in_bins(
  of_dataset smallint,
  of_version bigint,
  opens timestamptz,
  closes timestamptz,
  stride bigint
)
returns table (bin_position smallint, counts bigint[])
language plpgsql
stable
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
set work_mem = '64MB'
set jit = 'off'
as $$
begin
  return query
  with bins as materialized (
    select drift_baselines.position, cardinality(drift_baselines.edges) as edge_count,
           -- width_bucket counts edges up to the value; negated and turned round it counts those below it.
           array(select -edge from unnest(drift_baselines.edges) as edge order by edge desc) as flipped
    from public.drift_baselines
    where drift_baselines.model_version_id = of_version and drift_baselines.position > 0
  ),
  cells as materialized (
    select value.position,
           case
             when value.value = 'NaN' then bins.edge_count + 1
             else bins.edge_count - width_bucket(-value.value, bins.flipped)
           end as bin,
           count(*) as count
    from public.transactions
    cross join lateral unnest(transactions.features) with ordinality as value (value, position)
    join bins on bins.position = value.position
    where transactions.dataset_id = of_dataset
      and transactions.occurred_at >= opens
      and transactions.occurred_at < closes
      and (stride = 1 or transactions.id % stride = 0)
    group by 1, 2
  )
  select bins.position, array_agg(coalesce(cells.count, 0) order by slots.bin)
  from bins
  cross join lateral generate_series(0, bins.edge_count + 1) as slots (bin)
  left join cells on cells.position = bins.position and cells.bin = slots.bin
  group by bins.position;
end
$$;
comment on function private.count_in_bins is 'Counts the features of a span''s rows, or of every stride-th of them, into a version''s bins.';

create function private.ensure_drift_baseline(of_version bigint, most_rows bigint default 20000)
returns void
language plpgsql
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
set work_mem = '64MB'
set jit = 'off'
as $$
declare
  version public.model_versions%rowtype;
  stride bigint;
begin
  if exists (
    select 1 from public.drift_baselines
    where drift_baselines.model_version_id = of_version and drift_baselines.position > 0
  ) then
    return;
  end if;
  select * into version from public.model_versions where model_versions.id = of_version;
  select greatest(1, ceil(sum(monthly_transactions.transaction_count) / most_rows))::bigint into stride
  from public.monthly_transactions
  where monthly_transactions.dataset_id = version.dataset_id
    and monthly_transactions.month < version.trained_until;

  with quantiles as (
    select value.position,
           percentile_disc(array[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])
             within group (order by value.value) filter (where value.value <> 'NaN') as cuts,
           max(value.value) filter (where value.value <> 'NaN') as largest
    from public.transactions
    cross join lateral unnest(transactions.features) with ordinality as value (value, position)
    where transactions.dataset_id = version.dataset_id
      and transactions.occurred_at < version.trained_until
      and (stride = 1 or transactions.id % stride = 0)
    group by value.position
  ),
  bins as (
    select quantiles.position,
           array(select distinct cut from unnest(quantiles.cuts) as cut where cut < quantiles.largest order by cut) as edges
    from quantiles
  )
  insert into public.drift_baselines (model_version_id, position, edges, counts)
  select of_version, bins.position, bins.edges, array_fill(0::bigint, array[cardinality(bins.edges) + 2])
  from bins
  on conflict do nothing;

  update public.drift_baselines
  set counts = counted.counts
  from private.count_in_bins(version.dataset_id, of_version, '-infinity', version.trained_until, stride) as counted
  where drift_baselines.model_version_id = of_version
    and drift_baselines.position = counted.bin_position;
end
$$;
comment on function private.ensure_drift_baseline is 'For a version whose trainer left no bins: fixes them from the rows before the end of its training window, every n-th where there are more than most_rows. The score gets none, because a version never scored those rows.';

create function private.drift_work(of_dataset smallint, most_months integer default 24)
returns table (month date, model_version_id bigint, is_score boolean, source_count bigint)
language sql
stable
set search_path = ''
as $$
  with months as (
    select monthly_transactions.month, monthly_transactions.transaction_count
    from public.monthly_transactions
    where monthly_transactions.dataset_id = of_dataset
    order by monthly_transactions.month desc
    limit most_months
  ),
  wanted as (
    select months.month, model_aliases.model_version_id, false as is_score, months.transaction_count as source_count
    from months
    cross join public.model_aliases
    where model_aliases.dataset_id = of_dataset and model_aliases.alias = 'champion'
    union
    select months.month, monthly_predictions.model_version_id, is_score,
           case when is_score then monthly_predictions.scored_count else months.transaction_count end
    from months
    join public.monthly_predictions
      on monthly_predictions.dataset_id = of_dataset and monthly_predictions.month = months.month
    cross join unnest(array[false, true]) as is_score
  )
  select wanted.month, wanted.model_version_id, wanted.is_score, wanted.source_count
  from wanted
  where not exists (
      select 1 from public.feature_histograms as known
      where known.dataset_id = of_dataset
        and known.month = wanted.month
        and known.model_version_id = wanted.model_version_id
        and (known.position = 0) = wanted.is_score
        and known.source_count = wanted.source_count
    )
    and (
      not wanted.is_score
      or exists (
        select 1 from public.drift_baselines
        where drift_baselines.model_version_id = wanted.model_version_id and drift_baselines.position = 0
      )
    )
  order by wanted.month, wanted.model_version_id
$$;
comment on function private.drift_work is 'Which months are to be counted into which version''s bins: the last months for the champion, and for every version those that it served.';

create function private.refresh_drift(of_dataset smallint, most_rows bigint default 10000)
returns integer
language plpgsql
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
set lock_timeout = '500ms'
as $$
declare
  work record;
  opens timestamptz;
  closes timestamptz;
  done integer := 0;
begin
  -- Two callers would count the same months. Nor does watching ever make others wait: it gives up first.
  if not pg_try_advisory_xact_lock(hashtext('refresh_drift'), of_dataset) then
    return 0;
  end if;
  for work in select * from private.drift_work(of_dataset) loop
    opens := work.month::timestamp at time zone 'UTC';
    closes := (work.month + interval '1 month') at time zone 'UTC';
    if work.is_score then
      insert into public.feature_histograms (dataset_id, month, model_version_id, position, counts, source_count)
      with bins as (
        select cardinality(drift_baselines.edges) as edge_count,
               array(select -edge from unnest(drift_baselines.edges) as edge order by edge desc) as flipped
        from public.drift_baselines
        where drift_baselines.model_version_id = work.model_version_id and drift_baselines.position = 0
      ),
      cells as (
        select bins.edge_count - width_bucket(-predictions.fraud_score, bins.flipped) as bin, count(*) as count
        from public.predictions
        cross join bins
        where predictions.dataset_id = of_dataset
          and predictions.model_version_id = work.model_version_id
          and predictions.is_served
          and predictions.occurred_at >= opens
          and predictions.occurred_at < closes
        group by 1
      )
      select of_dataset, work.month, work.model_version_id, 0,
             array_agg(coalesce(cells.count, 0) order by slots.bin), work.source_count
      from bins
      cross join lateral generate_series(0, bins.edge_count + 1) as slots (bin)
      left join cells on cells.bin = slots.bin
      on conflict on constraint feature_histograms_pkey do update
      set counts = excluded.counts, source_count = excluded.source_count;
    else
      perform private.ensure_drift_baseline(work.model_version_id);
      insert into public.feature_histograms (dataset_id, month, model_version_id, position, counts, source_count)
      select of_dataset, work.month, work.model_version_id, counted.bin_position, counted.counts, work.source_count
      from private.count_in_bins(
        of_dataset, work.model_version_id, opens, closes, greatest(1, ceil(work.source_count::numeric / most_rows))::bigint
      ) as counted
      on conflict on constraint feature_histograms_pkey do update
      set counts = excluded.counts, source_count = excluded.source_count;
    end if;
    done := done + 1;
  end loop;
  return done;
end
$$;
comment on function private.refresh_drift is 'Counts what drift needs and is not counted yet, and returns how many months it counted; nothing changes when called again, or while another caller counts. Of a month with more than most_rows transactions every n-th is counted.';

create function public.refresh_drift(dataset_slug text)
returns integer
language plpgsql
security definer
set search_path = ''
as $$
begin
  if not private.has_role('admin') then
    raise exception 'Only admins watch drift.' using errcode = '42501';
  end if;
  return (
    select private.refresh_drift(datasets.id) from public.datasets where datasets.slug = refresh_drift.dataset_slug
  );
end
$$;
comment on function public.refresh_drift is 'An admin''s page brings the counts up to date where no run has done it yet; returns how many months were counted.';

revoke execute on function
  private.count_in_bins, private.ensure_drift_baseline, private.drift_work, private.refresh_drift
from public, anon, authenticated;
grant execute on function private.drift_work to authenticated;
revoke execute on function public.refresh_drift from public, anon;
grant execute on function public.refresh_drift to authenticated;
