-- Purpose: the life of a training run (request, claim, heartbeat, end), the one way to change which model serves, and
-- the one way to let another score beside it.
-- Risk: private.publish_model_version moves the champion. It checks the run and the champion it was compared with,
-- so that a run which was given up for dead, or judged against a model that serves no longer, changes nothing.

alter table public.training_runs
  add column worker text,
  add column attempt smallint not null default 1,
  add column labelled_count bigint,
  add column dispatched_at timestamptz;
comment on column public.training_runs.worker is 'host:pid of the process that trains; on the same host a dead one is noticed at once.';
comment on column public.training_runs.attempt is 'Higher than 1 when the run before it died and this one was asked for in its place.';
comment on column public.training_runs.labelled_count is 'Labelled rows of the dataset when the run began, without those that were removed since: what came later is new.';
comment on column public.training_runs.dispatched_at is 'When the workflow was told of the request; null while it was not, or where there is none.';
create index training_runs_waiting on public.training_runs (dataset_id, id) where state = 'requested';

create function private.count_labels(dataset_id smallint)
returns bigint
language sql
stable
set search_path = ''
as $$
  select coalesce(sum(monthly_transactions.labelled_count), 0)::bigint
  from public.monthly_transactions
  where monthly_transactions.dataset_id = count_labels.dataset_id
$$;
comment on function private.count_labels is 'Labelled rows of a dataset, from its roll-ups.';

create function private.hold_dataset(dataset_slug text)
returns smallint
language plpgsql
set search_path = ''
as $$
declare
  target smallint;
begin
  select datasets.id into target from public.datasets
  where datasets.slug = hold_dataset.dataset_slug
  for no key update;
  if not found then
    raise exception 'There is no dataset "%".', dataset_slug using errcode = 'PT404';
  end if;
  return target;
end
$$;
comment on function private.hold_dataset is 'The number of a dataset, held until the transaction ends, so that what changes its models, runs and settings takes turns. Raises PT404.';

create function private.request_training_run(
  dataset_slug text,
  trigger text,
  reason text default null,
  requested_by uuid default null
)
returns bigint
language plpgsql
set search_path = ''
as $$
declare
  target constant smallint := private.hold_dataset(request_training_run.dataset_slug);
  run_id bigint;
begin
  select training_runs.id into run_id from public.training_runs
  where training_runs.dataset_id = target and training_runs.state = 'requested'
  order by training_runs.id
  limit 1;
  if found then
    return run_id;
  end if;

  insert into public.training_runs (dataset_id, trigger, reason, requested_by)
  values (target, request_training_run.trigger, request_training_run.reason, request_training_run.requested_by)
  returning training_runs.id into run_id;
  insert into public.events (kind, dataset_id, actor, payload)
  values ('training_requested', target, request_training_run.requested_by,
          jsonb_build_object('run_id', run_id, 'trigger', trigger, 'reason', reason));
  return run_id;
end
$$;
comment on function private.request_training_run is 'Asks for a run and returns its id; a request that still waits is returned instead of a second one.';

create function private.fail_training_run(run_id bigint, error text)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  target smallint;
begin
  update public.training_runs
  set state = 'failed', error = fail_training_run.error, finished_at = now()
  where training_runs.id = fail_training_run.run_id and training_runs.state = 'running'
  returning training_runs.dataset_id into target;
  if not found then
    return false;
  end if;
  insert into public.events (kind, dataset_id, payload)
  values ('training_failed', target, jsonb_build_object('run_id', run_id, 'error', error));
  return true;
end
$$;
comment on function private.fail_training_run is 'Ends a running run as failed, with an event; false when it had ended already.';

create function private.give_up_training_run(run_id bigint, error text)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  dead public.training_runs%rowtype;
  again bigint;
begin
  if not private.fail_training_run(run_id, error) then
    return false;
  end if;
  select * into dead from public.training_runs where training_runs.id = give_up_training_run.run_id;
  if dead.attempt >= 3 then
    return true;
  end if;
  again := private.request_training_run(
    (select datasets.slug from public.datasets where datasets.id = dead.dataset_id),
    dead.trigger, format('Run %s died. %s', dead.id, coalesce(dead.reason, '')), dead.requested_by);
  update public.training_runs set attempt = dead.attempt + 1
  where training_runs.id = again and training_runs.attempt <= dead.attempt;
  return true;
end
$$;
comment on function private.give_up_training_run is 'Fails a run whose process died and asks for another in its place, three times at most. False when the run had ended already.';

create function private.give_up_dead_runs(
  dataset_id smallint default null,
  stale_after interval default interval '2 minutes'
)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  dead bigint;
  given_up integer := 0;
