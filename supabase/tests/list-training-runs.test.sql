-- The pages of training runs. One transaction, rolled back.
begin;
select plan(10);
set local client_min_messages = error;
grant execute on all functions in schema extensions to anon, authenticated;
reset client_min_messages;

insert into auth.users (id, aud, role, email, encrypted_password, raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
values
  ('00000000-0000-4000-8000-0000000000f1', 'authenticated', 'authenticated', 'analyst@runs.test', '', '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-0000000000f2', 'authenticated', 'authenticated', 'admin@runs.test', '', '{}', '{}', now(), now());
insert into public.user_roles (user_id, role) values
  ('00000000-0000-4000-8000-0000000000f1', 'analyst'),
  ('00000000-0000-4000-8000-0000000000f2', 'admin');
insert into public.datasets (slug, title, profile, currency) values
  ('runs-test', 'Runs test', 'ulb', 'EUR'), ('runs-other', 'Another', 'ulb', 'EUR');
-- Seven runs, each third of them refused, beside one of another dataset.
insert into public.training_runs (dataset_id, trigger, state, reason, requested_by)
select (select id from public.datasets where slug = 'runs-test'), 'manual',
       (case when number % 3 = 0 then 'refused' else 'succeeded' end)::public.run_state, 'number ' || number,
       '00000000-0000-4000-8000-0000000000f2'
from generate_series(1, 7) as number order by number;
insert into public.training_runs (dataset_id, trigger, state)
select id, 'manual', 'failed' from public.datasets where slug = 'runs-other';
insert into public.candidates (run_id, family, hyperparameters, metrics, learning_curve, duration_ms, is_selected)
select id, 'gradient-boosting', '{}', '{}', '[]', 1, true from public.training_runs where reason = 'number 7';
create temporary table second_run as select id from public.training_runs where reason = 'number 2';
grant select on second_run to authenticated;

create function pg_temp.become(person uuid) returns void language sql as $$
  select set_config('request.jwt.claims', json_build_object('sub', person, 'role', 'authenticated')::text, true);
  select set_config('request.jwt.claim.sub', person::text, true);
  select set_config('role', 'authenticated', true);
$$;
create function pg_temp.reasons(page jsonb) returns text language sql as $$
  select string_agg(run ->> 'reason', ', ') from jsonb_array_elements(page -> 'runs') as run
$$;
grant execute on function pg_temp.reasons to authenticated;

------------------------------------------------------------------------------- nobody
set local role anon;
select throws_ok($$ select public.list_training_runs('runs-test') $$, '42501', null, 'nobody sees runs');
reset role;

------------------------------------------------------------------------------- analyst
select pg_temp.become('00000000-0000-4000-8000-0000000000f1');
select throws_ok($$ select public.list_training_runs('runs-test') $$, '42501', 'Only admins see training runs.', 'an analyst sees no runs');
reset role;

------------------------------------------------------------------------------- admin
select pg_temp.become('00000000-0000-4000-8000-0000000000f2');
select is(public.list_training_runs('no-such'), null, 'an unknown dataset has none');
select is(
  pg_temp.reasons(public.list_training_runs('runs-test', page_size => 3)), 'number 7, number 6, number 5',
  'the newest come first');
select is(
  pg_temp.reasons(public.list_training_runs('runs-test', page_size => 3, page_offset => 6)), 'number 1',
  'the last page holds what is left');
select is(
  public.list_training_runs('runs-test', page_size => 3) - 'runs' - 'dataset',
  '{"offset": 0, "total": 7, "states": {"succeeded": 5, "refused": 2}}'::jsonb,
  'every page says how many there are of each state');
select is(
  (select jsonb_build_array(pg_temp.reasons(page), page -> 'total') from public.list_training_runs('runs-test', of_state => 'refused') as page),
  '["number 6, number 3", 2]'::jsonb, 'one state alone');
select is(
  (select jsonb_build_array(pg_temp.reasons(page), page -> 'offset')
   from public.list_training_runs('runs-test', with_run => (select id from second_run), page_size => 3) as page),
  '["number 4, number 3, number 2", 3]'::jsonb, 'a link to a run leads to the page that holds it');
select is(
  pg_temp.reasons(public.list_training_runs('runs-test', with_run => 0, page_size => 7)), 'number 7, number 6, number 5, number 4, number 3, number 2, number 1',
  'a link to a run that is gone leads to a page that exists');
select is(
  (select jsonb_build_array(run -> 'requestedBy', run #> '{candidates,0,isSelected}')
   from jsonb_array_elements(public.list_training_runs('runs-test', page_size => 1) -> 'runs') as run),
  '["admin@runs.test", true]'::jsonb, 'a run says who asked for it and what it tried');
reset role;

select * from finish();
rollback;
