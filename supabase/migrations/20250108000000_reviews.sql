-- Purpose: people's judgement of single transactions. Append-only; the newest one is the label.
-- Risk: a review changes the label and so the month's roll-up, in one transaction. There is no foreign key to the
-- transaction: making a month's partition would lock this table until the commit that needs it has ended, and nobody
-- could review meanwhile. record_review holds the transaction, and a trigger takes its reviews along.

create type public.review_outcome as enum ('fraud', 'legitimate', 'unsure');
comment on type public.review_outcome is 'unsure leaves the label as it is.';

create table public.reviews (
  id bigint generated always as identity primary key,
  dataset_id smallint not null references public.datasets (id),
  transaction_id bigint not null,
  occurred_at timestamptz not null,
  outcome public.review_outcome not null,
  note text check (length(note) <= 2000),
  was_fraud boolean,
  was_source public.label_source,
  undoes bigint unique references public.reviews (id),
  reviewed_by uuid not null default auth.uid() references auth.users (id),
  created_at timestamptz not null default now()
);
comment on table public.reviews is 'Who said what about a transaction, and when. Rows are only ever added.';
comment on column public.reviews.was_fraud is 'The label before this review, with its source; what undoing it brings back.';
comment on column public.reviews.undoes is 'The review that this one takes back; its outcome is unsure and counts as none.';
create index reviews_by_transaction on public.reviews (transaction_id, occurred_at, id desc);

revoke all on public.reviews from anon, authenticated;
grant select on public.reviews to authenticated;
alter table public.reviews enable row level security;
alter table public.reviews force row level security;

create function private.remove_reviews()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  delete from public.reviews using removed
  where reviews.transaction_id = removed.id and reviews.occurred_at = removed.occurred_at;
  return null;
end
$$;
comment on function private.remove_reviews is 'Trigger: transactions that are removed take their reviews along.';
revoke execute on function private.remove_reviews from public, anon, authenticated;
create trigger transactions_take_reviews_along after delete on public.transactions
  referencing old table as removed
  for each statement execute function private.remove_reviews();

create policy "Analysts see reviews"
  on public.reviews for select to authenticated
  using ((select private.has_role('analyst')));

create function public.record_review(
  transaction_id bigint,
  occurred_at timestamptz,
  outcome public.review_outcome,
  note text default null
)
returns bigint
language plpgsql
security definer
set search_path = ''
as $$
declare
  reviewed public.transactions;
  labelled public.transactions;
  review_id bigint;
begin
  if not private.has_role('analyst') then
    raise exception 'Only analysts and admins review transactions.' using errcode = '42501';
  end if;

  select transactions.* into reviewed
  from public.transactions
  where transactions.id = record_review.transaction_id
    and transactions.occurred_at = record_review.occurred_at
  for update;
  if not found then
    raise exception 'There is no such transaction; reload the page.' using errcode = 'PT404';
  end if;

  insert into public.reviews (
    dataset_id, transaction_id, occurred_at, outcome, note, was_fraud, was_source, reviewed_by
  )
  values (reviewed.dataset_id, record_review.transaction_id, record_review.occurred_at, record_review.outcome,
          nullif(btrim(record_review.note), ''), reviewed.is_fraud, reviewed.label_source, (select auth.uid()))
  returning id into review_id;

  if record_review.outcome <> 'unsure' then
    update public.transactions
    set is_fraud = record_review.outcome = 'fraud',
        label_source = 'review',
        labelled_at = now(),
        labelled_by = (select auth.uid())
    where transactions.id = record_review.transaction_id
      and transactions.occurred_at = record_review.occurred_at
    returning transactions.* into labelled;
    perform private.count_label(labelled, reviewed.is_fraud);
  end if;
  return review_id;
end
$$;
comment on function public.record_review is 'Adds a review, makes it the label unless unsure, and counts it in the month. Returns the review''s id.';
revoke execute on function public.record_review from public, anon;
grant execute on function public.record_review to authenticated;
