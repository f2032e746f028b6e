-- Who watches the service, and how the log is filtered. One transaction, rolled back.
begin;
select plan(23);
-- New functions are closed to everybody here, those of pgTAP too.
set local client_min_messages = error;
grant execute on all functions in schema extensions to anon, authenticated;
reset client_min_messages;

insert into auth.users (id, aud, role, email, encrypted_password, raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
values
  ('00000000-0000-4000-8000-000000000e01', 'authenticated', 'authenticated', 'analyst@monitoring.test', '', '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-000000000e02', 'authenticated', 'authenticated', 'admin@monitoring.test', '', '{}', '{}', now(), now());
insert into public.user_roles (user_id, role) values
  ('00000000-0000-4000-8000-000000000e01', 'analyst'),
  ('00000000-0000-4000-8000-000000000e02', 'admin');
insert into public.datasets (slug, title, profile, currency, settings)
values ('monitoring-test', 'Monitoring test', 'ulb', 'EUR', '{"retrain_overdue_days": 9}');
create temporary table thing as select id as dataset_id from public.datasets where slug = 'monitoring-test';
grant select on thing to anon, authenticated;
insert into public.events (kind, dataset_id, actor, created_at)
select kind, thing.dataset_id, actor, at
from thing, (values
  ('upload_committed', '00000000-0000-4000-8000-000000000e01'::uuid, '2019-01-05 00:00Z'::timestamptz),
  ('upload_committed', '00000000-0000-4000-8000-000000000e02', '2019-01-05 23:59:59.999Z'),
  ('model_promoted', '00000000-0000-4000-8000-000000000e02', '2019-01-06 00:00Z'),
  ('training_failed', null, '2019-01-07 12:00Z')
) as happened (kind, actor, at);
insert into public.training_runs (dataset_id, trigger, state, finished_at, error)
select dataset_id, 'manual', state::public.run_state, finished, error
from thing, (values ('refused', '2019-01-02'::timestamptz, null), ('failed', '2019-01-07', 'It broke.')) as run (state, finished, error);
insert into public.monthly_transactions (dataset_id, month, transaction_count, amount, labelled_count, fraud_count, fraud_amount)
select dataset_id, month, 100, 1, labelled, 0, 0
from thing, (values ('2019-01-01'::date, 100), ('2019-02-01', 49)) as months (month, labelled);

select private.record_function_calls('monitor-things', 3, 1, 0, 90, 50);
select private.record_function_calls('monitor-things', 1, 0, 1, 10, 10);

create function pg_temp.become(person uuid) returns void language sql as $$
  select set_config('request.jwt.claims', json_build_object('sub', person, 'role', 'authenticated')::text, true);
  select set_config('request.jwt.claim.sub', person::text, true);
  select set_config('role', 'authenticated', true);
$$;
create function pg_temp.kinds(page jsonb) returns text language sql as $$
  select string_agg(row ->> 'kind', ' ' order by position)
  from jsonb_array_elements(page -> 'rows') with ordinality as rows (row, position)
$$;
grant execute on function pg_temp.kinds to authenticated;

------------------------------------------------------------------------------- nobody
set local role anon;
select throws_ok($$ select public.monitoring_overview('monitoring-test') $$, '42501', null, 'nobody watches the service');
select throws_ok($$ select public.list_events() $$, '42501', null, 'nobody reads the log');
select throws_ok($$ select * from public.function_calls $$, '42501', null, 'nobody sees calls');
reset role;

------------------------------------------------------------------------------- analyst
select pg_temp.become('00000000-0000-4000-8000-000000000e01');
select throws_ok($$ select public.monitoring_overview('monitoring-test') $$, '42501', null, 'an analyst does not watch the service');
select throws_ok($$ select public.list_events() $$, '42501', null, 'an analyst does not read the log');
select is((select count(*) from public.function_calls), 0::bigint, 'an analyst sees no calls');
select throws_ok($$ select private.record_function_calls('x', 1, 0, 0, 1, 1) $$, '42501', null, 'nor adds any');
reset role;

------------------------------------------------------------------------------- admin: freshness and calls
select pg_temp.become('00000000-0000-4000-8000-000000000e02');
create temporary table seen as select public.monitoring_overview('monitoring-test') as page;
select is(public.monitoring_overview('no-such'), null, 'there is no such dataset');
select is((select page ->> 'newestMonth' from seen), '2019-02', 'the newest month');
select is((select page ->> 'newestLabelledMonth' from seen), '2019-01', 'the newest month that has most of its labels');
select is((select page -> 'lastFinishedRun' ->> 'state' from seen), 'refused', 'a refusal is a finished run');
select is((select page -> 'lastRun' ->> 'error' from seen), 'It broke.', 'the newest run failed');
select is((select (page ->> 'overdueAfterDays')::integer from seen), 9, 'the dataset says when a run is overdue');
select is(
  (select call from seen, jsonb_array_elements(page -> 'calls') as call where call ->> 'functionName' = 'monitor-things'),
  '{"functionName": "monitor-things", "callCount": 4, "refusedCount": 1, "failedCount": 1, "meanMs": 25, "slowestMs": 50}'::jsonb,
  'calls of an hour add up');
select is(
  (select jsonb_build_array(jsonb_array_length(page -> 'callDays'), page -> 'callDays' -> 6 ->> 'day')
   from seen),
  jsonb_build_array(7, to_char(now() at time zone 'UTC', 'YYYY-MM-DD')), 'the last seven days each have their figures, the last one is today');
select is(
  (select (page -> 'callDays' -> 6) - 'day' from seen),
  '{"callCount": 4, "refusedCount": 1, "failedCount": 1, "meanMs": 25}'::jsonb, 'calls of a day add up over functions');
select is(
  (select (page -> 'callDays' -> 0) - 'day' from seen),
  '{"callCount": 0, "refusedCount": 0, "failedCount": 0, "meanMs": null}'::jsonb, 'a day without calls has no mean');

------------------------------------------------------------------------------- admin: the log
select is(
  pg_temp.kinds(public.list_events('monitoring-test')), 'training_failed model_promoted upload_committed upload_committed',
  'newest first');
select is(
  pg_temp.kinds(public.list_events('monitoring-test', since => '2019-01-05', until => '2019-01-05')),
  'upload_committed upload_committed', 'a day, both ends included');
select is(
  pg_temp.kinds(public.list_events('monitoring-test', of_kind => 'upload_committed', of_actor => 'analyst@monitoring.test')),
  'upload_committed', 'by kind and person');
select is(
  pg_temp.kinds(public.list_events('monitoring-test', of_actor => 'service')), 'training_failed', 'what nobody did');
select is(
  public.list_events('monitoring-test', of_kind => 'model_promoted') -> 'kinds',
  '[{"kind": "model_promoted", "count": 1}, {"kind": "training_failed", "count": 1}, {"kind": "upload_committed", "count": 2}]'::jsonb,
  'the kinds to choose from do not depend on the chosen one');
select is(
  (select public.list_events('monitoring-test', page_size => 1, page_offset => 1) - 'kinds' - 'actors')
    #- '{rows,0,id}' #- '{rows,0,createdAt}',
  '{"total": 4, "rows": [{"kind": "model_promoted", "dataset": "monitoring-test", "actor": "admin@monitoring.test", "payload": {}}]}'::jsonb,
  'a page of the log with the total');
reset role;
select * from finish();
rollback;
