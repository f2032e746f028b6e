-- Purpose: how the scores of one upload's own rows are spread, for a picture of it.
-- Risk: reads the upload's rows, so it stops at 300,000 of them; the months' roll-ups show larger files.

create function public.upload_scores(upload_id uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
set jit = 'off'
as $$
declare
  most_rows constant bigint := 300000;
  bin_count constant integer := 50;
  opens timestamptz;
  closes timestamptz;
begin
  -- The months lead to the partitions.
  select (select min(month) from unnest(uploads.months) as month)::timestamp at time zone 'UTC',
         (select max(month) + interval '1 month' from unnest(uploads.months) as month)::timestamp at time zone 'UTC'
  into opens, closes
  from public.uploads
  where uploads.id = upload_scores.upload_id
    and uploads.state = 'committed'
    and uploads.scored_count between 1 and most_rows;
  if opens is null then
    return null;
  end if;
  return (
    with scored as (
      select least(floor(predictions.fraud_score * bin_count), bin_count - 1)::integer as bin,
             transactions.is_fraud,
             predictions.threshold
      from public.transactions
      join public.predictions
        on predictions.transaction_id = transactions.id and predictions.occurred_at = transactions.occurred_at
      where transactions.upload_id = upload_scores.upload_id
        and transactions.occurred_at >= opens and transactions.occurred_at < closes
        and predictions.occurred_at >= opens and predictions.occurred_at < closes
        and predictions.is_served
    ),
    counted as (
      select bins.bin,
             count(*) filter (where scored.is_fraud) as fraud,
             count(*) filter (where not scored.is_fraud) as legitimate,
             count(*) filter (where scored.bin is not null and scored.is_fraud is null) as unlabelled
      from generate_series(0, bin_count - 1) as bins (bin)
      left join scored using (bin)
      group by bins.bin
    )
    select jsonb_build_object(
      'threshold', (select mode() within group (order by scored.threshold) from scored),
      'fraud', jsonb_agg(counted.fraud order by counted.bin),
      'legitimate', jsonb_agg(counted.legitimate order by counted.bin),
      'unlabelled', jsonb_agg(counted.unlabelled order by counted.bin)
    )
    from counted
  );
end
$$;
comment on function public.upload_scores is 'Rows that a committed upload stored, by served fraud score (50 equal bins) and by what they turned out to be; null where nothing was scored or there are more than 300,000.';
revoke execute on function public.upload_scores from public, anon;
grant execute on function public.upload_scores to authenticated;
