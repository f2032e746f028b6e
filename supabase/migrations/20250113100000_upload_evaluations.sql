-- Purpose: how well the serving model did on a labelled file's rows, measured as the trainer measures a hold-out.
-- Risk: computed inside the commit, from the rows that private.commit_upload lists in pg_temp.upload_rows. Only rows
-- from after the model's training window count, and only with what was predicted when they came.

create table public.upload_evaluations (
  upload_id uuid primary key references public.uploads (id) on delete cascade,
  reason_code text check (
    reason_code in ('no_labels', 'no_model', 'model_learned_from_rows', 'one_class', 'too_few_frauds')
  ),
  model_version_id bigint references public.model_versions (id),
  labelled_count bigint not null,
  row_count bigint not null,
  fraud_count bigint not null,
  average_precision double precision,
  interval_low double precision,
  interval_high double precision,
  threshold real,
  true_positive_count bigint,
  false_positive_count bigint,
  false_negative_count bigint,
  true_negative_count bigint,
  curve jsonb not null default '[]',
  evaluated_at timestamptz not null default now(),
  check ((reason_code is null) = (average_precision is not null))
);
comment on table public.upload_evaluations is 'What the serving model''s predictions came to on the rows of a labelled file, or why that cannot be said (reason_code).';
comment on column public.upload_evaluations.labelled_count is 'Rows of the file that have a label. row_count of them are measured.';
comment on column public.upload_evaluations.interval_low is 'Logit interval of the average precision, 95 %; null at 0 and 1.';
comment on column public.upload_evaluations.curve is 'Precision-recall curve from the highest score down, at most 200 points of {threshold, precision, recall}.';
create index upload_evaluations_by_model on public.upload_evaluations (model_version_id);

revoke all on public.upload_evaluations from anon, authenticated;
grant select on public.upload_evaluations to authenticated;
alter table public.upload_evaluations enable row level security;
alter table public.upload_evaluations force row level security;

create policy "People see the evaluation of the uploads they see"
  on public.upload_evaluations for select to authenticated
  using (exists (select 1 from public.uploads where uploads.id = upload_evaluations.upload_id));

create function private.evaluate_upload(upload_id uuid)
returns void
language plpgsql
set search_path = ''
set work_mem = '64MB'
set jit = 'off'
as $$
declare
  -- With fewer frauds the measures say more about chance than about the model.
  fewest_frauds constant integer := 5;
  most_points constant integer := 200;
  learned_until timestamptz;
  -- Every score that a fraud has, ascending. No other score moves precision or recall up.
  fraud_scores double precision[];
  measured public.upload_evaluations;
