-- Purpose: how fresh data, labels and models are, what the service does, and the log of events to filter.
-- Risk: function_calls is written by the edge functions, many calls at a time (private.record_function_calls); losing a
-- few when a function ends is accepted, because these figures steer nothing.

create table public.function_calls (
  function_name text not null check (function_name ~ '^[a-z][a-z-]{0,49}$'),
  hour timestamptz not null check (hour = date_trunc('hour', hour)),
  call_count bigint not null,
  refused_count bigint not null,
  failed_count bigint not null,
  total_ms bigint not null,
  slowest_ms integer not null,
  primary key (function_name, hour)
);
comment on table public.function_calls is 'Calls of the edge functions by hour. refused: answered 4xx. failed: answered 5xx.';

revoke all on public.function_calls from anon, authenticated;
grant select on public.function_calls to authenticated;
alter table public.function_calls enable row level security;
alter table public.function_calls force row level security;

create policy "Admins see function calls"
  on public.function_calls for select to authenticated
  using ((select private.has_role('admin')));

create function private.record_function_calls(
  of_function text,
  call_count integer,
  refused_count integer,
  failed_count integer,
  total_ms integer,
  slowest_ms integer
)
returns void
language sql
set search_path = ''
as $$
  insert into public.function_calls as known
    (function_name, hour, call_count, refused_count, failed_count, total_ms, slowest_ms)
  values (
    record_function_calls.of_function, date_trunc('hour', now()), record_function_calls.call_count,
    record_function_calls.refused_count, record_function_calls.failed_count, record_function_calls.total_ms,
    record_function_calls.slowest_ms
  )
  on conflict on constraint function_calls_pkey do update
  set call_count = known.call_count + excluded.call_count,
      refused_count = known.refused_count + excluded.refused_count,
      failed_count = known.failed_count + excluded.failed_count,
      total_ms = known.total_ms + excluded.total_ms,
      slowest_ms = greatest(known.slowest_ms, excluded.slowest_ms)
$$;
comment on function private.record_function_calls is 'Adds calls of an edge function to the present hour.';
revoke execute on function private.record_function_calls from public, anon, authenticated;

create function public.monitoring_overview(dataset_slug text)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  if not private.has_role('admin') then
    raise exception 'Only admins watch the service.' using errcode = '42501';
  end if;
  return (
    select jsonb_build_object(
      'dataset', private.dataset_summary(datasets),
      'now', now(),
      'lastUpload', (
        select jsonb_build_object(
          'id', uploads.id, 'fileName', uploads.file_name, 'committedAt', uploads.committed_at,
          'acceptedCount', uploads.accepted_count
        )
        from public.uploads
        where uploads.dataset_id = datasets.id and uploads.state = 'committed'
        order by uploads.committed_at desc
        limit 1
      ),
      'openUploadCount', (
        select count(*) from public.uploads
        where uploads.dataset_id = datasets.id and uploads.state in ('receiving', 'ready')
      ),
      'newestMonth', (
        select to_char(max(monthly_transactions.month), 'YYYY-MM') from public.monthly_transactions
        where monthly_transactions.dataset_id = datasets.id
      ),
      'newestLabelledMonth', (
        select to_char(max(monthly_transactions.month), 'YYYY-MM') from public.monthly_transactions
        where monthly_transactions.dataset_id = datasets.id
          and monthly_transactions.labelled_count >= 0.5 * monthly_transactions.transaction_count
      ),
      'lastLabelsAt', greatest(
        (
          select max(uploads.committed_at) from public.uploads
          where uploads.dataset_id = datasets.id and uploads.state = 'committed' and uploads.has_labels
            and uploads.accepted_count + uploads.labels_added_count > 0
        ),
        (select max(reviews.created_at) from public.reviews where reviews.dataset_id = datasets.id)
      ),
      'lastFinishedRun', (
        select jsonb_build_object('id', run.id, 'state', run.state, 'finishedAt', run.finished_at)
        from public.training_runs as run
        where run.dataset_id = datasets.id and run.state in ('succeeded', 'refused')
        order by run.id desc
        limit 1
      ),
      'lastRun', (
        select jsonb_build_object('id', run.id, 'state', run.state, 'createdAt', run.created_at, 'error', run.error)
        from public.training_runs as run
        where run.dataset_id = datasets.id
        order by run.id desc
        limit 1
      ),
      'overdueAfterDays', coalesce((datasets.settings ->> 'retrain_overdue_days')::integer, 30),
      'calls', coalesce((
        select jsonb_agg(jsonb_build_object(
          'functionName', counted.function_name, 'callCount', counted.calls, 'refusedCount', counted.refused,
          'failedCount', counted.failed, 'meanMs', counted.mean_ms, 'slowestMs', counted.slowest_ms
        ) order by counted.function_name)
        from (
          select function_calls.function_name, sum(function_calls.call_count) as calls,
                 sum(function_calls.refused_count) as refused, sum(function_calls.failed_count) as failed,
                 round(sum(function_calls.total_ms)::numeric / sum(function_calls.call_count)) as mean_ms,
                 max(function_calls.slowest_ms) as slowest_ms
          from public.function_calls
          where function_calls.hour >= date_trunc('hour', now()) - interval '7 days'
          group by function_calls.function_name
        ) as counted
      ), '[]'),
      'callDays', (
        select jsonb_agg(jsonb_build_object(
          'day', to_char(day.day, 'YYYY-MM-DD'), 'callCount', called.calls, 'refusedCount', called.refused,
          'failedCount', called.failed, 'meanMs', called.mean_ms
        ) order by day.day)
        from generate_series(
          date_trunc('day', now() at time zone 'UTC') - interval '6 days', date_trunc('day', now() at time zone 'UTC'), interval '1 day'
        ) as day (day)
        cross join lateral (
          select coalesce(sum(function_calls.call_count), 0) as calls,
                 coalesce(sum(function_calls.refused_count), 0) as refused,
                 coalesce(sum(function_calls.failed_count), 0) as failed,
                 round(sum(function_calls.total_ms)::numeric / sum(function_calls.call_count)) as mean_ms
          from public.function_calls
          where function_calls.hour >= day.day at time zone 'UTC'
            and function_calls.hour < (day.day + interval '1 day') at time zone 'UTC'
        ) as called
      ),
      'uploads', coalesce((
        select jsonb_agg(jsonb_build_object(
          'id', timed.id, 'fileName', timed.file_name, 'committedAt', timed.committed_at,
          'rowCount', timed.row_count, 'durationMs', timed.duration_ms
        ) order by timed.committed_at desc)
        from (
          select uploads.id, uploads.file_name, uploads.committed_at, uploads.row_count,
                 round(extract(epoch from uploads.committed_at - uploads.created_at) * 1000) as duration_ms
          from public.uploads
          where uploads.dataset_id = datasets.id and uploads.state = 'committed'
          order by uploads.committed_at desc
          limit 6
        ) as timed
      ), '[]')
    )
    from public.datasets
    where datasets.slug = monitoring_overview.dataset_slug
  );
