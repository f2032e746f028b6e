-- Purpose: old months go as a whole, by dropping their partitions: rows, predictions, reviews, roll-ups, and what is
-- remembered of cards that no kept month knows.
-- Risk: months of every dataset go together, because a partition holds the month of all. There is no way back but the
-- backup. Models that learned from those months stay. Commits wait meanwhile; readers only while partitions are dropped.

create function private.lock_months()
returns void
language plpgsql
set search_path = ''
as $$
declare
  before constant text := current_setting('lock_timeout');
begin
  -- Some take the two tables in one order, some in the other. Who waits shorter than it takes to find a deadlock
  -- (deadlock_timeout, 1 s) and then lets go of both keeps nobody waiting for good.
  loop
    begin
      set local lock_timeout = '200ms';
      lock table public.transactions, public.predictions in access exclusive mode;
      perform set_config('lock_timeout', before, true);
      return;
    exception when lock_not_available then
      perform pg_sleep(0.05);
    end;
  end loop;
end
$$;
comment on function private.lock_months is 'Keeps everybody from transactions and predictions until the transaction ends; tries again until it gets both.';
revoke execute on function private.lock_months from public, anon, authenticated;

create function private.drop_months_before(cutoff date)
returns date[]
language plpgsql
set search_path = ''
as $$
declare
  old record;
  month date;
  dropped date[] := '{}';
begin
  -- Commits hold their dataset. Uploads that are being staged have read what goes now: they notice the new revision.
  perform 1 from public.datasets order by datasets.id for no key update;
  update public.datasets set card_revision = card_revision + 1;
  delete from public.card_states
  where not exists (
    select 1 from public.transactions
    where transactions.dataset_id = card_states.dataset_id and transactions.card_hash = card_states.card_hash
      and transactions.occurred_at >= cutoff::timestamp at time zone 'UTC'
  );

  perform private.lock_months();
  for old in
    select classes.relname as partition, to_date(right(classes.relname, 7), 'YYYY_MM') as month
    from pg_catalog.pg_class as classes
    where classes.relnamespace = 'partitions'::regnamespace and classes.relkind = 'r'
      and classes.relname ~ '^(transactions|predictions)_[0-9]{4}_[0-9]{2}$'
      and to_date(right(classes.relname, 7), 'YYYY_MM') < cutoff
    order by 2, 1
  loop
    month := old.month;
    if old.partition like 'transactions%' then
      -- A trigger takes the reviews along.
      delete from public.transactions
      where transactions.occurred_at >= month::timestamp at time zone 'UTC'
        and transactions.occurred_at < (month + interval '1 month') at time zone 'UTC'
        and exists (
          select 1 from public.reviews
          where reviews.transaction_id = transactions.id and reviews.occurred_at = transactions.occurred_at
        );
      dropped := dropped || month;
    end if;
    execute format('alter table public.%I detach partition partitions.%I',
                   case when old.partition like 'transactions%' then 'transactions' else 'predictions' end, old.partition);
    execute format('drop table partitions.%I', old.partition);
  end loop;

  perform private.forget_labels(gone.dataset_id, sum(gone.labelled_count)::bigint, '-infinity')
  from public.monthly_transactions as gone
  where gone.month < cutoff
  group by gone.dataset_id;
  delete from public.monthly_transactions where monthly_transactions.month < cutoff;
  delete from public.monthly_predictions where monthly_predictions.month < cutoff;
  delete from public.monthly_comparisons where monthly_comparisons.month < cutoff;
  delete from public.feature_histograms where feature_histograms.month < cutoff;
  delete from public.label_conflicts where label_conflicts.occurred_at < cutoff::timestamp at time zone 'UTC';
  delete from private.added_labels where added_labels.occurred_at < cutoff::timestamp at time zone 'UTC';
  delete from private.replaced_card_states as replaced
  using public.uploads
  where uploads.id = replaced.upload_id and uploads.months <> '{}'
    and (select max(kept) from unnest(uploads.months) as kept) < cutoff;
  return dropped;
end
$$;
comment on function private.drop_months_before is 'Drops every month before the given one, of all datasets, with all that hangs on it; returns the months.';
revoke execute on function private.drop_months_before from public, anon, authenticated;

create function public.drop_months_before(cutoff date, reason text)
returns jsonb
language plpgsql
security definer
set search_path = ''
-- The Data API takes this limit for the whole call, instead of the role's 8 s.
set statement_timeout = '60s'
as $$
declare
  stated text := private.require_admin_with_reason(drop_months_before.reason);
  dropped date[];
begin
  if cutoff is null or cutoff <> date_trunc('month', cutoff)::date or cutoff > date_trunc('month', now() - interval '1 month')::date then
    raise exception 'Give the first day of a month that lies at least one whole month back.' using errcode = 'PT422';
  end if;
  dropped := private.drop_months_before(cutoff);
  insert into public.events (kind, actor, payload)
  values ('months_dropped', (select auth.uid()),
          jsonb_build_object('cutoff', cutoff, 'months', to_jsonb(dropped), 'reason', stated));
  return to_jsonb(dropped);
end
$$;
comment on function public.drop_months_before is 'An admin drops every month before the given one, of all datasets, with a reason; returns the months. There is no way back but the backup.';
revoke execute on function public.drop_months_before from public, anon;
grant execute on function public.drop_months_before to authenticated;
