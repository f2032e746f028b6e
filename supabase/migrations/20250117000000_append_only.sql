-- Purpose: what was said and what happened stays: events and reviews are only ever added, through the API and in SQL.
-- Internals get the same forced row-level security as public tables.
-- Risk: none to data. Removing a transaction still takes its reviews along, by a trigger, and removing a person unnames
-- their events, by a foreign key: both come from inside another statement (trigger depth above 0).

drop trigger events_are_append_only on public.events;
create trigger events_are_append_only
  before update or delete on public.events
  for each statement when (pg_trigger_depth() = 0) execute function private.refuse_change();
create trigger events_are_not_emptied
  before truncate on public.events
  for each statement execute function private.refuse_change();

create trigger reviews_are_append_only
  before update or delete on public.reviews
  for each statement when (pg_trigger_depth() = 0) execute function private.refuse_change();
create trigger reviews_are_not_emptied
  before truncate on public.reviews
  for each statement execute function private.refuse_change();

revoke update, delete, truncate on public.events, public.reviews from service_role;

alter table private.keys force row level security;
alter table private.staged_transactions force row level security;
alter table private.staged_card_states force row level security;
