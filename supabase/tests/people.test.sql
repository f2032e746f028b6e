-- Who gives roles, and that what was said and what happened stays.
begin;
select plan(29);
set local client_min_messages = error;
grant execute on all functions in schema extensions to anon, authenticated, service_role;

insert into auth.users (id, aud, role, email, encrypted_password, raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
values
  ('00000000-0000-4000-8000-00000000000a', 'authenticated', 'authenticated', 'analyst@people.test', '', '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-00000000000c', 'authenticated', 'authenticated', 'admin@people.test', '', '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-00000000000d', 'authenticated', 'authenticated', 'new@people.test', '', '{}', '{}', now(), now());
delete from public.user_roles;
insert into public.user_roles (user_id, role) values
  ('00000000-0000-4000-8000-00000000000a', 'analyst'),
  ('00000000-0000-4000-8000-00000000000c', 'admin');
create temporary table thing as select id as dataset_id from public.datasets where slug = 'demo';
select private.ensure_month_partitions(array['2019-01-01'::date]);
insert into public.transactions (dataset_id, occurred_at, fingerprint, amount, features)
select dataset_id, '2019-01-05', '00000000-0000-4000-8000-0000000000a1', 10, '{1}' from thing;
insert into public.reviews (dataset_id, transaction_id, occurred_at, outcome, reviewed_by)
select dataset_id, id, occurred_at, 'fraud', '00000000-0000-4000-8000-00000000000a'
from public.transactions where fingerprint = '00000000-0000-4000-8000-0000000000a1';
insert into public.events (kind, actor) values ('people_tested', '00000000-0000-4000-8000-00000000000d');

create function pg_temp.become(person uuid) returns void language sql as $$
  select set_config('request.jwt.claims', json_build_object('sub', person, 'role', 'authenticated')::text, true);
  select set_config('request.jwt.claim.sub', person::text, true);
  select set_config('role', 'authenticated', true);
$$;

------------------------------------------------------------------------------- an analyst
select pg_temp.become('00000000-0000-4000-8000-00000000000a');
select throws_ok('select public.list_people()', '42501', null, 'analyst: does not see who there is');
select throws_ok($$ select public.set_user_role('00000000-0000-4000-8000-00000000000a', 'admin') $$, '42501', null, 'analyst: does not become an admin');
select throws_ok($$ select public.set_user_role('00000000-0000-4000-8000-00000000000c', null) $$, '42501', null, 'analyst: withdraws nobody');
select is(private.has_role('analyst'), true, 'analyst: is one');
reset role;

------------------------------------------------------------------------------- an admin
select pg_temp.become('00000000-0000-4000-8000-00000000000c');
select is(
  (select jsonb_agg(person ->> 'role' order by person ->> 'email') from jsonb_array_elements(public.list_people()) as person
   where person ->> 'email' like '%@people.test'),
  '["admin", "analyst", null]', 'admin: sees everybody with their role'
);
select lives_ok($$ select public.set_user_role('00000000-0000-4000-8000-00000000000d', 'analyst') $$, 'admin: gives a role');
select lives_ok($$ select public.set_user_role('00000000-0000-4000-8000-00000000000a', null) $$, 'admin: withdraws one');
select throws_ok($$ select public.set_user_role('00000000-0000-4000-8000-00000000000c', 'analyst') $$, 'PT409', null, 'admin: the last one stays one');
select throws_ok($$ select public.set_user_role('00000000-0000-4000-8000-00000000000c', null) $$, 'PT409', null, 'admin: … and is not withdrawn');
select throws_ok($$ select public.set_user_role('00000000-0000-4000-8000-0000000000ff', 'admin') $$, 'PT404', null, 'admin: a stranger gets no role');
select results_eq(
  $$ select payload ->> 'from', payload ->> 'to' from public.events where kind = 'role_changed' order by id $$,
  $$ values (null, 'analyst'), ('analyst', null) $$, 'admin: both changes are in the log'
);
select public.set_user_role('00000000-0000-4000-8000-00000000000d', 'admin');
select throws_ok($$ select public.set_user_role('00000000-0000-4000-8000-00000000000c', 'analyst') $$, 'PT409', 'Nobody withdraws their own admin role: ask another admin.', 'admin: one of two does not step down');
select throws_ok($$ select public.set_user_role('00000000-0000-4000-8000-00000000000c', null) $$, 'PT409', 'Nobody withdraws their own admin role: ask another admin.', 'admin: … nor withdraws their own role');
select lives_ok($$ select public.set_user_role('00000000-0000-4000-8000-00000000000c', 'admin') $$, 'admin: may keep what they are');
select lives_ok($$ select public.set_user_role('00000000-0000-4000-8000-00000000000d', 'analyst') $$, 'admin: withdraws another admin');
reset role;

------------------------------------------------------------------------------- the withdrawn one, with the same token
select pg_temp.become('00000000-0000-4000-8000-00000000000a');
select is(private.has_role('analyst'), false, 'withdrawn: the role is gone at once');
select is_empty('select 1 from public.datasets', 'withdrawn: nothing is seen any more');
select throws_ok($$ select public.record_review(1, '2019-01-05', 'fraud') $$, '42501', null, 'withdrawn: nothing is reviewed any more');
reset role;
select pg_temp.become('00000000-0000-4000-8000-00000000000d');
select is(private.has_role('analyst'), true, 'newly given: counts at once');
reset role;

------------------------------------------------------------------------------- append-only, for the service and the owner too
set local role service_role;
select throws_ok('delete from public.reviews', '42501', null, 'service: deletes no review');
select throws_ok('update public.reviews set note = ''x''', '42501', null, 'service: changes no review');
select throws_ok('delete from public.events', '42501', null, 'service: deletes no event');
reset role;
select throws_ok('update public.reviews set note = ''x''', '42501', null, 'owner: changes no review');
select throws_ok('delete from public.reviews', '42501', null, 'owner: deletes no review');
select throws_ok('truncate public.reviews', '42501', null, 'owner: does not empty reviews');
select throws_ok('truncate public.events', '42501', null, 'owner: does not empty events');
select lives_ok($$ delete from public.transactions where fingerprint = '00000000-0000-4000-8000-0000000000a1' $$, 'a transaction with reviews can be removed');
select is((select count(*) from public.reviews where reviewed_by = '00000000-0000-4000-8000-00000000000a'), 0::bigint, 'and takes its reviews along');
select lives_ok($$ delete from auth.users where id = '00000000-0000-4000-8000-00000000000d' $$, 'a person can be removed; their events stay, unnamed');
select * from finish();
rollback;
