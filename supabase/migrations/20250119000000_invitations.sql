-- Purpose: an admin invites people. The account itself is made by the edge function invite-person through Supabase
-- Auth; role and log entry are given here, in one transaction.
-- Risk: whoever may make links may enter as somebody else, so admins alone do, and each link is in the log before it
-- is made. Events hold the address of the invited, never what the link carries.

insert into private.rate_limits (kind, per_second, burst) values ('invite-person', 0.2, 30);

create index events_of_invitations on public.events ((payload ->> 'person')) where kind = 'person_invited';

create function private.require_admin(actor uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
  -- As set_user_role does: a role that is withdrawn meanwhile counts before or after, and not in between.
  lock table public.user_roles in share row exclusive mode;
  if not exists (
    select 1 from public.user_roles
    where user_roles.user_id = require_admin.actor and user_roles.role = 'admin'
  ) then
    raise exception 'Only admins invite people.' using errcode = '42501';
  end if;
end
$$;
comment on function private.require_admin is 'Raises 42501 unless the person is an admin now.';

create function private.record_invitation(actor uuid, person uuid, role public.app_role)
returns boolean
language plpgsql
set search_path = ''
as $$
begin
  perform private.require_admin(record_invitation.actor);
  insert into public.user_roles (user_id, role)
  values (record_invitation.person, record_invitation.role)
  on conflict (user_id) do nothing;
  if not found then
    return false;
  end if;
  insert into public.events (kind, actor, payload)
  select 'person_invited', record_invitation.actor,
         jsonb_build_object('person', users.id, 'email', users.email, 'role', record_invitation.role)
  from auth.users as users
  where users.id = record_invitation.person;
  return true;
end
$$;
comment on function private.record_invitation is 'Gives the invited person their role and says so in the log; false, and nothing is changed, when they have one already.';

create function private.record_link(actor uuid, person uuid)
returns table (email text, is_invited boolean)
language plpgsql
set search_path = ''
as $$
begin
  perform private.require_admin(record_link.actor);
  select users.email::text, users.email_confirmed_at is null into email, is_invited
  from auth.users as users
  where users.id = record_link.person and users.email is not null;
  if not found then
    return;
  end if;
  insert into public.events (kind, actor, payload)
  values (
    case when is_invited then 'invitation_renewed' else 'password_link_made' end, record_link.actor,
    jsonb_build_object('person', record_link.person, 'email', email)
  );
  return next;
end
$$;
comment on function private.record_link is 'Says in the log that an admin makes somebody a link, and whose it is: of an invitation that waits, or for a new password. No row for nobody.';

revoke execute on function private.require_admin, private.record_invitation, private.record_link
  from public, anon, authenticated;

create function public.withdraw_invitation(person uuid)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  invited_email text;
begin
  if not private.has_role('admin') then
    raise exception 'Only admins withdraw invitations.' using errcode = '42501';
  end if;
  -- Whoever accepts at this moment waits for the row, or has it first.
  delete from auth.users as users
  where users.id = withdraw_invitation.person and users.email_confirmed_at is null and users.last_sign_in_at is null
  returning users.email into invited_email;
  if not found then
    if exists (select 1 from auth.users as users where users.id = withdraw_invitation.person) then
      raise exception 'The invitation was accepted already. Withdraw the role instead.' using errcode = 'PT409';
    end if;
    raise exception 'There is no such invitation; reload the page.' using errcode = 'PT404';
  end if;
  insert into public.events (kind, actor, payload)
  values ('invitation_withdrawn', (select auth.uid()),
          jsonb_build_object('person', withdraw_invitation.person, 'email', invited_email));
end
$$;
comment on function public.withdraw_invitation is 'An admin takes back an invitation that nobody accepted: the account, its role and its link are gone.';
revoke execute on function public.withdraw_invitation from public, anon;
grant execute on function public.withdraw_invitation to authenticated;