begin
  measured.upload_id := evaluate_upload.upload_id;
  measured.row_count := 0;
  measured.fraud_count := 0;
  measured.curve := '[]';
  measured.evaluated_at := now();
  -- Tables, because only what fills one may read the rows on several cores.
  create temporary table scored_rows on commit drop as
  select row.model_version_id, row.threshold, model_versions.trained_until, count(*) as count,
         count(*) filter (where row.occurred_at >= model_versions.trained_until) as later_count,
         array_agg(row.fraud_score::double precision) filter (
           where row.label and row.occurred_at >= model_versions.trained_until
         ) as fraud_scores
  from pg_temp.upload_rows as row
  left join public.model_versions on model_versions.id = row.model_version_id
  where row.file_label is not null
  group by 1, 2, 3;
  measured.labelled_count := (select coalesce(sum(scored.count), 0) from pg_temp.scored_rows as scored);
  if measured.labelled_count = 0 then
    measured.reason_code := 'no_labels';
  else
    -- One version is measured: of those that scored rows later than all they learned from, the one with most rows.
    select scored.model_version_id, min(scored.trained_until), sum(scored.later_count),
           (array_agg(scored.threshold order by scored.count desc))[1]
    into measured.model_version_id, learned_until, measured.row_count, measured.threshold
    from pg_temp.scored_rows as scored
    where scored.trained_until is not null
    group by scored.model_version_id
    order by 3 desc, 1 desc
    limit 1;

    if not found then
      measured.row_count := 0;
      measured.reason_code := 'no_model';
    elsif measured.row_count = 0 then
      measured.reason_code := 'model_learned_from_rows';
    else
      fraud_scores := array(
        select distinct score
        from pg_temp.scored_rows as scored, unnest(scored.fraud_scores) as score
        where scored.model_version_id = measured.model_version_id
        order by 1
      );
      -- Bin n holds the scores from the n-th fraud score to before the next; bin 0 those below all.
      create temporary table score_bins on commit drop as
      select width_bucket(row.fraud_score::double precision, fraud_scores) as bin,
             (count(*) filter (where row.label))::double precision as frauds,
             (count(*) filter (where not row.label))::double precision as legitimates,
             count(*) filter (where row.label and row.fraud_score >= measured.threshold) as caught,
             count(*) filter (where not row.label and row.fraud_score >= measured.threshold) as falsely_flagged
      from pg_temp.upload_rows as row
      where row.file_label is not null
        and row.model_version_id = measured.model_version_id
        and row.occurred_at >= learned_until
      group by 1;

      -- Flagging every row with at least this score: how many frauds and legitimate rows are flagged.
      with ranking as (
        select fraud_scores[bins.bin] as score, bins.frauds,
               sum(bins.frauds) over down as true_positives,
               sum(bins.legitimates) over down as false_positives
        from pg_temp.score_bins as bins
        window down as (order by bins.bin desc)
      ),
      total as (
        select sum(bins.frauds) as frauds, sum(bins.legitimates) as legitimates,
               sum(bins.caught) as caught, sum(bins.falsely_flagged) as falsely_flagged
        from pg_temp.score_bins as bins
      ),
      -- Where another fraud is caught; the highest precision at that recall (core/evaluation/precision-recall.ts).
      rises as (
        select ranking.score, ranking.frauds,
               ranking.true_positives / total.frauds as recall,
               ranking.true_positives / (ranking.true_positives + ranking.false_positives) as precision,
               row_number() over (order by ranking.score desc) - 1 as position,
               count(*) over () as count
        from ranking cross join total
        where ranking.frauds > 0
      )
      select
        total.frauds, total.legitimates, total.caught, total.falsely_flagged,
        (select sum(rises.frauds / total.frauds * rises.precision) from rises),
        (
          select jsonb_agg(jsonb_build_object(
            'threshold', rises.score::real,
            'precision', rises.precision,
            'recall', rises.recall
          ) order by rises.position)
          from rises
          where rises.count <= most_points
            or rises.position in (
              select round(point * (rises.count - 1)::numeric / (most_points - 1))
              from generate_series(0, most_points - 1) as point
            )
        )
      into
        measured.fraud_count, measured.true_negative_count, measured.true_positive_count,
        measured.false_positive_count, measured.average_precision, measured.curve
      from total;
      drop table pg_temp.score_bins;
      measured.false_negative_count := measured.fraud_count - measured.true_positive_count;
      measured.true_negative_count := measured.true_negative_count - measured.false_positive_count;

      measured.reason_code := case
        when measured.fraud_count in (0, measured.row_count) then 'one_class'
        when measured.fraud_count < fewest_frauds then 'too_few_frauds'
      end;
      if measured.reason_code is not null then
        measured.average_precision := null;
        measured.curve := '[]';
      elsif measured.average_precision between 1e-9 and 1 - 1e-9 then
        -- Logit interval of K. Boyd, K. Eng and C. D. Page, "Area under the precision-recall curve: point estimates
        -- and confidence intervals", ECML PKDD 2013, section 3.3, with the number of frauds as n.
        select 1 / (1 + exp(-(logit.centre - 1.959964 * logit.deviation))),
               1 / (1 + exp(-(logit.centre + 1.959964 * logit.deviation)))
        into measured.interval_low, measured.interval_high
        from (
          select ln(measured.average_precision / (1 - measured.average_precision)) as centre,
                 1 / sqrt(measured.fraud_count * measured.average_precision * (1 - measured.average_precision)) as deviation
        ) as logit;
      end if;
    end if;
  end if;
  drop table pg_temp.scored_rows;
  insert into public.upload_evaluations select measured.*;
end
$$;
comment on function private.evaluate_upload is 'Measures the model that served the rows of the labelled upload that is being committed, or records why it cannot. Reads pg_temp.upload_rows (occurred_at, file_label, label, model_version_id, fraud_score, threshold).';
revoke execute on function private.evaluate_upload from public, anon, authenticated;

create function public.upload_evaluation(upload_id uuid)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'state', case when result.average_precision is not null then 'evaluated' else 'impossible' end,
    'reasonCode', case when not uploads.has_labels then 'no_labels' else result.reason_code end,
    'modelVersion', (
      select served.version
      from private.served_versions(uploads.dataset_id) as served
      where served.model_version_id = result.model_version_id
    ),
    'labelledCount', coalesce(result.labelled_count, 0),
    'rowCount', coalesce(result.row_count, 0),
    'fraudCount', coalesce(result.fraud_count, 0),
    'averagePrecision', result.average_precision,
    'interval', case when result.interval_low is not null then
      jsonb_build_object('low', result.interval_low, 'high', result.interval_high)
    end,
    'threshold', result.threshold,
    'precision', case when result.average_precision is not null then
      coalesce(
        result.true_positive_count::double precision
          / nullif(result.true_positive_count + result.false_positive_count, 0),
        0)
    end,
    'recall', case when result.average_precision is not null then
      result.true_positive_count::double precision / result.fraud_count
    end,
    'truePositiveCount', result.true_positive_count,
    'falsePositiveCount', result.false_positive_count,
    'falseNegativeCount', result.false_negative_count,
    'trueNegativeCount', result.true_negative_count,
    'curve', coalesce(result.curve, '[]'),
    'evaluatedAt', result.evaluated_at
  )
  from public.uploads
  left join public.upload_evaluations as result on result.upload_id = uploads.id
  where uploads.id = upload_evaluation.upload_id
    and uploads.state = 'committed'
    and (result.upload_id is not null or not uploads.has_labels)
$$;
comment on function public.upload_evaluation is 'How the serving model did on the rows of a committed upload: state evaluated, or impossible with a reasonCode (no_labels, no_model, model_learned_from_rows, one_class, too_few_frauds). Null while nothing is known.';
revoke execute on function public.upload_evaluation from public, anon;
grant execute on function public.upload_evaluation to authenticated;
