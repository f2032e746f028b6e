-- Purpose: a version that does not serve scores beside the champion, so that people can compare them on what really came.
-- Risk: none to what is served: shadow predictions have is_served = false and stand in no roll-up but their own,
-- public.monthly_comparisons, which the trainer counts when it has scored and so lags behind labels until then.

create table public.monthly_comparisons (
  dataset_id smallint not null references public.datasets (id),
  month date not null check (month = date_trunc('month', month)::date),
  challenger_id bigint not null references public.model_versions (id),
  side text not null check (side in ('served', 'challenger')),
  row_count bigint not null,
  labelled_count bigint not null,
  fraud_count bigint not null,
  flagged_count bigint not null,
  flagged_labelled_count bigint not null,
  caught_count bigint not null,
  both_flagged_count bigint not null,
  agreed_count bigint not null,
  average_precision double precision,
  versions integer[] not null,
  counted_at timestamptz not null,
  primary key (dataset_id, challenger_id, month, side)
);
comment on table public.monthly_comparisons is 'A challenger beside what was served in a month, on rows that both scored; two rows, one for each side.';
comment on column public.monthly_comparisons.versions is 'The versions that scored the rows of this side.';
comment on column public.monthly_comparisons.average_precision is 'Null where no fraud is labelled.';
comment on column public.monthly_comparisons.counted_at is 'When the month''s transactions were counted last as this was measured: where that has changed, it is measured anew.';

revoke all on public.monthly_comparisons from anon, authenticated;
grant select on public.monthly_comparisons to authenticated;
alter table public.monthly_comparisons enable row level security;
alter table public.monthly_comparisons force row level security;

create policy "Admins see monthly comparisons"
  on public.monthly_comparisons for select to authenticated
  using ((select private.has_role('admin')));

create function public.set_challenger(version_id bigint, reason text)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  stated text := private.require_admin_with_reason(set_challenger.reason);
  target smallint := private.require_live_version(set_challenger.version_id);
begin
  if exists (
    select 1 from public.model_aliases
    where model_aliases.dataset_id = target and model_aliases.model_version_id = set_challenger.version_id
  ) then
    raise exception 'This version is the champion or the challenger already.' using errcode = 'PT409';
  end if;
  perform private.start_shadow(target, set_challenger.version_id, stated, (select auth.uid()));
end
$$;
comment on function public.set_challenger is 'An admin lets a version score beside the champion, with a reason.';

create function public.end_shadow(dataset_slug text, reason text, of_version integer default null)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  stated text := private.require_admin_with_reason(end_shadow.reason);
  target constant smallint := private.hold_dataset(end_shadow.dataset_slug);
  challenger integer;
begin
  select model_versions.version into challenger
  from public.model_aliases
  join public.model_versions on model_versions.id = model_aliases.model_version_id
  where model_aliases.dataset_id = target and model_aliases.alias = 'challenger';
  if of_version <> challenger then
    raise exception 'Version % scores beside the champion by now, not version %. Look again.', challenger, of_version
      using errcode = 'PT409';
  end if;
  if not private.end_shadow(target, stated, (select auth.uid())) then
    raise exception 'No version scores beside the champion.' using errcode = 'PT409';
  end if;
end
$$;
comment on function public.end_shadow is 'An admin ends the challenger''s scoring beside the champion, with a reason. What it scored stays. With of_version nothing happens where another version scores by now.';

create function private.list_shadow_gaps(dataset_id smallint, model_version_id bigint, trained_until timestamptz)
returns table (month date, row_count bigint)
language sql
stable
set search_path = ''
set jit = 'off'
as $$
  select months.month, months.transaction_count - known.count
  from public.monthly_transactions as months
  cross join lateral (
    select count(*) as count
    from public.predictions
    where predictions.dataset_id = list_shadow_gaps.dataset_id
      and predictions.model_version_id = list_shadow_gaps.model_version_id
      and predictions.occurred_at >= months.month::timestamp at time zone 'UTC'
      and predictions.occurred_at < (months.month + interval '1 month') at time zone 'UTC'
  ) as known
  where months.dataset_id = list_shadow_gaps.dataset_id
    and months.month >= date_trunc('month', list_shadow_gaps.trained_until at time zone 'UTC')
    and months.transaction_count > known.count
  order by months.month
$$;
comment on function private.list_shadow_gaps is 'Months after the training window in which a version has not scored every row.';

