-- Purpose: all training runs of a dataset, page by page, by outcome; a link to one run finds the page that holds it.
-- Risk: none; it reads what its caller may read.

create function public.list_training_runs(
  dataset_slug text,
  of_state public.run_state default null,
  with_run bigint default null,
  page_size integer default 20,
  page_offset integer default 0
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  target public.datasets%rowtype;
  size integer := least(greatest(list_training_runs.page_size, 1), 100);
  first_row bigint := greatest(list_training_runs.page_offset, 0);
begin
  if not private.has_role('admin') then
    raise exception 'Only admins see training runs.' using errcode = '42501';
  end if;
  select * into target from public.datasets where datasets.slug = list_training_runs.dataset_slug;
  if not found then
    return null;
  end if;
  if list_training_runs.with_run is not null then
    select least(count(*) filter (where run.id > list_training_runs.with_run), greatest(count(*) - 1, 0)) / size * size
    into first_row
    from public.training_runs as run
    where run.dataset_id = target.id
      and (list_training_runs.of_state is null or run.state = list_training_runs.of_state);
  end if;
  return (
    with counted as materialized (
      select training_runs.state, count(*) as count
      from public.training_runs
      where training_runs.dataset_id = target.id
      group by training_runs.state
    )
    select jsonb_build_object(
      'dataset', private.dataset_summary(target),
      'offset', first_row,
      'total', coalesce((
        select sum(counted.count) from counted
        where list_training_runs.of_state is null or counted.state = list_training_runs.of_state
      ), 0),
      'states', coalesce((select jsonb_object_agg(counted.state, counted.count) from counted), '{}'),
      'runs', coalesce((
        select jsonb_agg(private.describe_training_run(run) order by run.id desc)
        from (
          select * from public.training_runs
          where training_runs.dataset_id = target.id
            and (list_training_runs.of_state is null or training_runs.state = list_training_runs.of_state)
          order by training_runs.id desc
          limit size
          offset first_row
        ) as run
      ), '[]')
    )
  );
end
$$;
comment on function public.list_training_runs is 'One page of a dataset''s training runs, newest first, of one state or all, with how many there are of each; `with_run` takes the page that holds that run. Null for an unknown dataset. Admins only.';

revoke execute on function public.list_training_runs from public, anon;
grant execute on function public.list_training_runs to authenticated;
