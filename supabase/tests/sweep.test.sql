-- Unfinished uploads and what is swept of them, by actor.
begin;
select plan(16);
-- New functions are closed to everybody here, those of pgTAP too.
set local client_min_messages = error;
grant execute on all functions in schema extensions to anon, authenticated, service_role;

insert into auth.users (id, aud, role, email, encrypted_password, raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
values
  ('00000000-0000-4000-8000-00000000003a', 'authenticated', 'authenticated', 'owner@sweep.test', '', '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-00000000003c', 'authenticated', 'authenticated', 'admin@sweep.test', '', '{}', '{}', now(), now());
insert into public.user_roles (user_id, role) values
  ('00000000-0000-4000-8000-00000000003a', 'analyst'),
  ('00000000-0000-4000-8000-00000000003c', 'admin');
create function pg_temp.become(person text) returns void language sql as $$
  select set_config('request.jwt.claims', json_build_object('sub', person, 'role', 'authenticated')::text, true);
  select set_config('request.jwt.claim.sub', person, true);
  select set_config('role', 'authenticated', true);
$$;

-- One upload each: its name is its state, its age and the age of its part, in hours.
create temporary table begun (name text primary key, id uuid);
grant select on begun to service_role;
create function pg_temp.begin_upload(wanted text, state public.upload_state, hours integer, part_hours integer) returns void language plpgsql as $$
declare
  upload_id uuid;
begin
  insert into public.uploads (dataset_id, uploaded_by, file_name, file_bytes, content_hash, column_names, has_labels, part_count, state, created_at, updated_at)
  values (1, '00000000-0000-4000-8000-00000000003a', wanted, 10, encode(sha256(wanted::bytea), 'hex'), '{a}', false, 1, state,
          now() - hours * interval '1 hour', now() - hours * interval '1 hour')
  returning id into upload_id;
  insert into public.upload_parts (upload_id, number, first_line, byte_count, storage_path) values (upload_id, 0, 2, 10, 'x');
  insert into private.staged_transactions (upload_id, part_number, line, occurred_at, fingerprint, amount, features)
  values (upload_id, 0, 2, now(), gen_random_uuid(), 1, '{1}');
  insert into public.rejected_rows values (upload_id, 0, 3, 'a', 'b', 'not_a_number', 'A sentence.');
  insert into storage.objects (bucket_id, name, created_at, updated_at)
  values ('uploads', '00000000-0000-4000-8000-00000000003a/' || upload_id || '/00000.csv',
          now() - part_hours * interval '1 hour', now() - part_hours * interval '1 hour');
  insert into begun values (wanted, upload_id);
end
$$;
create function pg_temp.id(wanted text) returns uuid language sql as $$ select id from begun where name = wanted $$;
create function pg_temp.state(wanted text) returns text language sql as $$ select state::text from public.uploads where id = pg_temp.id(wanted) $$;

select pg_temp.begin_upload('abandoned', 'receiving', 25, 25);
select pg_temp.begin_upload('undecided', 'ready', 25, 25);
select pg_temp.begin_upload('yesterday', 'receiving', 23, 23);
select pg_temp.begin_upload('still sending', 'receiving', 25, 1);
select pg_temp.begin_upload('committed', 'committed', 100, 100);
select pg_temp.begin_upload('discarded', 'discarded', 1, 1);

------------------------------------------------------------------------------- people
set local role anon;
select throws_ok('select public.sweep_uploads()', '42501', null, 'nobody sweeps without a sign-in');
reset role;
select pg_temp.become('00000000-0000-4000-8000-00000000003a');
select throws_ok('select public.sweep_uploads()', '42501', null, 'an analyst does not sweep');
reset role;
select pg_temp.become('00000000-0000-4000-8000-00000000003c');
select throws_ok('select public.sweep_uploads()', '42501', null, 'nor does an admin');
reset role;

------------------------------------------------------------------------------- the service
create temporary table swept (answer jsonb);
grant all on swept to service_role;
set local role service_role;
insert into swept select public.sweep_uploads();
reset role;
select is(answer ->> 'sweptCount', '2', 'the service sweeps what was abandoned') from swept;
select is(pg_temp.state('abandoned'), 'discarded', 'a day after its last part');
select is(pg_temp.state('undecided'), 'discarded', 'also when only the decision was missing');
select is(pg_temp.state('yesterday'), 'receiving', 'not earlier');
select is(pg_temp.state('still sending'), 'receiving', 'not while parts arrive');
select is(pg_temp.state('committed'), 'committed', 'never what is committed');
select is_empty(
  $$ select 1 from private.staged_transactions where upload_id = pg_temp.id('abandoned')
     union all select 1 from public.upload_parts where upload_id = pg_temp.id('abandoned')
     union all select 1 from public.rejected_rows where upload_id = pg_temp.id('abandoned') $$,
  'nothing that was staged is left');
select results_eq(
  $$ select payload ->> 'fileName' from public.events where kind = 'upload_swept' and actor is null order by 1 $$,
  $$ values ('abandoned'), ('undecided') $$, 'each sweep is logged');
select ok(answer -> 'paths' ? format('00000000-0000-4000-8000-00000000003a/%s/00000.csv', pg_temp.id('abandoned')),
  'its objects are to be removed') from swept;
select ok(answer -> 'paths' ? format('00000000-0000-4000-8000-00000000003a/%s/00000.csv', pg_temp.id('discarded')),
  'and those of a discarded upload at once') from swept;
select ok(not answer -> 'paths' ? format('00000000-0000-4000-8000-00000000003a/%s/00000.csv', pg_temp.id('committed')),
  'the parts of a committed upload stay: they are the original file') from swept;
set local role service_role;
select is(public.sweep_uploads() ->> 'sweptCount', '0', 'a second sweep finds nothing');
reset role;
insert into storage.objects (bucket_id, name, created_at) values ('uploads', '00000000-0000-4000-8000-00000000003a/stray', now() - interval '25 hours');
select ok('00000000-0000-4000-8000-00000000003a/stray' in (select private.parts_to_remove()), 'what belongs to no upload goes as well');

select * from finish();
rollback;
