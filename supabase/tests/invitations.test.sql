-- Who invites, what is written down about it, and what is left of an invitation that was withdrawn.
begin;
select plan(25);
set local client_min_messages = error;
grant execute on all functions in schema extensions to anon, authenticated, service_role;

insert into auth.users (id, aud, role, email, email_confirmed_at, raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
values
  ('00000000-0000-4000-8000-00000000000a', 'authenticated', 'authenticated', 'analyst@invite.test', now(), '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-00000000000c', 'authenticated', 'authenticated', 'admin@invite.test', now(), '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-00000000000d', 'authenticated', 'authenticated', 'new@invite.test', null, '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-00000000000e', 'authenticated', 'authenticated', 'half@invite.test', null, '{}', '{}', now(), now());
insert into public.user_roles (user_id, role) values
  ('00000000-0000-4000-8000-00000000000a', 'analyst'),
  ('00000000-0000-4000-8000-00000000000c', 'admin');

create function pg_temp.become(person uuid) returns void language sql as $$
  select set_config('request.jwt.claims', json_build_object('sub', person, 'role', 'authenticated')::text, true);
  select set_config('request.jwt.claim.sub', person::text, true);
  select set_config('role', 'authenticated', true);
$$;
create function pg_temp.invitation_of(address text) returns jsonb language sql as $$
  select person -> 'invitation' from jsonb_array_elements(public.list_people()) as person where person ->> 'email' = address
$$;
grant execute on function pg_temp.invitation_of to authenticated;

------------------------------------------------------------------------------- the edge function, on behalf of an admin
select throws_ok(
  $$ select private.record_invitation('00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000d', 'admin') $$,
  '42501', null, 'function: nobody is invited on behalf of an analyst');
select throws_ok(
  $$ select private.record_invitation(null, '00000000-0000-4000-8000-00000000000d', 'admin') $$,
  '42501', null, 'function: nor on behalf of nobody');
select is_empty(
  $$ select 1 from public.user_roles where user_id = '00000000-0000-4000-8000-00000000000d' $$, 'function: … and no role was given');
select is(
  private.record_invitation('00000000-0000-4000-8000-00000000000c', '00000000-0000-4000-8000-00000000000d', 'analyst'),
  true, 'function: on behalf of an admin the role is given');
select results_eq(
  $$ select role::text from public.user_roles where user_id = '00000000-0000-4000-8000-00000000000d' $$,
  $$ values ('analyst') $$, 'function: it is the one that was asked for');
select results_eq(
  $$ select actor, payload from public.events where kind = 'person_invited' order by id desc limit 1 $$,
  $$ values ('00000000-0000-4000-8000-00000000000c'::uuid,
     '{"person": "00000000-0000-4000-8000-00000000000d", "email": "new@invite.test", "role": "analyst"}'::jsonb) $$,
  'function: the log says who invited whom as what, and nothing else');
select is(
  private.record_invitation('00000000-0000-4000-8000-00000000000c', '00000000-0000-4000-8000-00000000000d', 'admin'),
  false, 'function: who has a role keeps it');
select is(
  (select count(*)::integer from public.events where kind = 'person_invited' and payload ->> 'email' = 'new@invite.test'),
  1, 'function: … and the log does not say it twice');
select throws_ok(
  $$ select * from private.record_link('00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000c') $$,
  '42501', null, 'function: no link on behalf of an analyst');
select results_eq(
  $$ select * from private.record_link('00000000-0000-4000-8000-00000000000c', '00000000-0000-4000-8000-00000000000d') $$,
  $$ values ('new@invite.test', true) $$, 'function: the link of somebody who has not accepted invites again');
select results_eq(
  $$ select * from private.record_link('00000000-0000-4000-8000-00000000000c', '00000000-0000-4000-8000-00000000000a') $$,
  $$ values ('analyst@invite.test', false) $$, 'function: of somebody who has it is for a password');
select is_empty(
  $$ select * from private.record_link('00000000-0000-4000-8000-00000000000c', '00000000-0000-4000-8000-0000000000ff') $$,
  'function: of nobody there is none');
select results_eq(
  $$ select kind from public.events where kind in ('invitation_renewed', 'password_link_made') and payload ->> 'email' like '%@invite.test' order by id $$,
  $$ values ('invitation_renewed'), ('password_link_made') $$, 'function: both links are in the log');

------------------------------------------------------------------------------- an analyst
select pg_temp.become('00000000-0000-4000-8000-00000000000a');
select throws_ok($$ select public.withdraw_invitation('00000000-0000-4000-8000-00000000000d') $$, '42501', null, 'analyst: withdraws no invitation');
select throws_ok(
  $$ select private.record_invitation('00000000-0000-4000-8000-00000000000c', '00000000-0000-4000-8000-00000000000e', 'admin') $$,
  '42501', null, 'analyst: does not invite in an admin''s name');
select throws_ok(
  $$ select * from private.record_link('00000000-0000-4000-8000-00000000000c', '00000000-0000-4000-8000-00000000000c') $$,
  '42501', null, 'analyst: nor makes links in it');
reset role;

------------------------------------------------------------------------------- an admin
select pg_temp.become('00000000-0000-4000-8000-00000000000c');
select is(pg_temp.invitation_of('new@invite.test') ->> 'invitedBy', 'admin@invite.test', 'admin: sees who invited');
select isnt(pg_temp.invitation_of('new@invite.test') ->> 'sentAt', null, 'admin: … and when');
select is(pg_temp.invitation_of('analyst@invite.test'), 'null', 'admin: who joined has no invitation');
select lives_ok($$ select public.withdraw_invitation('00000000-0000-4000-8000-00000000000d') $$, 'admin: withdraws one');
select lives_ok($$ select public.withdraw_invitation('00000000-0000-4000-8000-00000000000e') $$, 'admin: also a half-made one without a role');
select throws_ok($$ select public.withdraw_invitation('00000000-0000-4000-8000-00000000000a') $$, 'PT409', null, 'admin: not of somebody who joined');
select throws_ok($$ select public.withdraw_invitation('00000000-0000-4000-8000-00000000000d') $$, 'PT404', null, 'admin: not twice');
reset role;
select is_empty(
  $$ select 1 from auth.users left join public.user_roles on user_id = id where id in ('00000000-0000-4000-8000-00000000000d', '00000000-0000-4000-8000-00000000000e') $$,
  'the account and its role are gone');
select results_eq(
  $$ select payload ->> 'email' from public.events where kind = 'invitation_withdrawn' and payload ->> 'email' like '%@invite.test' order by id $$,
  $$ values ('new@invite.test'), ('half@invite.test') $$, 'the log still knows whose invitations were withdrawn');
select * from finish();
rollback;
