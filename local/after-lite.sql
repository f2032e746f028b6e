-- Runs after lite has made its own auth and storage schemas, and puts right where they differ from a
-- hosted project. Safe to run again: it runs on every start.

-- A hosted project reads either form of the claims, so that SQL tests may set only `request.jwt.claims`.
create or replace function auth.uid() returns uuid language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.sub', true), ''),
    (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')
  )::uuid
$$;
create or replace function auth.role() returns text language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.role', true), ''),
    (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role')
  )::text
$$;
create or replace function auth.email() returns text language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.email', true), ''),
    (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email')
  )::text
$$;
create or replace function auth.jwt() returns jsonb language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')
  )::jsonb
$$;

-- The API roles reach storage through row-level security, and never the tables of auth.
grant all on all tables in schema storage to anon, authenticated, service_role;
revoke all on all tables in schema auth from anon, authenticated;

-- What links of invitations and recoveries carry, as a hash: whoever reads this table holds no link.
create table if not exists local_stack.link_tokens (
  user_id uuid not null references auth.users (id) on delete cascade,
  kind text not null check (kind in ('invite', 'recovery')),
  stored_hash text not null unique,
  created_at timestamptz not null default now(),
  primary key (user_id, kind)
);

-- A change of the schema tells the Data API to look again, as on a hosted project. Temporary tables are
-- nobody's business.
create or replace function local_stack.announce_change() returns event_trigger
language plpgsql as $$
begin
  if exists (
    select from pg_event_trigger_ddl_commands() where schema_name is distinct from 'pg_temp'
  ) then
    notify pgrst, 'reload schema';
  end if;
end
$$;
create or replace function local_stack.announce_drop() returns event_trigger
language plpgsql as $$
begin
  if exists (select from pg_event_trigger_dropped_objects() where not is_temporary) then
    notify pgrst, 'reload schema';
  end if;
end
$$;
drop event trigger if exists local_stack_ddl_end;
create event trigger local_stack_ddl_end on ddl_command_end
  execute function local_stack.announce_change();
drop event trigger if exists local_stack_drop;
create event trigger local_stack_drop on sql_drop
  execute function local_stack.announce_drop();
