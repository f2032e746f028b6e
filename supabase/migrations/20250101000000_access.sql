-- Purpose: who may do what. Roles live in a table, so that a withdrawn role counts at once.
-- Risk: default privileges are narrowed here; every later object needs its own explicit grants.

create schema if not exists private;
comment on schema private is 'Internals that the Data API does not expose: staging, keys, security-definer functions.';
create schema if not exists partitions;
comment on schema partitions is 'Month partitions of transactions and predictions; reached only through their parents.';

revoke all on schema private, partitions from public;
grant usage on schema private to authenticated, service_role;

alter default privileges in schema public revoke all on tables from anon, authenticated;
alter default privileges in schema public revoke all on sequences from anon, authenticated;
alter default privileges in schema public revoke all on functions from anon, authenticated;
alter default privileges revoke execute on functions from public;

create type public.app_role as enum ('analyst', 'admin');
comment on type public.app_role is 'analyst: reads predictions, uploads files, reviews. admin: all of that, and models, runs, settings.';

create table public.user_roles (
  user_id uuid primary key references auth.users (id) on delete cascade,
  role public.app_role not null,
  created_at timestamptz not null default now()
);
comment on table public.user_roles is 'The role of each person. A person without a row here may sign in but sees nothing.';

revoke all on public.user_roles from anon, authenticated;
grant select on public.user_roles to authenticated;
alter table public.user_roles enable row level security;
alter table public.user_roles force row level security;

create function private.has_role(required public.app_role)
returns boolean
language sql
stable
security definer
set search_path = ''
as $$
  select exists (
    select 1
    from public.user_roles
    where user_id = (select auth.uid())
      and (role = required or role = 'admin')
  )
$$;
comment on function private.has_role is 'True when the caller holds the role now; admin includes analyst.';
revoke execute on function private.has_role from public, anon;
grant execute on function private.has_role to authenticated;

create policy "People see their own role"
  on public.user_roles for select to authenticated
  using (user_id = (select auth.uid()));

create policy "Admins see every role"
  on public.user_roles for select to authenticated
  using ((select private.has_role('admin')));

create function public.my_session()
returns table (user_id uuid, email text, role public.app_role)
language sql
stable
security definer
set search_path = ''
as $$
  select users.id, users.email::text, user_roles.role
  from auth.users as users
  left join public.user_roles on user_roles.user_id = users.id
  where users.id = (select auth.uid())
$$;
comment on function public.my_session is 'The signed-in person with their present role (null when withdrawn); no row when nobody is signed in.';
revoke execute on function public.my_session from public, anon;
grant execute on function public.my_session to authenticated;
