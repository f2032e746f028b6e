-- Purpose: new labels ask for a training run by themselves, as the dataset's settings say.
-- Risk: private.request_due_training runs inside the commit of an upload, and so must stay cheap: it reads roll-ups.

create function private.count_new_labels(dataset_id smallint)
returns bigint
language sql
stable
set search_path = ''
as $$
  select greatest(private.count_labels(dataset_id) - coalesce((
    select training_runs.labelled_count from public.training_runs
    where training_runs.dataset_id = count_new_labels.dataset_id and training_runs.labelled_count is not null
    order by training_runs.id desc
    limit 1
  ), 0), 0)
$$;
comment on function private.count_new_labels is 'Labelled rows that came since the last run of a dataset began.';

create function private.forget_labels(dataset_id smallint, removed_count bigint, stored_at timestamptz)
returns void
language sql
set search_path = ''
as $$
  update public.training_runs
  set labelled_count = greatest(training_runs.labelled_count - forget_labels.removed_count, 0)
  from (
    select newest.id from public.training_runs as newest
    where newest.dataset_id = forget_labels.dataset_id and newest.labelled_count is not null
    order by newest.id desc
    limit 1
  ) as last_run
  where training_runs.id = last_run.id and training_runs.started_at > forget_labels.stored_at
$$;
comment on function private.forget_labels is 'Labelled rows were removed that were stored before the last run began: takes them off its count, or as many new ones would have to come before any counts as new.';

create function private.find_due_reason(dataset_id smallint, is_scheduled boolean default false)
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  settings jsonb;
  fresh bigint := private.count_new_labels(dataset_id);
  last public.training_runs%rowtype;
begin
  select datasets.settings into settings from public.datasets where datasets.id = find_due_reason.dataset_id;
  if coalesce((settings -> 'retrain_on_new_labels')::boolean, true)
    and fresh >= coalesce((settings -> 'retrain_after_labels')::bigint, 1000) then
    return format('%s new labelled rows since the last run.', to_char(fresh, 'FM999,999,999,999'));
  end if;
  if not is_scheduled then
    return null;
  end if;
  select * into last from public.training_runs
  where training_runs.dataset_id = find_due_reason.dataset_id and training_runs.started_at is not null
  order by training_runs.id desc
  limit 1;
  if last.state = 'failed' then
    return format('Run %s failed.', last.id);
  elsif fresh > 0
    and last.started_at < now() - make_interval(days => coalesce((settings -> 'retrain_overdue_days')::integer, 30)) then
    return format('%s new labelled rows, and no run since %s.',
                  to_char(fresh, 'FM999,999,999,999'), to_char(last.started_at at time zone 'UTC', 'YYYY-MM-DD'));
  end if;
  return null;
end
$$;
comment on function private.find_due_reason is 'Why a dataset should be trained now, or null. A scheduled look also counts a failed last run, and a run that is overdue.';

create function private.request_due_training(dataset_id smallint, is_scheduled boolean default false)
returns bigint
language plpgsql
set search_path = ''
as $$
declare
  reason text := private.find_due_reason(dataset_id, is_scheduled);
begin
  if reason is null then
    return null;
  end if;
  return private.request_training_run(
    (select datasets.slug from public.datasets where datasets.id = request_due_training.dataset_id),
    case when is_scheduled then 'schedule' else 'new-data' end, reason);
end
$$;
comment on function private.request_due_training is 'Asks for a run where one is due and returns its id; null otherwise. Called at the end of every commit.';

create function public.training_outlook(dataset_slug text)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  if not private.has_role('admin') then
    raise exception 'Only admins see models and runs.' using errcode = '42501';
  end if;
  return (
    select jsonb_build_object(
      'labelledCount', private.count_labels(datasets.id),
      'newLabelCount', private.count_new_labels(datasets.id),
      'dueReason', private.find_due_reason(datasets.id, true),
      'lastStartedAt', (select max(training_runs.started_at) from public.training_runs where training_runs.dataset_id = datasets.id),
      'waiting', (select count(*) from public.training_runs where training_runs.dataset_id = datasets.id and training_runs.state = 'requested')
    )
    from public.datasets
    where datasets.slug = training_outlook.dataset_slug
  );
end
$$;
comment on function public.training_outlook is 'Labels since the last run and whether, and why, a run is due; null for an unknown dataset. Admins only.';

revoke execute on function private.count_new_labels, private.forget_labels, private.find_due_reason, private.request_due_training
from public, anon, authenticated;
revoke execute on function public.training_outlook from public, anon;
grant execute on function public.training_outlook to authenticated;
