-- Purpose: the settings page in one call: what is set, who changed it, when a training run is due, and the champion's
-- hold-out, from which the page tells what a threshold policy would have meant.
-- Risk: none; it reads what its caller may read.

create function public.settings_overview(dataset_slug text)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  if not private.has_role('admin') then
    raise exception 'Only admins see the settings of a dataset.' using errcode = '42501';
  end if;
  return (
    select jsonb_build_object(
      'dataset', private.dataset_summary(datasets),
      'settings', datasets.settings,
      'outlook', public.training_outlook(datasets.slug),
      'holdout', (
        select jsonb_build_object(
          'version', model_versions.version,
          'rows', model_versions.metrics -> 'rows',
          'frauds', model_versions.metrics -> 'frauds',
          'precisionRecall', model_versions.curves -> 'precisionRecall'
        )
        from public.model_aliases
        join public.model_versions on model_versions.id = model_aliases.model_version_id
        where model_aliases.dataset_id = datasets.id and model_aliases.alias = 'champion'
      ),
      'changes', coalesce((
        select jsonb_agg(jsonb_build_object(
          'id', changes.id,
          'actor', private.person_name(changes.actor),
          'reason', changes.payload ->> 'reason',
          'before', changes.payload -> 'before',
          'after', changes.payload -> 'after',
          'createdAt', changes.created_at
        ) order by changes.created_at desc, changes.id desc)
        from (
          select * from public.events
          where events.dataset_id = datasets.id and events.kind = 'settings_changed'
          order by events.created_at desc, events.id desc
          limit 20
        ) as changes
      ), '[]')
    )
    from public.datasets
    where datasets.slug = settings_overview.dataset_slug
  );
end
$$;
comment on function public.settings_overview is 'Settings of a dataset, the last 20 changes, the training outlook and the champion''s hold-out; null for an unknown dataset. Admins only.';

revoke execute on function public.settings_overview from public, anon;
grant execute on function public.settings_overview to authenticated;
