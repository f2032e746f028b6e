-- Purpose: how often one person may do what: a bucket of tokens per person and kind of work, filled again as time
-- passes. Edge functions ask once per call, together with the person's role; statements that add uploads, reviews and
-- training runs ask through triggers.
-- Risk: the bucket's row is locked until the transaction ends, so a kind's statements of one person follow one another.
-- Buckets are unlogged: after a crash of the database everybody starts with a full one.

create table private.rate_limits (
  kind text primary key,
  per_second real not null check (per_second > 0),
  burst real not null check (burst >= 1)
);
comment on table private.rate_limits is 'What a person may do per second in the long run, and at once (burst), by kind. Far above what the app itself does.';
insert into private.rate_limits (kind, per_second, burst) values
  ('default', 10, 60),
  ('ingest-upload', 50, 300),
  ('commit-upload', 5, 300),
  ('uploads', 5, 300),
  ('reviews', 10, 120),
  ('training_runs', 0.1, 20);

create unlogged table private.rate_buckets (
  kind text not null,
  subject text not null,
  tokens real not null,
  filled_at timestamptz not null,
  primary key (kind, subject)
);
comment on table private.rate_buckets is 'Tokens that a person (or key) had left when they last took one.';
alter table private.rate_buckets set (fillfactor = 50);

revoke all on private.rate_limits, private.rate_buckets from public, anon, authenticated;
alter table private.rate_limits enable row level security;
alter table private.rate_limits force row level security;
alter table private.rate_buckets enable row level security;
alter table private.rate_buckets force row level security;

create function private.take_token(kind text, subject text)
returns real
language plpgsql
set search_path = ''
as $$
declare
  allowed private.rate_limits;
  present timestamptz := clock_timestamp();
  left_over real;
begin
  select * into allowed from private.rate_limits
  where rate_limits.kind in (take_token.kind, 'default')
  order by rate_limits.kind = 'default'
  limit 1;
  insert into private.rate_buckets as bucket (kind, subject, tokens, filled_at)
  values (take_token.kind, take_token.subject, allowed.burst - 1, present)
  on conflict on constraint rate_buckets_pkey do update
  set tokens = least(allowed.burst, bucket.tokens + allowed.per_second * extract(epoch from greatest(present - bucket.filled_at, '0'))) - 1,
      filled_at = greatest(present, bucket.filled_at)
  where bucket.tokens + allowed.per_second * extract(epoch from greatest(present - bucket.filled_at, '0')) >= 1
  returning bucket.tokens into left_over;
  if found then
    return 0;
  end if;
  return (
    select greatest(1 - bucket.tokens - allowed.per_second * extract(epoch from present - bucket.filled_at), 0) / allowed.per_second
    from private.rate_buckets as bucket
    where bucket.kind = take_token.kind and bucket.subject = take_token.subject
  );
end
$$;
comment on function private.take_token is 'Takes a token of a kind for a person or key: 0 when there was one, else the seconds until there is.';
revoke execute on function private.take_token from public, anon, authenticated;

create function private.admit_person(person uuid, kind text)
returns table (role public.app_role, wait_seconds real)
language sql
set search_path = ''
as $$
  select user_roles.role, private.take_token(admit_person.kind, person::text)
  from public.user_roles
  where user_roles.user_id = person
$$;
comment on function private.admit_person is 'For edge functions, in one call: the person''s role now (no row when there is none) and how long they must wait before this kind of work.';
revoke execute on function private.admit_person from public, anon, authenticated;

create function private.limit_rate()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  person uuid := (select auth.uid());
  wait integer;
begin
  -- Nobody signed in: the trainer, an edge function or an administrator in SQL.
  if person is null then
    return null;
  end if;
  wait := ceil(private.take_token(tg_table_name, person::text));
  if wait > 0 then
    raise sqlstate 'PGRST' using
      message = json_build_object(
        'code', 'rate_limited',
        'message', format('Too many requests. Wait %s s, then try again.', wait),
        'details', json_build_object('retryAfterSeconds', wait)::text,
        'hint', null
      )::text,
      detail = json_build_object('status', 429, 'headers', json_build_object('Retry-After', wait::text))::text;
  end if;
  return null;
end
$$;
comment on function private.limit_rate is 'Trigger: one token of the kind named like the table for each statement of a signed-in person; else 429 with Retry-After.';
revoke execute on function private.limit_rate from public, anon, authenticated;

create trigger uploads_have_a_rate before insert on public.uploads
  for each statement execute function private.limit_rate();
create trigger reviews_have_a_rate before insert on public.reviews
  for each statement execute function private.limit_rate();
create trigger training_runs_have_a_rate before insert on public.training_runs
  for each statement execute function private.limit_rate();

-- As a hosted project has them; written down, so that every project has them.
alter role anon set statement_timeout = '3s';
alter role authenticated set statement_timeout = '8s';
