-- Purpose: what the monitoring page reads about drift, in one call.
-- Risk: none. Runs with the caller's rights, so that row-level security decides; others than admins are refused at once.

create function public.drift_overview(dataset_slug text, of_version integer default null)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  dataset public.datasets%rowtype;
  champion bigint;
  chosen public.model_versions%rowtype;
begin
  if not private.has_role('admin') then
    raise exception 'Only admins watch drift.' using errcode = '42501';
  end if;
  select * into dataset from public.datasets where datasets.slug = dataset_slug;
  if not found then
    return null;
  end if;
  select model_aliases.model_version_id into champion from public.model_aliases
  where model_aliases.dataset_id = dataset.id and model_aliases.alias = 'champion';
  select * into chosen from public.model_versions
  where model_versions.dataset_id = dataset.id
    and case when of_version is null then model_versions.id = champion else model_versions.version = of_version end;
  return jsonb_build_object(
    'dataset', private.dataset_summary(dataset),
    'version', chosen.version,
    'trainedUntil', chosen.trained_until,
    'versions', coalesce((
      select jsonb_agg(jsonb_build_object('version', counted.version, 'isChampion', counted.id = champion)
                       order by counted.version desc)
      from public.model_versions as counted
      where counted.dataset_id = dataset.id
        and exists (
          select 1 from public.feature_histograms
          where feature_histograms.model_version_id = counted.id and feature_histograms.position > 0
        )
    ), '[]'),
    'pendingCount', (select count(*) from private.drift_work(dataset.id)),
    'baselines', coalesce((
      select jsonb_agg(jsonb_build_object(
        'position', drift_baselines.position, 'edges', drift_baselines.edges, 'counts', drift_baselines.counts
      ) order by drift_baselines.position)
      from public.drift_baselines
      where drift_baselines.model_version_id = chosen.id and drift_baselines.position > 0
    ), '[]'),
    'months', coalesce((
      select jsonb_agg(jsonb_build_object(
        'month', to_char(counted.month, 'YYYY-MM'), 'rowCount', counted.row_count, 'features', counted.features
      ) order by counted.month)
      from (
        select feature_histograms.month, max(feature_histograms.source_count) as row_count,
               -- As text: a heat map's thousands of numbers take several times as long to make, send and read one by one.
               string_agg(array_to_string(feature_histograms.counts, ','), ';' order by feature_histograms.position) as features
        from public.feature_histograms
        where feature_histograms.dataset_id = dataset.id
          and feature_histograms.model_version_id = chosen.id
          and feature_histograms.position > 0
        group by feature_histograms.month
      ) as counted
    ), '[]'),
    'scores', coalesce((
      select jsonb_agg(jsonb_build_object(
        'month', to_char(served.month, 'YYYY-MM'),
        'version', served.version,
        'counts', served.counts,
        'baseline', jsonb_build_object('edges', served.edges, 'counts', served.baseline_counts)
      ) order by served.month)
      from (
        select distinct on (feature_histograms.month)
               feature_histograms.month, model_versions.version, feature_histograms.counts,
               drift_baselines.edges, drift_baselines.counts as baseline_counts
        from public.feature_histograms
        join public.drift_baselines
          on drift_baselines.model_version_id = feature_histograms.model_version_id and drift_baselines.position = 0
        join public.model_versions on model_versions.id = feature_histograms.model_version_id
        where feature_histograms.dataset_id = dataset.id and feature_histograms.position = 0
        order by feature_histograms.month, feature_histograms.source_count desc
      ) as served
    ), '[]'),
    'scoreMonths', coalesce((
      select jsonb_agg(jsonb_build_object(
        'month', to_char(served.month, 'YYYY-MM'), 'version', model_versions.version,
        'threshold', model_versions.threshold,
        'scoredCount', served.scored_count, 'flaggedCount', served.flagged_count,
        'histogram', served.histogram
      ) order by served.month, model_versions.version)
      from (
        select monthly_predictions.month, monthly_predictions.model_version_id, monthly_predictions.scored_count,
               monthly_predictions.flagged_count,
               array(
                 select sum(counts.fraud + counts.legitimate + counts.unlabelled)
                 from unnest(
                   monthly_predictions.fraud_score_histogram, monthly_predictions.legitimate_score_histogram,
                   monthly_predictions.unlabelled_score_histogram
                 ) with ordinality as counts (fraud, legitimate, unlabelled, bin)
                 group by (counts.bin - 1) / 10
                 order by (counts.bin - 1) / 10
               ) as histogram
        from public.monthly_predictions
        where monthly_predictions.dataset_id = dataset.id
        order by monthly_predictions.month desc
        limit 48
      ) as served
      join public.model_versions on model_versions.id = served.model_version_id
    ), '[]')
  );
end
$$;
comment on function public.drift_overview is 'The bins of a version (the champion unless named) and the months counted into them; scores by month, against the bins of the version that served most of it, and in 20 equal bands. A month''s features are text: counts with commas, features with semicolons between them. pendingCount months are not counted yet. Admins only; null for an unknown dataset.';
revoke execute on function public.drift_overview from public, anon;
grant execute on function public.drift_overview to authenticated;
