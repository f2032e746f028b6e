-- Purpose: the rows of a month's page: what was flagged or missed, filtered and sorted, page by page or all of them for
-- a file; the categories to filter by; the days of its calendar.
-- Risk: none to data. Queries are put together from fixed texts, so that each combination of filters gets the plan that
-- fits it, on the month's partition alone; what a caller wrote is only ever read through a parameter.

create index predictions_flagged_by_time on public.predictions (dataset_id, occurred_at) where is_flagged and is_served;

create function private.standing_outcome(of_transaction bigint, at timestamptz)
returns public.review_outcome
language sql
stable
set search_path = ''
as $$
  select reviews.outcome from public.reviews
  where reviews.transaction_id = standing_outcome.of_transaction and reviews.occurred_at = standing_outcome.at
    and reviews.undoes is null
    and not exists (select 1 from public.reviews as undo where undo.undoes = reviews.id)
  order by reviews.id desc
  limit 1
$$;
comment on function private.standing_outcome is 'What people said last about a transaction, without what they took back; null when nobody did.';

create function private.label_of(is_fraud boolean, of_transaction bigint, at timestamptz)
returns text
language sql
stable
set search_path = ''
as $$
  select case
    when label_of.is_fraud then 'fraud'
    when not label_of.is_fraud then 'legitimate'
    when private.standing_outcome(label_of.of_transaction, label_of.at) = 'unsure' then 'unsure'
    else 'awaiting'
  end
$$;
comment on function private.label_of is 'What is known about a transaction: fraud, legitimate, unsure (somebody looked and could not tell) or awaiting.';

create function private.flagged_rows_sql(shown text, filters jsonb)
returns text
language sql
immutable
set search_path = ''
as $$
  -- $1 dataset, $2 and $3 the span of time, $4 the filters.
  select 'from public.predictions
    join public.transactions
      on transactions.id = predictions.transaction_id and transactions.occurred_at = predictions.occurred_at
    where predictions.is_served
      and predictions.dataset_id = $1 and transactions.dataset_id = $1
      and predictions.occurred_at >= $2 and predictions.occurred_at < $3
      and transactions.occurred_at >= $2 and transactions.occurred_at < $3'
    || case when shown = 'missed' then ' and not predictions.is_flagged and transactions.is_fraud'
            else ' and predictions.is_flagged' end
    || coalesce((
      select string_agg(' and ' || condition, '' order by name)
      from (values
        ('label', case filters ->> 'label'
          when 'fraud' then 'transactions.is_fraud'
          when 'legitimate' then 'not transactions.is_fraud'
          when 'unsure' then $sql$transactions.is_fraud is null and private.standing_outcome(transactions.id, transactions.occurred_at) = 'unsure'$sql$
          when 'awaiting' then $sql$transactions.is_fraud is null and private.standing_outcome(transactions.id, transactions.occurred_at) is distinct from 'unsure'$sql$
          else 'false' end),
        ('category', $sql$transactions.category = $4 ->> 'category'$sql$),
        ('place', $sql$strpos(lower(transactions.place), lower($4 ->> 'place')) > 0$sql$),
        ('card', $sql$transactions.card_last4 = $4 ->> 'card'$sql$),
        ('minimum_amount', $sql$transactions.amount >= ($4 ->> 'minimum_amount')::numeric$sql$),
        ('maximum_amount', $sql$transactions.amount <= ($4 ->> 'maximum_amount')::numeric$sql$),
        ('minimum_score', $sql$predictions.fraud_score >= ($4 ->> 'minimum_score')::real$sql$),
        ('maximum_score', $sql$predictions.fraud_score <= ($4 ->> 'maximum_score')::real$sql$),
        ('search', $sql$(transactions.card_last4 = $4 ->> 'search'
          or strpos(lower(transactions.merchant), lower($4 ->> 'search')) > 0
          or strpos(lower(transactions.place), lower($4 ->> 'search')) > 0)$sql$)
      ) as known (name, condition)
      where filters ->> known.name is not null
    ), '')
$$;
comment on function private.flagged_rows_sql is 'A query''s text from its "from" on: a month''s flagged transactions, or the fraud it missed, with the conditions that the filters ask for.';