create function private.measure_shadow(dataset_id smallint, challenger bigint, month date)
returns table (
  side text, row_count bigint, labelled_count bigint, fraud_count bigint, flagged_count bigint,
  flagged_labelled_count bigint, caught_count bigint, both_flagged_count bigint, agreed_count bigint,
  average_precision double precision, versions integer[]
)
language plpgsql
stable
set search_path = ''
set work_mem = '64MB'
set jit = 'off'
as $$
declare
  -- Known when the plan is made: the partitions of other months are not even looked at.
  opens constant timestamptz := measure_shadow.month::timestamp at time zone 'UTC';
  closes constant timestamptz := (measure_shadow.month + interval '1 month') at time zone 'UTC';
begin
  return query
  with pairs as materialized (
    select
      rows.is_fraud, served.model_version_id as served_by,
      served.fraud_score as served_score, served.is_flagged as served_flag,
      shadow.fraud_score as shadow_score, shadow.is_flagged as shadow_flag
    from public.predictions as shadow
    join public.predictions as served
      on served.transaction_id = shadow.transaction_id
      and served.occurred_at = shadow.occurred_at
      and served.is_served
    join public.transactions as rows on rows.id = shadow.transaction_id and rows.occurred_at = shadow.occurred_at
    where shadow.dataset_id = measure_shadow.dataset_id
      and shadow.model_version_id = measure_shadow.challenger
      and served.model_version_id <> measure_shadow.challenger
      and shadow.occurred_at >= opens and shadow.occurred_at < closes
      and served.occurred_at >= opens and served.occurred_at < closes
      and rows.occurred_at >= opens and rows.occurred_at < closes
  ),
  sides as (
    select 'served' as side, pairs.is_fraud, served_score as score, served_flag as flagged,
           served_flag and shadow_flag as both_flagged, served_flag = shadow_flag as agreed, served_by as model
    from pairs
    union all
    select 'challenger', pairs.is_fraud, shadow_score, shadow_flag,
           served_flag and shadow_flag, served_flag = shadow_flag, measure_shadow.challenger
    from pairs
  ),
  -- Average precision: the sum over scores, from the highest down, of the frauds gained there times the precision so far.
  steps as (
    select sides.side, count(*) filter (where sides.is_fraud) as frauds,
           sum(count(*)) over down as rows_so_far, sum(count(*) filter (where sides.is_fraud)) over down as frauds_so_far
    from sides
    where sides.is_fraud is not null
    group by sides.side, sides.score
    window down as (partition by sides.side order by sides.score desc)
  ),
  precisions as (
    select steps.side, (sum(frauds * frauds_so_far / rows_so_far) / nullif(sum(frauds), 0))::double precision as value
    from steps
    group by steps.side
  )
  select
    sides.side, count(*), count(sides.is_fraud), count(*) filter (where sides.is_fraud),
    count(*) filter (where sides.flagged), count(sides.is_fraud) filter (where sides.flagged),
    count(*) filter (where sides.flagged and sides.is_fraud), count(*) filter (where sides.both_flagged),
    count(*) filter (where sides.agreed), max(precisions.value),
    (select array_agg(model_versions.version order by model_versions.version) from public.model_versions
     where model_versions.id = any (array_agg(distinct sides.model)))
  from sides
  left join precisions on precisions.side = sides.side
  group by sides.side;
end
$$;
comment on function private.measure_shadow is 'A challenger beside what was served in one month, on rows that both scored.';

create function private.list_uncompared_months(dataset_id smallint)
returns setof date
language sql
stable
set search_path = ''
as $$
  select months.month
  from public.model_aliases
  join public.model_versions on model_versions.id = model_aliases.model_version_id
  join public.monthly_transactions as months
    on months.dataset_id = model_aliases.dataset_id
    and months.month >= date_trunc('month', model_versions.trained_until at time zone 'UTC')
  where model_aliases.dataset_id = list_uncompared_months.dataset_id
    and model_aliases.alias = 'challenger'
    and not exists (
      select 1 from public.monthly_comparisons as known
      where known.dataset_id = months.dataset_id
        and known.challenger_id = model_versions.id
        and known.month = months.month
        and known.counted_at = months.updated_at
    )
  order by months.month
$$;
comment on function private.list_uncompared_months is 'Months after the challenger''s training window that were not compared since their transactions were counted last.';

create function private.compare_month(dataset_id smallint, month date)
returns void
language plpgsql
set search_path = ''
as $$
declare
  challenger bigint;
