-- Purpose: what admins may set for a dataset, checked in the database as well, and the one way to set it.
-- Risk: private.check_dataset_settings must know the same keys and limits as core/publishing/dataset-settings.ts;
-- tests/training/operations/settings.ts compares the two.

create function private.check_dataset_settings(settings jsonb)
returns void
language plpgsql
immutable
set search_path = ''
as $$
declare
  key text;
  value jsonb;
  kind text;
  number numeric;
  lowest numeric;
  highest numeric;
begin
  if settings is null or jsonb_typeof(settings) <> 'object' then
    raise exception 'Settings are one JSON object.' using errcode = 'PT422';
  end if;
  for key, value in select * from jsonb_each(settings) loop
    lowest := null;
    case key
      when 'threshold_policy' then
        kind := case when jsonb_typeof(value) = 'object' then value ->> 'kind' end;
        if kind in ('alert-budget', 'least-cost') and value - 'kind' = '{}' then
          null;
        elsif kind = 'best-f' and value - 'kind' - 'beta' = '{}' and jsonb_typeof(value -> 'beta') = 'number'
          and (value ->> 'beta')::numeric > 0 and (value ->> 'beta')::numeric <= 10 then
          null;
        elsif kind = 'target-precision' and value - 'kind' - 'precision' = '{}'
          and jsonb_typeof(value -> 'precision') = 'number'
          and (value ->> 'precision')::numeric > 0 and (value ->> 'precision')::numeric <= 1 then
          null;
        else
          raise exception 'The setting threshold_policy is {"kind": "best-f", "beta": up to 10}, {"kind": "alert-budget"}, {"kind": "target-precision", "precision": up to 1} or {"kind": "least-cost"}.'
            using errcode = 'PT422';
        end if;
      when 'retrain_on_new_labels', 'shadow_close_challengers' then
        if jsonb_typeof(value) <> 'boolean' then
          raise exception 'The setting % is true or false.', key using errcode = 'PT422';
        end if;
      when 'review_cost' then lowest := 0; highest := 1000000;
      when 'alert_budget' then lowest := 0; highest := 1;
      when 'gate_margin' then lowest := 0; highest := 0.5;
      when 'retrain_after_labels' then lowest := 1; highest := 1000000000;
      when 'retrain_overdue_days' then lowest := 1; highest := 3650;
      when 'gate_minimum_frauds' then lowest := 3; highest := 100000;
      when 'keep_artifacts' then lowest := 1; highest := 1000;
      when 'keep_upload_days' then
        if value <> 'null' then lowest := 1; highest := 3650; end if;
      else
        raise exception 'There is no setting "%".', left(key, 60) using errcode = 'PT422';
    end case;
    continue when lowest is null;
    number := case when jsonb_typeof(value) = 'number' then (value #>> '{}')::numeric end;
    if number is null or number < lowest or number > highest
      or (key = 'alert_budget' and number = 0)
      or (key not in ('review_cost', 'alert_budget', 'gate_margin') and number <> trunc(number))
    then
      raise exception 'The setting % is a number from % to %.', key, lowest, highest using errcode = 'PT422';
    end if;
  end loop;
end
$$;
comment on function private.check_dataset_settings is 'Raises PT422, naming the setting, unless every key is known and its value allowed.';

create function public.update_dataset_settings(dataset_slug text, settings jsonb, reason text, expected jsonb default null)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  stated text := private.require_admin_with_reason(update_dataset_settings.reason);
  held constant smallint := private.hold_dataset(update_dataset_settings.dataset_slug);
  target public.datasets%rowtype;
begin
  perform private.check_dataset_settings(update_dataset_settings.settings);
  select * into target from public.datasets where datasets.id = held;
  if target.settings = update_dataset_settings.settings then
    return target.settings;
  end if;
  if target.settings <> update_dataset_settings.expected then
    raise exception 'The settings were changed by somebody else in the meantime.' using errcode = 'PT409';
  end if;
  update public.datasets set settings = update_dataset_settings.settings where datasets.id = target.id;
  insert into public.events (kind, dataset_id, actor, payload)
  values ('settings_changed', target.id, (select auth.uid()), jsonb_build_object(
    'before', target.settings, 'after', update_dataset_settings.settings, 'reason', stated
  ));
  return update_dataset_settings.settings;
end
$$;
comment on function public.update_dataset_settings is 'An admin replaces the settings of a dataset, with a reason; absent keys take the defaults. `expected` is what the admin saw: PT409 unless it is still stored. Returns what is stored now.';

revoke execute on function private.check_dataset_settings from public, anon, authenticated;
revoke execute on function public.update_dataset_settings from public, anon;
grant execute on function public.update_dataset_settings to authenticated;
