-- Purpose: any two versions compared on the same hold-out. Every run lets the versions that may still serve score its
-- hold-out, which all of them precede; what a version measured on its own hold-out stands in its row and compares with
-- no other.
-- Risk: none.

create table public.version_evaluations (
  run_id bigint not null references public.training_runs (id) on delete cascade,
  model_version_id bigint not null references public.model_versions (id) on delete cascade,
  holdout_from timestamptz not null,
  holdout_to timestamptz not null,
  metrics jsonb not null,
  curves jsonb not null,
  differences jsonb not null default '{}',
  created_at timestamptz not null default now(),
  primary key (run_id, model_version_id)
);
comment on table public.version_evaluations is 'Versions measured on the hold-out of a run, whichever run made them.';
comment on column public.version_evaluations.differences is 'By the id of another version measured with it: this one''s average precision minus that one''s, paired, with its interval.';
create index version_evaluations_by_version on public.version_evaluations (model_version_id);

revoke all on public.version_evaluations from anon, authenticated;
grant select on public.version_evaluations to authenticated;
alter table public.version_evaluations enable row level security;
alter table public.version_evaluations force row level security;

create policy "Admins see versions measured"
  on public.version_evaluations for select to authenticated
  using ((select private.has_role('admin')));

create function private.version_lineage(of_version public.model_versions)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'id', of_version.id,
    'version', of_version.version,
    'family', of_version.family,
    'threshold', of_version.threshold,
    'trainedUntil', of_version.trained_until,
    'createdAt', of_version.created_at,
    'retiredAt', of_version.retired_at,
    'cardPath', of_version.card_path,
    'alias', (
      select min(model_aliases.alias) from public.model_aliases where model_aliases.model_version_id = of_version.id
    ),
    'metrics', of_version.metrics,
    'curves', of_version.curves,
    'featureImportance', of_version.feature_importance,
    'hyperparameters', of_version.hyperparameters,
    'artifactSha256', of_version.artifact_sha256,
    'artifactBytes', of_version.artifact_bytes,
    'run', (
      select jsonb_build_object(
        'id', run.id, 'gitSha', run.git_sha, 'backend', run.backend, 'dataFrom', run.data_from, 'dataTo', run.data_to,
        'rowCount', run.row_count, 'fraudCount', run.fraud_count, 'dataHash', run.data_hash, 'split', run.split
      )
      from public.training_runs as run
      where run.id = of_version.run_id
    ),
    'months', coalesce((
      select jsonb_agg(jsonb_build_object(
        'month', to_char(served.month, 'YYYY-MM'),
        'scoredCount', served.scored_count,
        'flaggedCount', served.flagged_count,
        'truePositiveCount', served.true_positive_count,
        'falsePositiveCount', served.false_positive_count,
        'falseNegativeCount', served.false_negative_count,
        'trueNegativeCount', served.true_negative_count
      ) order by served.month)
      from public.monthly_predictions as served
      where served.dataset_id = of_version.dataset_id and served.model_version_id = of_version.id
    ), '[]')
  )
$$;
comment on function private.version_lineage is 'A version with its measures, its run, and the months that it served.';
revoke execute on function private.version_lineage from public, anon;
grant execute on function private.version_lineage to authenticated;

create function public.compare_versions(dataset_slug text, first integer default null, second integer default null)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  dataset public.datasets%rowtype;
  one public.model_versions%rowtype;
  other public.model_versions%rowtype;
  common bigint;
begin
  if not private.has_role('admin') then
    raise exception 'Only admins compare versions.' using errcode = '42501';
  end if;
  select * into dataset from public.datasets where datasets.slug = dataset_slug;
  if not found then
    return null;
  end if;
  select * into one from public.model_versions
  where model_versions.dataset_id = dataset.id
    and case
      when first is not null then model_versions.version = first
      else model_versions.id = (
        select model_aliases.model_version_id from public.model_aliases
        where model_aliases.dataset_id = dataset.id and model_aliases.alias = 'champion'
      )
    end;
  select * into other from public.model_versions
  where model_versions.dataset_id = dataset.id
    and case when second is not null then model_versions.version = second else model_versions.id <> one.id end
  -- Unless named, the one before; for the first version, the one after.
  order by model_versions.version < one.version desc, abs(model_versions.version - one.version)
  limit 1;
  select max(mine.run_id) into common
  from public.version_evaluations as mine
  join public.version_evaluations as theirs on theirs.run_id = mine.run_id and theirs.model_version_id = other.id
  where mine.model_version_id = one.id;
  return jsonb_build_object(
    'dataset', private.dataset_summary(dataset),
    'versions', coalesce((
      select jsonb_agg(jsonb_build_object(
        'version', listed.version, 'family', listed.family,
        'alias', (select min(model_aliases.alias) from public.model_aliases where model_aliases.model_version_id = listed.id)
      ) order by listed.version desc)
      from public.model_versions as listed
      where listed.dataset_id = dataset.id
    ), '[]'),
    'first', case when one.id is not null then private.version_lineage(one) end,
    'second', case when other.id is not null then private.version_lineage(other) end,
    'common', (
      select jsonb_build_object(
        'runId', mine.run_id,
        'holdoutFrom', mine.holdout_from,
        'holdoutTo', mine.holdout_to,
        'first', jsonb_build_object('metrics', mine.metrics, 'curves', mine.curves),
        'second', jsonb_build_object('metrics', theirs.metrics, 'curves', theirs.curves),
        'difference', mine.differences -> other.id::text
      )
      from public.version_evaluations as mine
      join public.version_evaluations as theirs on theirs.run_id = mine.run_id and theirs.model_version_id = other.id
      where mine.run_id = common and mine.model_version_id = one.id
    )
  );
end
$$;
comment on function public.compare_versions is 'Two versions (the champion and the one before unless named) with measures, curves and lineage, and, in common, both of them on the newest hold-out that both were measured on. Admins only; null for an unknown dataset.';

create function public.list_candidates(run_id bigint)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  if not private.has_role('admin') then
    raise exception 'Only admins see candidates.' using errcode = '42501';
  end if;
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', candidates.id,
      'family', candidates.family,
      'hyperparameters', candidates.hyperparameters,
      'learningCurve', candidates.learning_curve,
      'isSelected', candidates.is_selected
    ) order by candidates.is_selected desc, candidates.id), '[]')
    from public.candidates
    where candidates.run_id = list_candidates.run_id
  );
end
$$;
comment on function public.list_candidates is 'The candidates of a run with their learning curves, the chosen one first. Admins only.';

revoke execute on function public.compare_versions, public.list_candidates from public, anon;
grant execute on function public.compare_versions, public.list_candidates to authenticated;
