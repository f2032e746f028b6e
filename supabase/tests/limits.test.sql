-- How often one person may do what, and how long a statement may take.
begin;
select plan(14);
set local client_min_messages = error;
grant execute on all functions in schema extensions to anon, authenticated;

insert into auth.users (id, aud, role, email, encrypted_password, raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
values
  ('00000000-0000-4000-8000-00000000000a', 'authenticated', 'authenticated', 'one@limits.test', '', '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-00000000000b', 'authenticated', 'authenticated', 'two@limits.test', '', '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-00000000000d', 'authenticated', 'authenticated', 'none@limits.test', '', '{}', '{}', now(), now());
insert into public.user_roles (user_id, role) values
  ('00000000-0000-4000-8000-00000000000a', 'analyst'),
  ('00000000-0000-4000-8000-00000000000b', 'analyst');
insert into private.rate_limits (kind, per_second, burst) values ('tested', 0.001, 3);
update private.rate_limits set per_second = 0.001, burst = 2 where kind = 'uploads';

create function pg_temp.become(person uuid) returns void language sql as $$
  select set_config('request.jwt.claims', json_build_object('sub', person, 'role', 'authenticated')::text, true);
  select set_config('request.jwt.claim.sub', person::text, true);
  select set_config('role', 'authenticated', true);
$$;
create function pg_temp.begin_upload(digit text) returns jsonb language sql as $$
  select public.create_upload('demo', 'a.csv', 1, repeat(digit, 64), '{Time}', false, '[{"number": 0, "first_line": 2, "byte_count": 1}]')
$$;

grant execute on function pg_temp.begin_upload to authenticated;

------------------------------------------------------------------------------- the bucket
select results_eq(
  $$ select private.take_token('tested', 'somebody') = 0 from generate_series(1, 4) $$,
  array[true, true, true, false], 'a bucket of three gives three tokens'
);
select ok(private.take_token('tested', 'somebody') between 900 and 1001, 'the fourth is told how long to wait');
select is(private.take_token('tested', 'somebody else'), 0::real, 'everybody has a bucket of their own');
update private.rate_buckets set filled_at = filled_at - interval '30 minutes' where kind = 'tested' and subject = 'somebody';
select is(private.take_token('tested', 'somebody'), 0::real, 'time fills the bucket again');
update private.rate_buckets set filled_at = filled_at - interval '1 year' where kind = 'tested' and subject = 'somebody';
select is(private.take_token('tested', 'somebody'), 0::real, 'a long time fills it');
select ok((select tokens <= 2 from private.rate_buckets where subject = 'somebody'), '… and not above its size');
select is(private.take_token('never heard of', 'somebody'), 0::real, 'a kind without a limit of its own has the default');

------------------------------------------------------------------------------- an edge function asks
select results_eq(
  $$ select role::text, wait_seconds from private.admit_person('00000000-0000-4000-8000-00000000000a', 'tested') $$,
  $$ values ('analyst', 0::real) $$, 'a person with a role is let in'
);
select is_empty(
  $$ select * from private.admit_person('00000000-0000-4000-8000-00000000000d', 'tested') $$,
  'a person without a role is not'
);

------------------------------------------------------------------------------- the API
select pg_temp.become('00000000-0000-4000-8000-00000000000a');
select lives_ok($$ select pg_temp.begin_upload('1') $$, 'an upload is begun');
select lives_ok($$ select pg_temp.begin_upload('2') $$, '… and another');
select throws_ok($$ select pg_temp.begin_upload('3') $$, 'PGRST', null, 'the third in a row is refused');
reset role;
select pg_temp.become('00000000-0000-4000-8000-00000000000b');
select lives_ok($$ select pg_temp.begin_upload('4') $$, 'a colleague is not held up');
reset role;

------------------------------------------------------------------------------- time
select is(
  (select array_agg(setting order by setting) from pg_roles, unnest(rolconfig) as setting
   where rolname in ('anon', 'authenticated') and setting like 'statement_timeout=%'),
  array['statement_timeout=3s', 'statement_timeout=8s'], 'statements of the API end by themselves'
);
select * from finish();
rollback;
