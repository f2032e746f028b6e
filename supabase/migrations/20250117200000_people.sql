-- Purpose: an admin sees who there is and gives or withdraws roles. Accounts come by invitation, because sign-up is
-- closed.
-- Risk: nobody may be locked out, so the last admin stays one, and no admin withdraws their own role.

create function public.list_people()
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  if not private.has_role('admin') then
    raise exception 'Only admins see who may use the desk.' using errcode = '42501';
  end if;
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', users.id,
      'email', users.email,
      'role', user_roles.role,
      'addedAt', users.created_at,
      'lastSignInAt', users.last_sign_in_at,
      'invitation', case when users.email_confirmed_at is null and users.last_sign_in_at is null then
        jsonb_build_object('sentAt', coalesce(users.invited_at, users.created_at), 'invitedBy', inviter.email)
      end
    ) order by users.email), '[]')
    from auth.users as users
    left join public.user_roles on user_roles.user_id = users.id
    left join lateral (
      select admins.email
      from public.events
      join auth.users as admins on admins.id = events.actor
      where users.email_confirmed_at is null
        and events.kind = 'person_invited' and events.payload ->> 'person' = users.id::text
      order by events.id desc
      limit 1
    ) as inviter on true
  );
end
$$;
comment on function public.list_people is 'Everybody who may sign in or was invited to, with role (null: none), last sign-in, and the invitation while it waits. Admins only.';

create function public.set_user_role(person uuid, new_role public.app_role)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  email text;
  old_role public.app_role;
begin
  if not private.has_role('admin') then
    raise exception 'Only admins give and withdraw roles.' using errcode = '42501';
  end if;
  -- One change of roles at a time: two admins who withdraw each other leave one of them.
  lock table public.user_roles in share row exclusive mode;
  select users.email into email from auth.users as users where users.id = set_user_role.person;
  if not found then
    raise exception 'There is no such person; reload the page.' using errcode = 'PT404';
  end if;
  select user_roles.role into old_role from public.user_roles where user_roles.user_id = set_user_role.person;
  if old_role = 'admin' and new_role is distinct from 'admin' and not exists (
    select 1 from public.user_roles where user_roles.role = 'admin' and user_roles.user_id <> set_user_role.person
  ) then
    raise exception 'This is the last admin: make somebody else an admin first.' using errcode = 'PT409';
  end if;
  if old_role = 'admin' and new_role is distinct from 'admin' and set_user_role.person = (select auth.uid()) then
    raise exception 'Nobody withdraws their own admin role: ask another admin.' using errcode = 'PT409';
  end if;
  if new_role is null then
    delete from public.user_roles where user_roles.user_id = set_user_role.person;
  else
    insert into public.user_roles (user_id, role) values (set_user_role.person, new_role)
    on conflict (user_id) do update set role = excluded.role;
  end if;
  if old_role is distinct from new_role then
    insert into public.events (kind, actor, payload)
    values ('role_changed', (select auth.uid()),
            jsonb_build_object('person', set_user_role.person, 'from', old_role, 'to', new_role));
  end if;
end
$$;
comment on function public.set_user_role is 'An admin gives somebody a role, or withdraws it with null. Counts at once: every check asks the table.';

revoke execute on function public.list_people, public.set_user_role from public, anon;
grant execute on function public.list_people, public.set_user_role to authenticated;