create function private.flagged_row_sql()
returns text
language sql
immutable
set search_path = ''
as $$
  select $sql$jsonb_build_object(
    'id', page.id,
    'occurredAt', page.occurred_at,
    'amount', page.amount,
    'merchant', page.merchant,
    'category', page.category,
    'place', page.place,
    'cardLast4', page.card_last4,
    'fraudScore', page.fraud_score,
    'threshold', page.threshold,
    'version', served.version,
    'reasons', coalesce(page.reasons, '[]'),
    'label', private.label_of(page.is_fraud, page.id, page.occurred_at),
    'labelSource', page.label_source
  )$sql$
$$;
comment on function private.flagged_row_sql is 'How a row of such a query is written.';

create function private.span_of(month date, day integer, out opens timestamptz, out closes timestamptz)
language sql
immutable
set search_path = ''
as $$
  select case when day is null then first else first + (day - 1) * interval '1 day' end at time zone 'UTC',
         case when day is null then first + interval '1 month' else first + day * interval '1 day' end at time zone 'UTC'
  from (select date_trunc('month', month::timestamp) as first) as start
$$;
comment on function private.span_of is 'A month, or one day of it, as a span of time in UTC.';

create function private.dataset_id(slug text)
returns smallint
language sql
stable
set search_path = ''
as $$
  select datasets.id from public.datasets where datasets.slug = dataset_id.slug
$$;
comment on function private.dataset_id is 'The number of a dataset that the caller may see.';

create function public.list_flagged_transactions(
  dataset_slug text,
  month date,
  shown text default 'flagged',
  filters jsonb default '{}',
  sort text default 'score',
  descending boolean default true,
  page_size integer default 50,
  page_offset integer default 0
)
returns jsonb
language plpgsql
stable
set search_path = ''
set jit = 'off'
as $$
declare
  of_dataset constant smallint := private.dataset_id(dataset_slug);
  source constant text := private.flagged_rows_sql(shown, filters);
  sorted constant text :=
    case sort when 'amount' then 'transactions.amount' when 'time' then 'predictions.occurred_at' else 'predictions.fraud_score' end
    || case when descending then ' desc' else ' asc' end || ', predictions.transaction_id desc';
  span record;
  total bigint;
  amount numeric;
  page jsonb;
begin
  select * into span from private.span_of(list_flagged_transactions.month, (filters ->> 'day')::integer);
  if shown = 'flagged' and jsonb_strip_nulls(filters) = '{}' then
    -- The roll-up has counted them already.
    select coalesce(sum(flagged_count), 0), coalesce(sum(flagged_amount), 0) into total, amount
    from public.monthly_predictions
    where monthly_predictions.dataset_id = of_dataset
      and monthly_predictions.month = date_trunc('month', list_flagged_transactions.month)::date;
  else
    execute 'select count(*), coalesce(sum(transactions.amount), 0) ' || source
      into total, amount using of_dataset, span.opens, span.closes, filters;
  end if;
  execute format(
    $sql$
      select jsonb_agg(%s order by page.position)
      from (
        select transactions.*, predictions.fraud_score, predictions.threshold, predictions.reasons,
               predictions.model_version_id, row_number() over (order by %s) as position
        %s
        order by position
        limit $5 offset $6
      ) as page
      left join private.served_versions($1) as served using (model_version_id)
    $sql$, private.flagged_row_sql(), sorted, source)
    into page
    using of_dataset, span.opens, span.closes, filters, least(greatest(page_size, 1), 500), greatest(page_offset, 0);
  return jsonb_build_object('total', total, 'amount', amount, 'rows', coalesce(page, '[]'));
end
$$;
comment on function public.list_flagged_transactions is 'One page of a month''s flagged transactions, or of the fraud it missed (shown = ''missed''), sorted by score, amount or time; with the total and its amount. filters: label (awaiting, unsure, fraud, legitimate), category, place, card, day, minimum_amount, maximum_amount, minimum_score, maximum_score, search.';

create function public.export_flagged_transactions(
  dataset_slug text,
  month date,
  shown text default 'flagged',
  filters jsonb default '{}',
  after_time timestamptz default '-infinity',
  after_id bigint default 0,
  page_size integer default 2000
)
returns jsonb
language plpgsql
stable
set search_path = ''
set jit = 'off'
as $$
declare
  of_dataset constant smallint := private.dataset_id(dataset_slug);
  span record;
  page jsonb;