end
$$;
comment on function public.monitoring_overview is 'Freshness of data, labels and models, calls of the edge functions in the last seven days, by function and by day, and how long the last uploads took. Admins only; null for an unknown dataset.';

create function public.list_events(
  dataset_slug text default null,
  of_kind text default null,
  of_actor text default null,
  since date default null,
  until date default null,
  page_size integer default 50,
  page_offset integer default 0
)
returns jsonb
language plpgsql
stable
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
begin
  if not private.has_role('admin') then
    raise exception 'Only admins read the log.' using errcode = '42501';
  end if;
  return (
    with matching as materialized (
      select events.id, events.kind, events.dataset_id, events.actor, events.payload, events.created_at
      from public.events
      left join public.datasets on datasets.id = events.dataset_id
      where (list_events.dataset_slug is null or datasets.slug = list_events.dataset_slug)
        and (list_events.since is null or events.created_at >= list_events.since::timestamp at time zone 'UTC')
        and (list_events.until is null or events.created_at < (list_events.until + 1)::timestamp at time zone 'UTC')
    ),
    named as materialized (
      select distinct matching.actor, private.person_name(matching.actor) as name
      from matching where matching.actor is not null
    ),
    chosen as materialized (
      select matching.*, named.name
      from matching
      left join named on named.actor = matching.actor
      where (list_events.of_kind is null or matching.kind = list_events.of_kind)
        and (
          list_events.of_actor is null
          or named.name = list_events.of_actor
          or (list_events.of_actor = 'service' and matching.actor is null)
        )
    )
    select jsonb_build_object(
      'total', (select count(*) from chosen),
      'kinds', coalesce((
        select jsonb_agg(jsonb_build_object('kind', counted.kind, 'count', counted.count) order by counted.kind)
        from (select matching.kind, count(*) as count from matching group by matching.kind) as counted
      ), '[]'),
      'actors', coalesce((select jsonb_agg(named.name order by named.name) from named where named.name is not null), '[]'),
      'rows', coalesce((
        select jsonb_agg(jsonb_build_object(
          'id', page.id, 'kind', page.kind, 'dataset', datasets.slug, 'actor', page.name,
          'payload', page.payload, 'createdAt', page.created_at
        ) order by page.id desc)
        from (
          select * from chosen
          order by chosen.id desc
          limit least(greatest(list_events.page_size, 1), 200)
          offset greatest(list_events.page_offset, 0)
        ) as page
        left join public.datasets on datasets.id = page.dataset_id
      ), '[]')
    )
  );
end
$$;
comment on function public.list_events is 'One page of the log, newest first, filtered by dataset (all of them unless named), kind, actor (''service'': nobody) and day, both ends included; with the kinds and people to filter by. Admins only.';

revoke execute on function public.monitoring_overview, public.list_events from public, anon;
grant execute on function public.monitoring_overview, public.list_events to authenticated;
