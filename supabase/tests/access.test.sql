-- Who may read and write what, tried as each actor. Every statement runs inside one transaction that is rolled back.
begin;
select plan(45);
-- New functions are closed to everybody here, those of pgTAP too.
set local client_min_messages = error;
grant execute on all functions in schema extensions to anon, authenticated;
reset client_min_messages;

-- The cast: Pinky (analyst), a second analyst, Brain (admin), somebody whose role was withdrawn, and nobody.
insert into auth.users (id, aud, role, email, encrypted_password, raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
values
  ('00000000-0000-4000-8000-00000000000a', 'authenticated', 'authenticated', 'analyst@access.test', '', '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-00000000000b', 'authenticated', 'authenticated', 'other@access.test', '', '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-00000000000c', 'authenticated', 'authenticated', 'admin@access.test', '', '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-00000000000d', 'authenticated', 'authenticated', 'withdrawn@access.test', '', '{}', '{}', now(), now());
insert into public.user_roles (user_id, role) values
  ('00000000-0000-4000-8000-00000000000a', 'analyst'),
  ('00000000-0000-4000-8000-00000000000b', 'analyst'),
  ('00000000-0000-4000-8000-00000000000c', 'admin');

-- One row of everything that carries rights.
insert into public.datasets (slug, title, profile, currency) values ('access-test', 'Access test', 'sparkov', 'USD');
create temporary table thing as select id as dataset_id from public.datasets where slug = 'access-test';
grant select on thing to anon, authenticated;
insert into public.uploads (id, dataset_id, uploaded_by, file_name, file_bytes, content_hash, column_names, has_labels, part_count)
select '00000000-0000-4000-8000-0000000000f1', dataset_id, '00000000-0000-4000-8000-00000000000a', 'a.csv', 1,
       repeat('a', 64), '{Time}', false, 1 from thing;
insert into public.upload_parts (upload_id, number, first_line, byte_count, storage_path)
values ('00000000-0000-4000-8000-0000000000f1', 0, 2, 1, 'x');
insert into public.rejected_rows (upload_id, part_number, line, column_name, value, code, message)
values ('00000000-0000-4000-8000-0000000000f1', 0, 2, 'Amount', 'x', 'not_a_number', 'Not a number.');
insert into public.training_runs (dataset_id, trigger) select dataset_id, 'manual' from thing;
insert into public.events (kind, dataset_id) select 'access_tested', dataset_id from thing;
select private.ensure_month_partitions(array['2019-01-01'::date]);
insert into public.transactions (dataset_id, occurred_at, fingerprint, amount, features)
select dataset_id, '2019-01-05', '00000000-0000-4000-8000-000000000001', 10, '{1}' from thing;
insert into public.monthly_transactions (dataset_id, month, transaction_count, amount, labelled_count, fraud_count, fraud_amount)
select dataset_id, '2019-01-01', 1, 10, 0, 0, 0 from thing;

create function pg_temp.become(person uuid) returns void language sql as $$
  select set_config('request.jwt.claims', json_build_object('sub', person, 'role', 'authenticated')::text, true);
  select set_config('request.jwt.claim.sub', person::text, true);
  select set_config('role', 'authenticated', true);
$$;

------------------------------------------------------------------------------- the catalogue
select is_empty(
  $$ select relname from pg_class join pg_namespace on pg_namespace.oid = relnamespace
     where nspname in ('public', 'private', 'partitions') and relkind in ('r', 'p') and not relrowsecurity $$,
  'every table has row-level security'
);
select is_empty(
  $$ select relname from pg_class join pg_namespace on pg_namespace.oid = relnamespace
     where nspname = 'public' and relkind in ('r', 'p') and not relforcerowsecurity $$,
  'row-level security of public tables is forced'
);
select is_empty(
  $$ select table_schema, table_name, grantee, privilege_type from information_schema.role_table_grants
     where table_schema in ('public', 'private', 'partitions') and grantee in ('anon', 'PUBLIC') $$,
  'nobody without a sign-in holds a right on any table'
);
select is_empty(
  $$ select table_name, privilege_type from information_schema.role_table_grants
     where table_schema in ('private', 'partitions') and grantee = 'authenticated' $$,
  'signed-in people hold no right on internals or partitions'
);
select is_empty(
  $$ select table_name, privilege_type from information_schema.role_table_grants
     where table_schema = 'public' and grantee = 'authenticated' and privilege_type <> 'SELECT' $$,
  'signed-in people write to no table directly'
);
select is_empty(
  $$ select proname from pg_proc join pg_namespace on pg_namespace.oid = pronamespace
     where nspname in ('public', 'private') and prosecdef
       and not coalesce(proconfig, '{}') && array['search_path=""', 'search_path='] $$,
  'security-definer functions have an empty search path'
);
select is_empty(
  $$ select proname from pg_proc join pg_namespace on pg_namespace.oid = pronamespace
     where nspname = 'private' and provolatile = 'v' and has_function_privilege('authenticated', pg_proc.oid, 'execute') $$,
  'signed-in people call no internal function that could write'
);
select is_empty(
  $$ select proname from pg_proc join pg_namespace on pg_namespace.oid = pronamespace
     where nspname = 'public' and proname <> 'service_health'
       and not exists (select 1 from pg_depend where pg_depend.objid = pg_proc.oid and pg_depend.deptype = 'e')
       and pg_proc.prorettype <> 'event_trigger'::regtype
       and has_function_privilege('anon', pg_proc.oid, 'execute') $$,
  'nobody without a sign-in calls any function but the health check'
);
select is_empty(
  $$ select 1 from public.predictions left join public.transactions
       on transactions.id = predictions.transaction_id and transactions.occurred_at = predictions.occurred_at
     where transactions.id is null $$,
  'every prediction has its transaction'
);

------------------------------------------------------------------------------- nobody signed in
set local role anon;
select throws_ok('select * from public.transactions', '42501', null, 'anonymous: no transactions');
select throws_ok('select * from public.predictions', '42501', null, 'anonymous: no predictions');
select throws_ok('select * from public.datasets', '42501', null, 'anonymous: no datasets');
select throws_ok('select * from public.uploads', '42501', null, 'anonymous: no uploads');
select throws_ok('select * from public.user_roles', '42501', null, 'anonymous: no roles');
select throws_ok('select * from public.events', '42501', null, 'anonymous: no events');
select throws_ok('select * from private.keys', '42501', null, 'anonymous: no keys');
select throws_ok('select public.my_session()', '42501', null, 'anonymous: no session');
select lives_ok('select public.service_health()', 'anonymous: the health check answers');
reset role;

------------------------------------------------------------------------------- an analyst
select pg_temp.become('00000000-0000-4000-8000-00000000000a');
select results_eq('select role::text from public.my_session()', array['analyst'], 'analyst: knows the own role');
select results_eq('select count(*)::int from public.user_roles', array[1], 'analyst: sees the own role only');
select isnt_empty('select 1 from public.datasets where slug = ''access-test''', 'analyst: sees datasets');
select isnt_empty('select 1 from public.transactions where dataset_id = (select dataset_id from thing)', 'analyst: sees transactions');
select isnt_empty('select 1 from public.monthly_transactions where dataset_id = (select dataset_id from thing)', 'analyst: sees months');
select results_eq('select count(*)::int from public.uploads where file_name = ''a.csv''', array[1], 'analyst: sees the own upload');
select isnt_empty('select 1 from public.rejected_rows where upload_id = ''00000000-0000-4000-8000-0000000000f1''', 'analyst: sees its rejected rows');
select is_empty('select 1 from public.training_runs', 'analyst: sees no training runs');
select is_empty('select 1 from public.model_versions', 'analyst: sees no model versions');
select is_empty('select 1 from public.events', 'analyst: sees no events');
select throws_ok('select * from public.card_states', '42501', null, 'analyst: no card states');
select throws_ok('select * from private.staged_transactions', '42501', null, 'analyst: no staged rows');
select throws_ok('select * from private.keys', '42501', null, 'analyst: no keys');
select throws_ok('select * from partitions.transactions_2019_01', '42501', null, 'analyst: no partition behind the policies');
select throws_ok('insert into public.user_roles values (''00000000-0000-4000-8000-00000000000d'', ''admin'')', '42501', null, 'analyst: gives nobody a role');
select throws_ok('update public.user_roles set role = ''admin''', '42501', null, 'analyst: does not promote oneself');
select throws_ok('update public.transactions set is_fraud = true', '42501', null, 'analyst: labels nothing directly');
select throws_ok('delete from public.events', '42501', null, 'analyst: deletes no event');
reset role;

------------------------------------------------------------------------------- another analyst
select pg_temp.become('00000000-0000-4000-8000-00000000000b');
select is_empty('select 1 from public.uploads where file_name = ''a.csv''', 'other analyst: does not see another''s upload');
select is_empty('select 1 from public.rejected_rows where upload_id = ''00000000-0000-4000-8000-0000000000f1''', 'other analyst: nor its rejected rows');
reset role;

------------------------------------------------------------------------------- somebody whose role was withdrawn
select pg_temp.become('00000000-0000-4000-8000-00000000000d');
select is_empty('select 1 from public.transactions', 'withdrawn: a valid token alone shows no transaction');
select is_empty('select 1 from public.datasets', 'withdrawn: nor a dataset');
reset role;

------------------------------------------------------------------------------- an admin
select pg_temp.become('00000000-0000-4000-8000-00000000000c');
select isnt_empty('select 1 from public.uploads where file_name = ''a.csv''', 'admin: sees every upload');
select isnt_empty('select 1 from public.training_runs where dataset_id = (select dataset_id from thing)', 'admin: sees training runs');
select isnt_empty('select 1 from public.events where kind = ''access_tested''', 'admin: sees events');
select throws_ok('update public.events set kind = ''changed''', '42501', null, 'admin: changes no event');
reset role;

------------------------------------------------------------------------------- the owner of the tables
select throws_ok('delete from public.events', '42501', null, 'owner: even the owner deletes no event');

select * from finish();
rollback;