begin
  for dead in
    select training_runs.id from public.training_runs
    where training_runs.state = 'running'
      and (give_up_dead_runs.dataset_id is null or training_runs.dataset_id = give_up_dead_runs.dataset_id)
      and training_runs.heartbeat_at < now() - stale_after
    for update skip locked
  loop
    given_up := given_up + private.give_up_training_run(
      dead, format('The run showed no life for %s and was given up.', stale_after))::integer;
  end loop;
  return given_up;
end
$$;
comment on function private.give_up_dead_runs is 'Gives up every run, of one dataset or of all, that showed no life for so long; returns how many.';

create function private.claim_training_run(
  dataset_slug text,
  worker text,
  git_sha text default null,
  stale_after interval default interval '2 minutes'
)
returns bigint
language plpgsql
set search_path = ''
as $$
declare
  target smallint;
  claimed bigint;
begin
  select datasets.id into target from public.datasets where datasets.slug = claim_training_run.dataset_slug;
  if not found then
    raise exception 'There is no dataset "%".', dataset_slug using errcode = 'PT404';
  end if;

  perform private.give_up_dead_runs(target, stale_after);

  select training_runs.id into claimed from public.training_runs
  where training_runs.dataset_id = target and training_runs.state = 'requested'
  order by training_runs.id
  limit 1
  for update skip locked;
  if not found then
    return null;
  end if;

  begin
    update public.training_runs
    set state = 'running',
        worker = claim_training_run.worker,
        git_sha = claim_training_run.git_sha,
        labelled_count = private.count_labels(target),
        started_at = now(),
        heartbeat_at = now()
    where training_runs.id = claimed;
  exception when unique_violation then
    return null;
  end;
  return claimed;
end
$$;
comment on function private.claim_training_run is 'Takes the oldest request of a dataset and returns its id; null when none waits or another run trains. Runs without a heartbeat are failed first.';

create function private.renew_training_run(run_id bigint)
returns boolean
language sql
set search_path = ''
as $$
  with renewed as (
    update public.training_runs
    set heartbeat_at = clock_timestamp()
    where training_runs.id = renew_training_run.run_id and training_runs.state = 'running'
    returning 1
  )
  select exists (select 1 from renewed)
$$;
comment on function private.renew_training_run is 'A sign of life; false when the run was ended by somebody else and must stop.';

create function private.refuse_training_run(run_id bigint, decision jsonb)
returns void
language plpgsql
set search_path = ''
as $$
declare
  target smallint;
begin
  update public.training_runs
  set state = 'refused', decision = refuse_training_run.decision, finished_at = now()
  where training_runs.id = refuse_training_run.run_id and training_runs.state = 'running'
  returning training_runs.dataset_id into target;
  if not found then
    raise exception 'Run % does not run: it was ended by somebody else.', run_id using errcode = 'PT409';
  end if;
  insert into public.events (kind, dataset_id, payload)
  values ('model_refused', target, decision || jsonb_build_object('run_id', run_id));
end
$$;
comment on function private.refuse_training_run is 'Ends a run whose challenger the gate refused; decision holds code and reason.';

create function private.end_shadow(dataset_id smallint, reason text, ended_by uuid)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  ended bigint;
begin
  delete from public.model_aliases
  where model_aliases.dataset_id = end_shadow.dataset_id and model_aliases.alias = 'challenger'
  returning model_aliases.model_version_id into ended;
  if not found then
    return false;
  end if;
  insert into public.events (kind, dataset_id, actor, payload)
  select 'shadow_ended', end_shadow.dataset_id, end_shadow.ended_by,
         jsonb_build_object('model_version_id', model_versions.id, 'version', model_versions.version, 'reason', end_shadow.reason)
  from public.model_versions
  where model_versions.id = ended;
  return true;
end
$$;
comment on function private.end_shadow is 'The challenger scores beside the champion no longer; false when there is none.';

