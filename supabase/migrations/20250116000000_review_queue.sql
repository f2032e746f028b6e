-- Purpose: working through what was flagged, riskiest first: who looks at what right now, and taking a review back.
-- Risk: a claim is a courtesy, not a lock. It ends by itself, anybody may take it over knowingly, and reviews never ask
-- for one.

create table public.review_claims (
  transaction_id bigint primary key,
  occurred_at timestamptz not null,
  dataset_id smallint not null references public.datasets (id),
  claimed_by uuid not null references auth.users (id) on delete cascade,
  claimed_at timestamptz not null default now(),
  expires_at timestamptz not null,
  unique (dataset_id, claimed_by)
);
comment on table public.review_claims is 'Who is looking at which transaction of the review queue; one per person and dataset, gone when it expires or the review is recorded.';

revoke all on public.review_claims from anon, authenticated;
grant select on public.review_claims to authenticated;
alter table public.review_claims enable row level security;
alter table public.review_claims force row level security;

create policy "Analysts see who is looking at what"
  on public.review_claims for select to authenticated
  using ((select private.has_role('analyst')));

create index reviews_by_day on public.reviews (dataset_id, created_at);

create function private.end_review_claims()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  delete from public.review_claims using added where review_claims.transaction_id = added.transaction_id;
  return null;
end
$$;
comment on function private.end_review_claims is 'Trigger: what was reviewed is free again.';
revoke execute on function private.end_review_claims from public, anon, authenticated;
create trigger reviews_end_claims after insert on public.reviews
  referencing new table as added
  for each statement execute function private.end_review_claims();

create function private.list_claims(of_dataset smallint)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'transactionId', review_claims.transaction_id,
    'by', private.person_name(review_claims.claimed_by),
    'isOwn', review_claims.claimed_by = (select auth.uid()),
    'since', review_claims.claimed_at
  ) order by review_claims.claimed_at), '[]')
  from public.review_claims
  where review_claims.dataset_id = list_claims.of_dataset and review_claims.expires_at > now()
$$;
comment on function private.list_claims is 'Everybody''s running claims of a dataset, the caller''s own included.';
revoke execute on function private.list_claims from public, anon;
grant execute on function private.list_claims to authenticated;

create function public.claim_review(transaction_id bigint, occurred_at timestamptz, take_over boolean default false)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  of_dataset smallint;
  caller constant uuid := (select auth.uid());
begin
  if not private.has_role('analyst') then
    raise exception 'Only analysts and admins review transactions.' using errcode = '42501';
  end if;
  select transactions.dataset_id into of_dataset
  from public.transactions
  where transactions.id = claim_review.transaction_id and transactions.occurred_at = claim_review.occurred_at;
  if not found then
    raise exception 'There is no such transaction; reload the page.' using errcode = 'PT404';
  end if;

  -- One person's claims follow one another; two people meet at the primary key below.
  perform pg_advisory_xact_lock(hashtextextended('review_claims ' || caller::text, of_dataset));
  delete from public.review_claims
  where review_claims.dataset_id = of_dataset and review_claims.claimed_by = caller
    and review_claims.transaction_id <> claim_review.transaction_id;
  insert into public.review_claims as held (transaction_id, occurred_at, dataset_id, claimed_by, expires_at)
  values (claim_review.transaction_id, claim_review.occurred_at, of_dataset, caller, now() + interval '2 minutes')
  on conflict on constraint review_claims_pkey do update
  set claimed_by = caller,
      claimed_at = case when held.claimed_by = caller then held.claimed_at else now() end,
      expires_at = excluded.expires_at
  where held.claimed_by = caller or held.expires_at <= now() or claim_review.take_over;
  return private.list_claims(of_dataset);
end
$$;
comment on function public.claim_review is 'Says that the caller is looking at a transaction, for two minutes; call it again to stay. Leaves it to whoever is there already unless take_over. Returns all running claims of its dataset.';

create function public.review_queue(dataset_slug text, page_size integer default 25)
returns jsonb
language plpgsql
stable
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
declare
  of public.datasets;
  wanted date;
  waiting bigint := 0;
  items jsonb := '[]';
begin
  select datasets.* into of from public.datasets where datasets.slug = review_queue.dataset_slug;
  if not found then
    return null;
  end if;

  -- The roll-ups know which months hold flags without a label, so that settled months are never read.
  for wanted in
    select monthly_predictions.month
    from public.monthly_predictions
    where monthly_predictions.dataset_id = of.id
    group by monthly_predictions.month
    having sum(flagged_count - true_positive_count - false_positive_count) > 0
  loop
    items := (
      with open as (
        select transactions.id, transactions.occurred_at, transactions.amount, transactions.merchant,
               transactions.category, transactions.place, transactions.card_last4,
               predictions.fraud_score, predictions.threshold, predictions.reasons
        from public.predictions
        join public.transactions
          on transactions.id = predictions.transaction_id and transactions.occurred_at = predictions.occurred_at
         and transactions.occurred_at >= wanted::timestamp at time zone 'UTC'
         and transactions.occurred_at < (wanted + interval '1 month') at time zone 'UTC'
        where predictions.dataset_id = of.id and predictions.is_flagged and predictions.is_served
          and predictions.occurred_at >= wanted::timestamp at time zone 'UTC'
          and predictions.occurred_at < (wanted + interval '1 month') at time zone 'UTC'
          and transactions.is_fraud is null
          and not private.is_reviewed(transactions.id, transactions.occurred_at)
        order by predictions.fraud_score desc, transactions.amount desc, transactions.id
        limit least(greatest(review_queue.page_size, 1), 100)
      )
      select items || coalesce(jsonb_agg(jsonb_build_object(
        'id', open.id,
        'occurredAt', open.occurred_at,
        'month', to_char(wanted, 'YYYY-MM'),
        'amount', open.amount,
        'merchant', open.merchant,
        'category', open.category,
        'place', open.place,
        'cardLast4', open.card_last4,
        'fraudScore', open.fraud_score,
        'threshold', open.threshold,
        'reasons', coalesce(open.reasons, '[]')
      )), '[]')
      from open
    );
    waiting := waiting + (
      select sum(flagged_count - true_positive_count - false_positive_count)
      from public.monthly_predictions
      where monthly_predictions.dataset_id = of.id and monthly_predictions.month = wanted
    );
  end loop;

  return jsonb_build_object(
    'dataset', private.dataset_summary(of),
    'waitingCount', waiting,
    'items', coalesce((
      select jsonb_agg(best.item order by best.position)
      from (
        select item, row_number() over (
          order by (item ->> 'fraudScore')::real desc, (item ->> 'amount')::numeric desc, (item ->> 'id')::bigint
        ) as position
        from jsonb_array_elements(items) as item
      ) as best
      where best.position <= least(greatest(review_queue.page_size, 1), 100)
    ), '[]'),
    'claims', private.list_claims(of.id),
    'today', private.reviews_today(of.id)
  );