begin
  -- Those who compare side by side take turns here.
  select model_aliases.model_version_id into challenger from public.model_aliases
  where model_aliases.dataset_id = compare_month.dataset_id and model_aliases.alias = 'challenger'
  for update;
  delete from public.monthly_comparisons as known
  where known.dataset_id = compare_month.dataset_id
    and known.challenger_id = challenger and known.month = compare_month.month;
  insert into public.monthly_comparisons (
    dataset_id, month, challenger_id, counted_at, side, row_count, labelled_count, fraud_count, flagged_count,
    flagged_labelled_count, caught_count, both_flagged_count, agreed_count, average_precision, versions
  )
  select months.dataset_id, months.month, challenger, months.updated_at, measured.*
  from public.monthly_transactions as months
  cross join private.measure_shadow(compare_month.dataset_id, challenger, compare_month.month) as measured
  where months.dataset_id = compare_month.dataset_id and months.month = compare_month.month;
end
$$;
comment on function private.compare_month is 'Measures the challenger beside what was served in a month anew; leaves no row where it has scored nothing.';

create function public.shadow_comparison(dataset_slug text)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  target smallint;
  champion public.model_versions%rowtype;
  challenger public.model_versions%rowtype;
  shadow public.model_aliases%rowtype;
begin
  if not private.has_role('admin') then
    raise exception 'Only admins see models and runs.' using errcode = '42501';
  end if;
  select datasets.id into target from public.datasets where datasets.slug = shadow_comparison.dataset_slug;
  select * into shadow from public.model_aliases
  where model_aliases.dataset_id = target and model_aliases.alias = 'challenger';
  if not found then
    return null;
  end if;
  select * into challenger from public.model_versions where model_versions.id = shadow.model_version_id;
  select model_versions.* into champion from public.model_aliases
  join public.model_versions on model_versions.id = model_aliases.model_version_id
  where model_aliases.dataset_id = target and model_aliases.alias = 'champion';
  return jsonb_build_object(
    'challenger', jsonb_build_object(
      'id', challenger.id, 'version', challenger.version, 'family', challenger.family,
      'trainedUntil', challenger.trained_until, 'since', shadow.set_at,
      'setBy', private.person_name(shadow.set_by), 'reason', shadow.reason),
    'champion', jsonb_build_object('id', champion.id, 'version', champion.version, 'family', champion.family),
    'months', coalesce((
      select jsonb_agg(months.entry order by months.month)
      from (
        select measured.month, jsonb_build_object(
          'month', to_char(measured.month, 'YYYY-MM'),
          'rowCount', max(measured.row_count),
          'labelledCount', max(measured.labelled_count),
          'fraudCount', max(measured.fraud_count),
          'bothFlaggedCount', max(measured.both_flagged_count),
          'agreement', max(measured.agreed_count)::double precision / nullif(max(measured.row_count), 0)
        ) || jsonb_object_agg(measured.side, jsonb_build_object(
          'versions', measured.versions,
          'flaggedCount', measured.flagged_count,
          'caughtCount', measured.caught_count,
          'missedCount', measured.fraud_count - measured.caught_count,
          'precision', measured.caught_count::double precision / nullif(measured.flagged_labelled_count, 0),
          'recall', measured.caught_count::double precision / nullif(measured.fraud_count, 0),
          'averagePrecision', measured.average_precision
        )) as entry
        from public.monthly_comparisons as measured
        where measured.dataset_id = target
          and measured.challenger_id = challenger.id
          and exists (
            select 1 from public.monthly_transactions as months
            where months.dataset_id = measured.dataset_id and months.month = measured.month
          )
          -- A year at most: older months say little about what to do now.
          and measured.month > (
            select max(monthly_transactions.month) - interval '12 months' from public.monthly_transactions
            where monthly_transactions.dataset_id = target
          )
        group by measured.month
      ) as months
    ), '[]')
  );
end
$$;
comment on function public.shadow_comparison is 'The challenger beside what was served, month by month as the trainer compared them last: flagged, caught, missed, precision, recall, average precision, agreement. Null without a challenger. Admins only.';

revoke execute on function private.list_shadow_gaps, private.measure_shadow,
  private.list_uncompared_months, private.compare_month
from public, anon, authenticated;
revoke execute on function public.set_challenger, public.end_shadow, public.shadow_comparison from public, anon;
grant execute on function public.set_challenger, public.end_shadow, public.shadow_comparison to authenticated;
