-- Drift: bins, what is counted into them and when, and who may see it. One transaction, rolled back.
begin;
select plan(28);
-- New functions are closed to everybody here, those of pgTAP too.
set local client_min_messages = error;
grant execute on all functions in schema extensions to anon, authenticated;
reset client_min_messages;

insert into auth.users (id, aud, role, email, encrypted_password, raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
values
  ('00000000-0000-4000-8000-0000000000d1', 'authenticated', 'authenticated', 'analyst@drift.test', '', '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-0000000000d2', 'authenticated', 'authenticated', 'admin@drift.test', '', '{}', '{}', now(), now());
insert into public.user_roles (user_id, role) values
  ('00000000-0000-4000-8000-0000000000d1', 'analyst'),
  ('00000000-0000-4000-8000-0000000000d2', 'admin');
insert into public.datasets (slug, title, profile, currency, feature_names)
values ('drift-test', 'Drift test', 'ulb', 'EUR', '{amount,flag,gap}'), ('drift-empty', 'Nothing in it', 'ulb', 'EUR', '{}');
create temporary table thing as select id as dataset_id from public.datasets where slug = 'drift-test';
grant select on thing to anon, authenticated;

insert into public.training_runs (dataset_id, trigger, state) select dataset_id, 'manual', 'succeeded' from thing;
insert into public.model_versions (
  dataset_id, version, run_id, family, artifact_path, artifact_sha256, artifact_bytes, threshold, trained_until,
  metrics, hyperparameters, curves, feature_importance
)
select thing.dataset_id, version, training_runs.id, 'gradient-boosting', 'x', repeat(version::text, 64), 100, 0.5,
       '2018-12-01', '{}', '{}', '{}', '[]'
from thing
join public.training_runs on training_runs.dataset_id = thing.dataset_id
cross join generate_series(1, 2) as version;
create temporary table version as
select version as number, id from public.model_versions where dataset_id = (select dataset_id from thing);
grant select on version to anon, authenticated;
insert into public.model_aliases (dataset_id, alias, model_version_id, reason)
select dataset_id, 'champion', (select id from version where number = 2), 'It is better.' from thing;

-- November is what was learned: amounts 1 to 100, a flag that one row in a hundred has, a value that half of them lack.
-- January repeats it twice over but for the flag, which every second row has. Version 1 served it.
select private.ensure_month_partitions(array['2018-11-01', '2019-01-01']::date[]);
insert into public.transactions (dataset_id, occurred_at, fingerprint, amount, features)
select dataset_id, '2018-11-01 UTC'::timestamptz + number * interval '1 hour', md5('n' || number)::uuid, 1,
       array[number, case when number = 100 then 1 else 0 end, case when number % 2 = 0 then number::real else 'NaN' end]::real[]
from thing cross join generate_series(1, 100) as number
union all
select dataset_id, '2019-01-01 UTC'::timestamptz + number * interval '1 hour', md5('j' || number)::uuid, 1,
       array[1 + number % 100, number % 2, case when number % 2 = 0 then (2 + number % 100)::real else 'NaN' end]::real[]
from thing cross join generate_series(0, 199) as number;
insert into public.predictions (transaction_id, occurred_at, dataset_id, model_version_id, fraud_score, threshold, is_flagged)
select transactions.id, transactions.occurred_at, transactions.dataset_id, version.id,
       case when transactions.features[1] > 90 then 0.9 else 0.01 end, 0.5, transactions.features[1] > 90
from public.transactions join version on version.number = 1
where transactions.dataset_id = (select dataset_id from thing) and transactions.occurred_at >= '2019-01-01';
select private.refresh_months(dataset_id, array['2018-11-01', '2019-01-01']::date[]) from thing;
-- The trainer of version 1 left bins, of the score too; that of version 2 left none.
insert into public.drift_baselines (model_version_id, position, edges, counts)
select id, 0, '{0.01,0.5}'::real[], '{80,15,5,0}'::bigint[] from version where number = 1
union all select id, 1, '{50}', '{50,50,0}' from version where number = 1
union all select id, 2, '{0}', '{99,1,0}' from version where number = 1
union all select id, 3, '{50}', '{25,25,50}' from version where number = 1;

create function pg_temp.become(person uuid) returns void language sql as $$
  select set_config('request.jwt.claims', json_build_object('sub', person, 'role', 'authenticated')::text, true);
  select set_config('request.jwt.claim.sub', person::text, true);
  select set_config('role', 'authenticated', true);
$$;
create function pg_temp.counted(of_version integer, of_month date, of_position integer) returns bigint[] language sql as $$
  select counts from public.feature_histograms
  where model_version_id = (select id from version where number = of_version)
    and month = of_month and position = of_position
$$;

------------------------------------------------------------------------------- nobody
set local role anon;
select throws_ok($$ select public.drift_overview('drift-test') $$, '42501', null, 'nobody reads drift');
select throws_ok($$ select public.refresh_drift('drift-test') $$, '42501', null, 'nobody counts');
select throws_ok($$ select * from public.drift_baselines $$, '42501', null, 'nobody sees bins');
select throws_ok($$ select * from public.feature_histograms $$, '42501', null, 'nobody sees counts');
reset role;

------------------------------------------------------------------------------- admin, before anything is counted
select pg_temp.become('00000000-0000-4000-8000-0000000000d2');
select is(public.drift_overview('no-such'), null, 'there is no such dataset');
select is(public.drift_overview('drift-empty') -> 'version', 'null'::jsonb, 'without a model there is nothing to compare with');
select is(public.refresh_drift('drift-empty'), 0, 'and nothing to count');
select is(
  (public.drift_overview('drift-test') ->> 'pendingCount')::integer, 4,
  'two months wait for the champion, one for the version that served it, and its score');
select is(public.refresh_drift('drift-test'), 4, 'an admin has them counted');
select is(public.refresh_drift('drift-test'), 0, 'again: nothing is left to do');
reset role;

------------------------------------------------------------------------------- what was counted
select is(
  (select edges from public.drift_baselines where position = 1 and model_version_id = (select id from version where number = 2)),
  '{10,20,30,40,50,60,70,80,90}'::real[], 'bins that no trainer left are the deciles of the training window');
select is(
  (select counts from public.drift_baselines where position = 1 and model_version_id = (select id from version where number = 2)),
  '{10,10,10,10,10,10,10,10,10,10,0}'::bigint[], 'a value on an edge falls in the bin below it');
select is(
  (select counts from public.drift_baselines where position = 2 and model_version_id = (select id from version where number = 2)),
  '{99,1,0}'::bigint[], 'a rare flag has two bins');
select is(
  (select counts[11] from public.drift_baselines where position = 3 and model_version_id = (select id from version where number = 2)),
  50::bigint, 'missing values have a bin of their own');
select is(pg_temp.counted(1, '2019-01-01', 1), '{100,100,0}'::bigint[], 'a month is counted into the bins of the version that served it');
select is(pg_temp.counted(1, '2019-01-01', 2), '{100,100,0}'::bigint[], 'a flag that every second row has');
select is(pg_temp.counted(1, '2019-01-01', 3), '{50,50,100}'::bigint[], 'missing values are counted');
select is(pg_temp.counted(1, '2019-01-01', 0), '{180,0,20,0}'::bigint[], 'scores too, where the version has bins for them');
select is(pg_temp.counted(2, '2018-11-01', 1), '{10,10,10,10,10,10,10,10,10,10,0}'::bigint[], 'the champion is compared with every month');
select is(pg_temp.counted(1, '2018-11-01', 1), null, 'another version only with those that it served');

------------------------------------------------------------------------------- rows arrive
insert into public.transactions (dataset_id, occurred_at, fingerprint, amount, features)
select dataset_id, '2019-01-20 UTC', md5('late')::uuid, 1, '{1,1,NaN}' from thing;
select private.refresh_months(dataset_id, array['2019-01-01']::date[]) from thing;
select is((select private.refresh_drift(dataset_id) from thing), 2, 'a month that grew is counted again, its unchanged scores are not');
select is(pg_temp.counted(1, '2019-01-01', 1), '{101,100,0}'::bigint[], 'and replaces what was counted before');
update public.feature_histograms set source_count = 0 where position > 0;
select is((select private.refresh_drift(dataset_id, 100) from thing), 3, 'a larger month is sampled');
select ok(
  (select sum(count) from unnest(pg_temp.counted(2, '2019-01-01', 1)) as count) between 60 and 75,
  'every third of 201 rows');
update public.feature_histograms set source_count = 0 where position > 0;
select private.refresh_drift(dataset_id) from thing;

------------------------------------------------------------------------------- analyst
select pg_temp.become('00000000-0000-4000-8000-0000000000d1');
select throws_ok($$ select public.drift_overview('drift-test') $$, '42501', null, 'an analyst does not read drift');
select throws_ok($$ select public.refresh_drift('drift-test') $$, '42501', null, 'an analyst does not have it counted');
reset role;

------------------------------------------------------------------------------- admin, afterwards
select pg_temp.become('00000000-0000-4000-8000-0000000000d2');
select is(
  public.drift_overview('drift-test', 1) -> 'months' -> 0 ->> 'features', '101,100,0;100,101,0;50,50,101',
  'the page gets features in their order');
select is(
  public.drift_overview('drift-test') -> 'scores' -> 0 ->> 'version', '1', 'scores are compared with those of the version that served');
reset role;
select * from finish();
rollback;
