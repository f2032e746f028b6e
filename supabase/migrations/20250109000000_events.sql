-- Purpose: the log of what happened, and what the service is doing right now.
-- Risk: events are append-only, also for admins.

create table public.events (
  id bigint generated always as identity primary key,
  kind text not null check (kind ~ '^[a-z][a-z_]{2,49}$'),
  dataset_id smallint references public.datasets (id),
  actor uuid references auth.users (id) on delete set null,
  payload jsonb not null default '{}',
  created_at timestamptz not null default now()
);
comment on table public.events is 'New data, labels, runs, promotions, rollbacks, settings. Rows are only ever added.';
create index events_newest on public.events (dataset_id, id desc);
create index events_of_damage on public.events (dataset_id, id desc) where kind = 'model_artifact_unusable';
create index events_of_promotions on public.events (dataset_id, id desc) where kind in ('model_promoted', 'champion_rolled_back');

revoke all on public.events from anon, authenticated;
grant select on public.events to authenticated;
alter table public.events enable row level security;
alter table public.events force row level security;

create policy "Admins see events"
  on public.events for select to authenticated
  using ((select private.has_role('admin')));

create function private.refuse_change()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  raise exception 'Rows of % are only ever added.', tg_table_name using errcode = '42501';
end
$$;
comment on function private.refuse_change is 'Trigger behind append-only tables.';

create trigger events_are_append_only
  before update or delete on public.events
  for each statement execute function private.refuse_change();

create table public.service_status (
  id smallint primary key default 1 check (id = 1),
  status text not null default 'ready' check (status in ('loading', 'ready')),
  message text not null default '',
  progress real check (progress between 0 and 1),
  updated_at timestamptz not null default now()
);
comment on table public.service_status is 'One row: whether a long load is going on, for the banner and the health check.';
insert into public.service_status (id) values (1);

revoke all on public.service_status from anon, authenticated;
grant select on public.service_status to authenticated;
alter table public.service_status enable row level security;
alter table public.service_status force row level security;

create policy "Signed-in people see the service status"
  on public.service_status for select to authenticated
  using (true);

create function public.service_health()
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  with champions as (
    select datasets.id, datasets.slug, model_versions.version, model_versions.artifact_sha256, model_aliases.set_at,
           damage.id is not null as is_damaged,
           case when damage.id is null then model_versions.version else (damage.payload ->> 'servedBy')::integer end
             as served_by
    from public.datasets
    left join public.model_aliases
      on model_aliases.dataset_id = datasets.id and model_aliases.alias = 'champion'
    left join public.model_versions on model_versions.id = model_aliases.model_version_id
    -- Whoever meets a damaged artifact says so in an event; one that was stored again since then is sound.
    left join lateral (
      select found.id, found.payload
      from (
        select events.id, events.payload, events.created_at
        from public.events
        where events.dataset_id = datasets.id and events.kind = 'model_artifact_unusable'
        order by events.id desc
        limit 1
      ) as found
      where (found.payload ->> 'modelVersionId')::bigint = model_versions.id
        and not exists (
          select 1 from storage.objects
          where objects.bucket_id = 'models' and objects.name = model_versions.artifact_path
            and objects.updated_at > found.created_at
        )
    ) as damage on true
  ),
  damages as (
    select string_agg(
      format(
        'The model of "%s", version %s, cannot be used: %s', slug, version,
        coalesce('version ' || served_by || ' scores in its place.', 'new transactions stay without a score.')),
      ' ' order by id) as message
    from champions
    where is_damaged
  )
  select jsonb_build_object(
    'status', case
      when service_status.status = 'loading' and service_status.updated_at < now() - interval '5 minutes' then 'degraded'
      when service_status.status = 'ready' and damages.message is not null then 'degraded'
      else service_status.status
    end,
    'message', case
      when service_status.status = 'ready' and damages.message is not null then damages.message
      else service_status.message
    end,
    'progress', service_status.progress,
    'datasets', (
      select jsonb_agg(
        jsonb_build_object(
          'slug', slug,
          'champion', case when version is null then null else jsonb_build_object(
            'version', version,
            'sha256', artifact_sha256,
            'publishedAt', set_at
          ) end,
          'servedBy', served_by
        ) order by id
      )
      from champions
    )
  )
  from public.service_status, damages
$$;
comment on function public.service_health is 'What /api/health answers: status, the champion of each dataset, and the version that scores: an earlier one, or none, while the champion''s artifact is damaged. Holds nothing secret; anyone may call it.';
revoke execute on function public.service_health from public;
grant execute on function public.service_health to anon, authenticated, service_role;
