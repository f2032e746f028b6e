-- When new labels ask for training, and what becomes of runs that died. One transaction, rolled back.
begin;
select plan(28);
set local client_min_messages = error;
grant execute on all functions in schema extensions to anon, authenticated;
reset client_min_messages;

insert into auth.users (id, aud, role, email, encrypted_password, raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
values
  ('00000000-0000-4000-8000-0000000000c1', 'authenticated', 'authenticated', 'analyst@due.test', '', '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-0000000000c2', 'authenticated', 'authenticated', 'admin@due.test', '', '{}', '{}', now(), now());
insert into public.user_roles (user_id, role) values
  ('00000000-0000-4000-8000-0000000000c1', 'analyst'),
  ('00000000-0000-4000-8000-0000000000c2', 'admin');
insert into public.datasets (slug, title, profile, currency, settings) values
  ('due-test', 'Due test', 'ulb', 'EUR', '{"retrain_after_labels": 100, "retrain_overdue_days": 7}');
create temporary table thing as select id as dataset_id from public.datasets where slug = 'due-test';
grant select on thing to anon, authenticated;

create function pg_temp.become(person uuid) returns void language sql as $$
  select set_config('request.jwt.claims', json_build_object('sub', person, 'role', 'authenticated')::text, true);
  select set_config('request.jwt.claim.sub', person::text, true);
  select set_config('role', 'authenticated', true);
$$;
create function pg_temp.label(month date, labels bigint) returns void language sql as $$
  insert into public.monthly_transactions
    (dataset_id, month, transaction_count, amount, labelled_count, fraud_count, fraud_amount)
  select dataset_id, label.month, label.labels, 0, label.labels, 0, 0 from thing
$$;
create function pg_temp.due(is_scheduled boolean default false) returns text language sql as $$
  select private.find_due_reason((select dataset_id from thing), is_scheduled)
$$;
create function pg_temp.state_of(run bigint) returns text language sql as $$
  select state::text from public.training_runs where id = run
$$;

------------------------------------------------------------------------------- nobody, analyst
set local role anon;
select throws_ok($$ select public.training_outlook('due-test') $$, '42501', null, 'nobody looks at what is due');
reset role;
select pg_temp.become('00000000-0000-4000-8000-0000000000c1');
select throws_ok($$ select public.training_outlook('due-test') $$, '42501', null, 'nor does an analyst');
select throws_ok(
  $$ select private.request_due_training(1::smallint) $$, '42501', null, 'who does not reach the internals either');
reset role;

------------------------------------------------------------------------------- new labels
select is(pg_temp.due(), null, 'without labels nothing is due');
select is(private.request_due_training((select dataset_id from thing)), null, 'and nothing is asked for');
select lives_ok($$ select pg_temp.label('2019-01-01', 99) $$, '99 labels come');
select is(pg_temp.due(), null, 'too few ask for nothing');
select lives_ok($$ select pg_temp.label('2019-02-01', 1) $$, 'and one more');
select is(pg_temp.due(), '100 new labelled rows since the last run.', 'now a run is due');
create temporary table run as select private.request_due_training((select dataset_id from thing)) as id;
select results_eq(
  $$ select state::text, trigger, reason from public.training_runs where id = (select id from run) $$,
  $$ values ('requested', 'new-data', '100 new labelled rows since the last run.') $$, 'and is asked for, with its reason');
select is(
  private.request_due_training((select dataset_id from thing)), (select id from run), 'a second commit asks for the same run');

update public.datasets set settings = settings || '{"retrain_on_new_labels": false}' where slug = 'due-test';
select is(pg_temp.due(), null, 'an admin may turn that off');
update public.datasets set settings = settings || '{"retrain_on_new_labels": true}' where slug = 'due-test';

select is(private.claim_training_run('due-test', 'host:1'), (select id from run), 'the run begins');
select is(pg_temp.due(), null, 'what it learns from is not new any more');

------------------------------------------------------------------------------- labels that go
-- 100 labels when the run began, and 4 since.
select pg_temp.label('2019-04-01', 4);
select private.drop_months_before('2019-02-01');
select is(
  private.count_new_labels((select dataset_id from thing)), 4::bigint, 'of months that are dropped nothing is missed');
update public.training_runs set started_at = now() - interval '1 day' where id = (select id from run);
delete from public.monthly_transactions where month = '2019-04-01' and dataset_id = (select dataset_id from thing);
select private.forget_labels((select dataset_id from thing), 4, now() - interval '1 hour');
select is(
  private.count_new_labels((select dataset_id from thing)), 0::bigint, 'labels that came after the run and went are no loss to it');
select pg_temp.label('2019-01-01', 99);
update public.training_runs set labelled_count = 100 where id = (select id from run);
select is(pg_temp.due(), null, 'as before');
select is(private.count_new_labels((select dataset_id from thing)), 0::bigint, 'nothing is new');

------------------------------------------------------------------------------- the calendar
select lives_ok($$ select private.refuse_training_run((select id from run), '{"reason": "No gain."}') $$, 'the run ends');
select lives_ok($$ select pg_temp.label('2019-03-01', 5) $$, 'five more labels come');
select is(pg_temp.due(true), null, 'too few, and too soon for the schedule');
update public.training_runs set started_at = now() - interval '8 days' where id = (select id from run);
select matches(pg_temp.due(true), '^5 new labelled rows, and no run since', 'after a week the schedule takes them');

------------------------------------------------------------------------------- runs that died
create temporary table second as select private.request_due_training((select dataset_id from thing), true) as id;
select lives_ok($$ select private.claim_training_run('due-test', 'host:1') $$, 'a run begins');
update public.training_runs set heartbeat_at = now() - interval '1 hour' where id = (select id from second);
select is(private.give_up_dead_runs((select dataset_id from thing)), 1, 'it shows no life and is given up');
select is(pg_temp.state_of((select id from second)), 'failed', 'it has failed');
select results_eq(
  $$ select trigger, attempt::integer from public.training_runs
     where state = 'requested' and dataset_id = (select dataset_id from thing) $$,
  $$ values ('schedule', 2) $$, 'and another is asked for in its place');

do $$
begin
  for i in 1..2 loop
    perform private.claim_training_run('due-test', 'host:1');
    update public.training_runs set heartbeat_at = now() - interval '1 hour'
    where state = 'running' and dataset_id = (select dataset_id from thing);
    perform private.give_up_dead_runs((select dataset_id from thing));
  end loop;
end
$$;
select is(
  (select count(*) from public.training_runs where state = 'requested' and dataset_id = (select dataset_id from thing)),
  0::bigint, 'after three deaths nobody asks again');

------------------------------------------------------------------------------- admin
select pg_temp.become('00000000-0000-4000-8000-0000000000c2');
select is(
  public.training_outlook('due-test') - 'lastStartedAt' - 'dueReason',
  '{"labelledCount": 105, "newLabelCount": 0, "waiting": 0}'::jsonb, 'an admin sees how much is new');
reset role;

select * from finish();
rollback;