create function private.start_shadow(dataset_id smallint, model_version_id bigint, reason text, started_by uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform private.end_shadow(start_shadow.dataset_id, 'Another challenger takes its place.', start_shadow.started_by);
  insert into public.model_aliases (dataset_id, alias, model_version_id, set_by, reason)
  values (start_shadow.dataset_id, 'challenger', start_shadow.model_version_id, start_shadow.started_by, start_shadow.reason);
  insert into public.events (kind, dataset_id, actor, payload)
  select 'shadow_started', start_shadow.dataset_id, start_shadow.started_by,
         jsonb_build_object('model_version_id', model_versions.id, 'version', model_versions.version, 'reason', start_shadow.reason)
  from public.model_versions
  where model_versions.id = start_shadow.model_version_id;
end
$$;
comment on function private.start_shadow is 'Lets a version score beside the champion, in place of the present challenger.';

create function private.move_champion(
  dataset_id smallint,
  model_version_id bigint,
  reason text,
  set_by uuid,
  kind text,
  details jsonb default '{}'
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  previous bigint;
begin
  select model_aliases.model_version_id into previous from public.model_aliases
  where model_aliases.dataset_id = move_champion.dataset_id and model_aliases.alias = 'champion'
  for update;

  insert into public.model_aliases (dataset_id, alias, model_version_id, set_by, reason)
  values (move_champion.dataset_id, 'champion', move_champion.model_version_id, move_champion.set_by, move_champion.reason)
  on conflict on constraint model_aliases_pkey do update
  set model_version_id = excluded.model_version_id, set_at = now(), set_by = excluded.set_by, reason = excluded.reason;

  insert into public.events (kind, dataset_id, actor, payload)
  select move_champion.kind, move_champion.dataset_id, move_champion.set_by,
         jsonb_build_object(
           'model_version_id', model_versions.id,
           'version', model_versions.version,
           'previous_model_version_id', previous,
           'previous_version', (select old.version from public.model_versions as old where old.id = previous),
           'reason', move_champion.reason
         ) || details
  from public.model_versions
  where model_versions.id = move_champion.model_version_id;
  update public.model_versions set promoted_at = now() where model_versions.id = move_champion.model_version_id;
  perform private.end_shadow(
    move_champion.dataset_id, 'Another version became the champion.', move_champion.set_by);
end
$$;
comment on function private.move_champion is 'Lets another version serve, with an event of the given kind. The only writer of the champion alias.';

create function private.publish_model_version(
  run_id bigint,
  compared_with bigint,
  family text,
  artifact_path text,
  artifact_sha256 text,
  artifact_bytes integer,
  threshold real,
  trained_until timestamptz,
  metrics jsonb,
  hyperparameters jsonb,
  curves jsonb,
  feature_importance jsonb,
  decision jsonb,
  alias text default 'champion'
)
returns table (model_version_id bigint, version integer)
language plpgsql
set search_path = ''
as $$
declare
  run public.training_runs%rowtype;
  serving bigint;
begin
  select * into run from public.training_runs
  where training_runs.id = publish_model_version.run_id
  for update;
  if not found or run.state <> 'running' then
    raise exception 'Run % does not run: it was ended by somebody else. Its model is not published.', run_id
      using errcode = 'PT409';
  end if;

  perform 1 from public.datasets where datasets.id = run.dataset_id for no key update;
  select model_aliases.model_version_id into serving from public.model_aliases
  where model_aliases.dataset_id = run.dataset_id and model_aliases.alias = 'champion';
  if serving is distinct from compared_with then
    raise exception 'The champion changed while run % trained, so its comparison no longer holds. Train again.', run_id
      using errcode = 'PT409';
  end if;

  insert into public.model_versions (
    dataset_id, version, run_id, family, artifact_path, artifact_sha256, artifact_bytes, threshold, trained_until,
    metrics, hyperparameters, curves, feature_importance
  )
  select run.dataset_id, coalesce(max(known.version), 0) + 1, run.id, publish_model_version.family,
         publish_model_version.artifact_path, publish_model_version.artifact_sha256,
         publish_model_version.artifact_bytes, publish_model_version.threshold,
         publish_model_version.trained_until, publish_model_version.metrics,
         publish_model_version.hyperparameters, publish_model_version.curves,
         publish_model_version.feature_importance
  from public.model_versions as known
  where known.dataset_id = run.dataset_id
  returning model_versions.id, model_versions.version into model_version_id, version;

  if alias = 'challenger' then
    perform private.refuse_training_run(run.id, decision);
    perform private.start_shadow(run.dataset_id, model_version_id, decision ->> 'reason', null);
    return next;
    return;
  end if;

  perform private.move_champion(
    run.dataset_id, model_version_id, decision ->> 'reason', null, 'model_promoted',
    jsonb_build_object('run_id', run.id, 'family', family, 'code', decision ->> 'code'));
  update public.training_runs
  set state = 'succeeded', decision = publish_model_version.decision, finished_at = now()
  where training_runs.id = run.id;
  insert into public.events (kind, dataset_id, payload)
  values ('training_succeeded', run.dataset_id,
          jsonb_build_object('run_id', run.id, 'model_version_id', model_version_id, 'version', version));
  return next;
end
$$;
comment on function private.publish_model_version is 'Version number, row, champion alias, end of the run and events in one transaction. compared_with is the champion the gate saw (null for none); when another one serves by now, nothing is published. With the alias challenger the run ends as refused and the version scores beside the champion.';

create function private.require_admin_with_reason(reason text)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  if not private.has_role('admin') then
    raise exception 'Only admins change models and settings, and ask for training.' using errcode = '42501';
  end if;
  if btrim(coalesce(reason, '')) = '' or length(reason) > 500 then
    raise exception 'A reason of 1 to 500 characters is needed: it is kept in the log.' using errcode = 'PT422';
  end if;
  return btrim(reason);
end
$$;
comment on function private.require_admin_with_reason is 'Raises unless the caller is an admin who gives a reason; returns it trimmed.';

create function public.request_retraining(dataset_slug text, reason text)
returns bigint
language sql
security definer
set search_path = ''
as $$
  select private.request_training_run(
    request_retraining.dataset_slug, 'manual',
    private.require_admin_with_reason(request_retraining.reason), (select auth.uid()))
$$;
comment on function public.request_retraining is 'An admin asks for a training run; returns its id. A request that still waits is not doubled.';

create function private.require_live_version(version_id bigint)
returns smallint
language plpgsql
set search_path = ''
as $$
declare
  target public.model_versions%rowtype;
begin
  select * into target from public.model_versions where model_versions.id = require_live_version.version_id;
  if not found then
    raise exception 'There is no such model version; reload the page.' using errcode = 'PT404';
  end if;
  perform 1 from public.datasets where datasets.id = target.dataset_id for no key update;
  -- Read again: whoever retires a version holds the dataset, too.
  select * into target from public.model_versions where model_versions.id = require_live_version.version_id;
  if target.retired_at is not null then
    raise exception 'Version % is retired, and its artifact removed. Choose another version, or train a new one.', target.version
      using errcode = 'PT409';
  end if;
  return target.dataset_id;
end
$$;
comment on function private.require_live_version is 'The dataset of a version that may still serve, with the dataset held until the transaction ends. Raises PT404 or PT409.';

create function public.promote_model_version(version_id bigint, reason text)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  stated text := private.require_admin_with_reason(promote_model_version.reason);
  target smallint := private.require_live_version(promote_model_version.version_id);
begin
  if exists (
    select 1 from public.model_aliases
    where model_aliases.dataset_id = target
      and model_aliases.alias = 'champion'
      and model_aliases.model_version_id = promote_model_version.version_id
  ) then
    raise exception 'This version is the champion already.' using errcode = 'PT409';
  end if;
  perform private.move_champion(
    target, promote_model_version.version_id, stated, (select auth.uid()), 'model_promoted',
    jsonb_build_object('code', 'manual'));
end
$$;
comment on function public.promote_model_version is 'An admin lets any version serve that is not retired, with a reason.';

create function private.find_version_before(dataset_id smallint)
returns bigint
language sql
stable
set search_path = ''
as $$
  select earlier.id
  from public.model_aliases
  join public.model_versions as serving on serving.id = model_aliases.model_version_id
  join public.model_versions as earlier
    on earlier.dataset_id = serving.dataset_id
    and earlier.version < serving.version
    and earlier.promoted_at is not null
    and earlier.retired_at is null
  where model_aliases.dataset_id = find_version_before.dataset_id and model_aliases.alias = 'champion'
  order by earlier.version desc
  limit 1
$$;
comment on function private.find_version_before is 'The newest version older than the champion that has served; null without one.';

create function public.roll_back_champion(dataset_slug text, reason text, to_version integer default null)
returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  stated text := private.require_admin_with_reason(roll_back_champion.reason);
  target constant smallint := private.hold_dataset(roll_back_champion.dataset_slug);
  earlier constant bigint := private.find_version_before(target);
  found_version integer;
begin
  if earlier is null then
    raise exception 'There is no earlier version to roll back to.' using errcode = 'PT409';
  end if;
  select model_versions.version into found_version from public.model_versions where model_versions.id = earlier;
  if to_version <> found_version then
    raise exception 'The champion has changed meanwhile, and the version before it is % now, not %. Look again.', found_version, to_version
      using errcode = 'PT409';
  end if;
  perform private.move_champion(target, earlier, stated, (select auth.uid()), 'champion_rolled_back');
  return found_version;
end
$$;
comment on function public.roll_back_champion is 'An admin lets the version that served before the champion serve again; returns its number. With to_version nothing happens where that is another one by now: what an admin was shown is what is done.';

revoke execute on function
  private.count_labels, private.hold_dataset, private.give_up_training_run, private.give_up_dead_runs,
  private.request_training_run, private.fail_training_run, private.claim_training_run, private.renew_training_run,
  private.refuse_training_run, private.move_champion, private.end_shadow, private.start_shadow,
  private.require_live_version, private.find_version_before, private.publish_model_version, private.require_admin_with_reason
from public, anon, authenticated;
revoke execute on function
  public.request_retraining, public.promote_model_version, public.roll_back_champion
from public, anon;
grant execute on function
  public.request_retraining, public.promote_model_version, public.roll_back_champion
to authenticated;