begin
  select * into span from private.span_of(export_flagged_transactions.month, (filters ->> 'day')::integer);
  execute format(
    $sql$
      select jsonb_agg(%s order by page.occurred_at, page.id)
      from (
        select transactions.*, predictions.fraud_score, predictions.threshold, predictions.reasons, predictions.model_version_id
        %s and (predictions.occurred_at, predictions.transaction_id) > ($5, $6)
        order by predictions.occurred_at, predictions.transaction_id
        limit $7
      ) as page
      left join private.served_versions($1) as served using (model_version_id)
    $sql$, private.flagged_row_sql(), private.flagged_rows_sql(shown, filters))
    into page
    using of_dataset, greatest(span.opens, after_time), span.closes, filters, after_time, after_id,
          least(greatest(page_size, 1), 5000);
  return coalesce(page, '[]');
end
$$;
comment on function public.export_flagged_transactions is 'The rows of list_flagged_transactions in time order, a few thousand at a time: pass the last row''s time and number to go on.';

create function public.list_flagged_categories(dataset_slug text, month date, shown text default 'flagged')
returns jsonb
language plpgsql
stable
set search_path = ''
set jit = 'off'
as $$
declare
  of_dataset constant smallint := private.dataset_id(dataset_slug);
  span record;
  counted jsonb;
begin
  select * into span from private.span_of(list_flagged_categories.month, null);
  execute format(
    $sql$
      select jsonb_agg(jsonb_build_object('name', category, 'count', count) order by count desc, category)
      from (
        select transactions.category, count(*) as count
        %s and transactions.category is not null
        group by 1
      ) as counted
    $sql$, private.flagged_rows_sql(shown, '{}'))
    into counted using of_dataset, span.opens, span.closes, '{}'::jsonb;
  return coalesce(counted, '[]');
end
$$;
comment on function public.list_flagged_categories is 'The categories of a month''s flagged transactions, or of the fraud it missed, with how many each has.';

create function public.list_days(dataset_slug text, month date)
returns jsonb
language plpgsql
stable
set search_path = ''
set jit = 'off'
set plan_cache_mode = 'force_custom_plan'
as $$
declare
  of_dataset constant smallint := private.dataset_id(dataset_slug);
  opens timestamptz;
  closes timestamptz;
begin
  select span.opens, span.closes into opens, closes from private.span_of(list_days.month, null) as span;
  return (
    with flagged as (
      select extract(day from predictions.occurred_at at time zone 'UTC')::integer as day, count(*) as flagged_count
      from public.predictions
      where predictions.dataset_id = of_dataset and predictions.is_flagged and predictions.is_served
        and predictions.occurred_at >= opens and predictions.occurred_at < closes
      group by 1
    ),
    fraud as (
      select extract(day from transactions.occurred_at at time zone 'UTC')::integer as day, count(*) as fraud_count,
             count(*) filter (where not predictions.is_flagged) as missed_count
      from public.transactions
      left join public.predictions
        on predictions.transaction_id = transactions.id and predictions.occurred_at = transactions.occurred_at
       and predictions.is_served
       and predictions.occurred_at >= opens and predictions.occurred_at < closes
      where transactions.dataset_id = of_dataset and transactions.is_fraud
        and transactions.occurred_at >= opens and transactions.occurred_at < closes
      group by 1
    )
    select jsonb_agg(jsonb_build_object(
      'day', day,
      'flaggedCount', coalesce(flagged_count, 0),
      'fraudCount', coalesce(fraud_count, 0),
      'missedCount', coalesce(missed_count, 0)
    ) order by day)
    from generate_series(1, extract(day from closes at time zone 'UTC' - interval '1 day')::integer) as day
    left join flagged using (day)
    left join fraud using (day)
  );
end
$$;
comment on function public.list_days is 'Per day of a month (UTC): what was flagged, what is known to be fraud, and how much of it was missed.';

revoke execute on function
  private.standing_outcome, private.label_of, private.flagged_rows_sql, private.flagged_row_sql, private.span_of, private.dataset_id
from public, anon;
grant execute on function
  private.standing_outcome, private.label_of, private.flagged_rows_sql, private.flagged_row_sql, private.span_of, private.dataset_id
to authenticated;
revoke execute on function
  public.list_flagged_transactions, public.export_flagged_transactions, public.list_flagged_categories, public.list_days
from public, anon;
grant execute on function
  public.list_flagged_transactions, public.export_flagged_transactions, public.list_flagged_categories, public.list_days
to authenticated;