end
$$;
comment on function public.review_queue is 'What was flagged and is neither labelled nor reviewed, riskiest first; how many flags wait for a label, who looks at what, and what was done today (UTC). Null for an unknown dataset.';

create function private.is_reviewed(of_transaction bigint, at timestamptz)
returns boolean
language sql
stable
set search_path = ''
as $$
  select exists (
    select 1 from public.reviews
    where reviews.transaction_id = is_reviewed.of_transaction and reviews.occurred_at = is_reviewed.at
      and reviews.undoes is null
      and not exists (select 1 from public.reviews as undo where undo.undoes = reviews.id)
  )
$$;
comment on function private.is_reviewed is 'Whether a person''s word about a transaction stands; a review that was taken back does not.';
revoke execute on function private.is_reviewed from public, anon;
grant execute on function private.is_reviewed to authenticated;

create function private.reviews_today(of_dataset smallint)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'fraud', count(*) filter (where reviews.outcome = 'fraud'),
    'legitimate', count(*) filter (where reviews.outcome = 'legitimate'),
    'unsure', count(*) filter (where reviews.outcome = 'unsure'),
    'own', count(*) filter (where reviews.reviewed_by = (select auth.uid()))
  )
  from public.reviews
  where reviews.dataset_id = reviews_today.of_dataset
    and reviews.created_at >= date_trunc('day', now() at time zone 'UTC') at time zone 'UTC'
    and reviews.undoes is null
    and not exists (select 1 from public.reviews as undo where undo.undoes = reviews.id)
$$;
comment on function private.reviews_today is 'What was reviewed since midnight (UTC), by outcome, and how much of it by the caller; reviews that were taken back do not count.';
revoke execute on function private.reviews_today from public, anon;
grant execute on function private.reviews_today to authenticated;

create function public.undo_review(review_id bigint)
returns bigint
language plpgsql
security definer
set search_path = ''
as $$
declare
  mistaken public.reviews;
  reviewed public.transactions;
  labelled public.transactions;
  undo_id bigint;
  was_fraud boolean;
begin
  if not private.has_role('analyst') then
    raise exception 'Only analysts and admins review transactions.' using errcode = '42501';
  end if;
  select reviews.* into mistaken from public.reviews
  where reviews.id = undo_review.review_id and reviews.reviewed_by = (select auth.uid());
  if not found then
    raise exception 'This is no review of yours; reload the page.' using errcode = 'PT404';
  end if;
  select transactions.* into reviewed from public.transactions
  where transactions.id = mistaken.transaction_id and transactions.occurred_at = mistaken.occurred_at
  for update;
  if mistaken.undoes is not null or mistaken.id <> (
    select max(reviews.id) from public.reviews
    where reviews.transaction_id = mistaken.transaction_id and reviews.occurred_at = mistaken.occurred_at
  ) then
    raise exception 'Something was said about this transaction since; record a review instead of taking one back.'
      using errcode = 'PT409';
  end if;

  insert into public.reviews (dataset_id, transaction_id, occurred_at, outcome, was_fraud, was_source, undoes, reviewed_by)
  select mistaken.dataset_id, mistaken.transaction_id, mistaken.occurred_at, 'unsure',
         transactions.is_fraud, transactions.label_source, mistaken.id, (select auth.uid())
  from public.transactions
  where transactions.id = mistaken.transaction_id and transactions.occurred_at = mistaken.occurred_at
  returning id into undo_id;

  -- A file may have brought another label meanwhile; only what the review itself said is taken back.
  if mistaken.outcome <> 'unsure' then
    if mistaken.was_source <> 'file' or private.is_labelled_by_file(reviewed) then
      was_fraud := mistaken.was_fraud;
    end if;
    update public.transactions
    set is_fraud = was_fraud,
        label_source = case when was_fraud is null then null else mistaken.was_source end,
        labelled_at = case when was_fraud is null then null else transactions.labelled_at end,
        labelled_by = null
    where transactions.id = mistaken.transaction_id and transactions.occurred_at = mistaken.occurred_at
      and transactions.label_source = 'review'
    returning transactions.* into labelled;
    if found then
      perform private.count_label(labelled, reviewed.is_fraud);
    end if;
  end if;
  return undo_id;
end
$$;
comment on function public.undo_review is 'Takes the caller''s newest review of a transaction back: adds a review that says so and brings the label of before back. Returns its id.';

revoke execute on function public.claim_review, public.review_queue, public.undo_review from public, anon;
grant execute on function public.claim_review, public.review_queue, public.undo_review to authenticated;
