-- Promotions and rollbacks by hand on the time line of months, actor by actor. One transaction, rolled back.
begin;
select plan(12);
-- New functions are closed to everybody here, those of pgTAP too.
set local client_min_messages = error;
grant execute on all functions in schema extensions to anon, authenticated;
reset client_min_messages;

-- The cast: an analyst, an admin who changes the champion, and somebody whose role was withdrawn.
insert into auth.users (id, aud, role, email, encrypted_password, raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
values
  ('00000000-0000-4000-8000-0000000000d1', 'authenticated', 'authenticated', 'analyst@changes.test', '', '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-0000000000d2', 'authenticated', 'authenticated', 'admin@changes.test', '', '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-0000000000d3', 'authenticated', 'authenticated', 'withdrawn@changes.test', '', '{}', '{}', now(), now());
insert into public.user_roles (user_id, role) values
  ('00000000-0000-4000-8000-0000000000d1', 'analyst'),
  ('00000000-0000-4000-8000-0000000000d2', 'admin');
insert into public.datasets (slug, title, profile, currency) values ('changes-test', 'Changes test', 'sparkov', 'USD');
create temporary table thing as select id as dataset_id from public.datasets where slug = 'changes-test';
grant select on thing to authenticated;

insert into public.training_runs (dataset_id, trigger, state) select dataset_id, 'manual', 'succeeded' from thing;
insert into public.model_versions (
  dataset_id, version, run_id, family, artifact_path, artifact_sha256, artifact_bytes, threshold, trained_until,
  metrics, hyperparameters, curves, feature_importance
)
select thing.dataset_id, version, training_runs.id, 'gradient-boosting', 'x', repeat(version::text, 64), 100, 0.5,
       '2018-12-01', '{}', '{}', '{}', '[]'
from thing
join public.training_runs on training_runs.dataset_id = thing.dataset_id
cross join generate_series(1, 3) as version;

-- Version 2 came from a run. Then, by hand: back to 1 (which scored March and April from then on), on to 3 (which scored
-- nothing before it was taken back), and back to 1 (which has scored nothing since).
create function pg_temp.serve(kind text, version integer, previous integer, at timestamptz, details jsonb) returns void
language sql as $$
  insert into public.events (kind, dataset_id, actor, created_at, payload)
  select serve.kind, thing.dataset_id,
         case when details ? 'run_id' then null else '00000000-0000-4000-8000-0000000000d2'::uuid end, at,
         jsonb_build_object(
           'model_version_id', model_versions.id, 'version', serve.version, 'previous_version', previous,
           'reason', 'because of ' || serve.version
         ) || details
  from thing
  join public.model_versions on model_versions.dataset_id = thing.dataset_id and model_versions.version = serve.version
$$;
select pg_temp.serve('model_promoted', 1, null, '2026-01-01 00:00Z', '{"run_id": 1}');
select pg_temp.serve('model_promoted', 2, 1, '2026-02-01 00:00Z', '{"run_id": 2}');
select pg_temp.serve('champion_rolled_back', 1, 2, '2026-03-01 00:00Z', '{}');
select pg_temp.serve('model_promoted', 3, 1, '2026-05-01 00:00Z', '{"code": "manual"}');
select pg_temp.serve('champion_rolled_back', 1, 3, '2026-05-02 00:00Z', '{}');

create function pg_temp.served(month date, version integer) returns void language sql as $$
  insert into public.monthly_predictions (
    dataset_id, month, model_version_id, scored_count, flagged_count, flagged_amount, true_positive_count,
    false_positive_count, false_negative_count, true_negative_count, caught_amount, missed_amount,
    fraud_score_histogram, legitimate_score_histogram, unlabelled_score_histogram, fraud_amount_histogram
  )
  select thing.dataset_id, served.month, model_versions.id, 1, 0, 0, 0, 0, 0, 0, 0, 0,
         array_fill(0, array[200]), array_fill(0, array[200]), array_fill(0, array[200]), array_fill(0::numeric, array[200])
  from thing
  join public.model_versions on model_versions.dataset_id = thing.dataset_id and model_versions.version = served.version
$$;
select pg_temp.served('2019-01-01', 1);
select pg_temp.served('2019-02-01', 2);
select pg_temp.served('2019-03-01', 1);
select pg_temp.served('2019-04-01', 1);

create function pg_temp.upload(months date[], at timestamptz, scored bigint, state public.upload_state default 'committed')
returns void language sql as $$
  insert into public.uploads (
    dataset_id, uploaded_by, file_name, file_bytes, content_hash, column_names, has_labels, part_count, state, months,
    scored_count, committed_at
  )
  select dataset_id, '00000000-0000-4000-8000-0000000000d1', 'month.csv', 10,
         encode(extensions.digest(at::text || state, 'sha256'), 'hex'), '{amt}'::text[], false, 1, state, months, scored, at
  from thing
$$;
select pg_temp.upload('{2019-01-01}', '2026-01-15 00:00Z', 1);
select pg_temp.upload('{2019-02-01}', '2026-02-15 00:00Z', 1);
-- Labels for January come after the first rollback: they score nothing.
select pg_temp.upload('{2019-01-01}', '2026-03-02 00:00Z', 0);
-- Version 2 had staged a straggler of February when version 1 came back, and that is what scored it.
select pg_temp.upload('{2019-02-01}', '2026-03-03 00:00Z', 1);
select pg_temp.upload('{2019-03-01}', '2026-03-15 00:00Z', 1);
select pg_temp.upload('{2019-04-01}', '2026-04-15 00:00Z', 1);
select pg_temp.upload('{2019-01-01}', '2026-05-03 00:00Z', 1, 'discarded');

create function pg_temp.become(person uuid) returns void language sql as $$
  select set_config('request.jwt.claims', json_build_object('sub', person, 'role', 'authenticated')::text, true);
  select set_config('request.jwt.claim.sub', person::text, true);
  select set_config('role', 'authenticated', true);
$$;

------------------------------------------------------------------------------- nobody
set local role anon;
select throws_ok($$ select private.champion_changes(1::smallint) $$, '42501', null, 'nobody asks');

------------------------------------------------------------------------------- somebody whose role was withdrawn
reset role;
select pg_temp.become('00000000-0000-4000-8000-0000000000d3');
select is(private.champion_changes(dataset_id), '[]', 'withdrawn: nothing') from thing;

------------------------------------------------------------------------------- an analyst
reset role;
select pg_temp.become('00000000-0000-4000-8000-0000000000d1');
select is(jsonb_array_length(private.champion_changes(dataset_id)), 3, 'what a run promoted is no change by hand') from thing;
select is(
  private.champion_changes(dataset_id) -> 0,
  '{"isRollback": true, "version": 1, "previousVersion": 2, "by": "admin@changes.test", "at": "2026-03-01T00:00:00+00:00",
    "reason": "because of 1", "firstMonth": "2019-03"}'::jsonb,
  'a rollback says who, when and why, and the first month that the version scored from then on'
) from thing;
select is(
  private.champion_changes(dataset_id) #>> '{1,firstMonth}', null,
  'a version that was taken back before it scored anything has no month'
) from thing;
select is(
  private.champion_changes(dataset_id) -> 1 -> 'isRollback', 'false'::jsonb, 'and a promotion is told from a rollback'
) from thing;
select is(
  private.champion_changes(dataset_id) #>> '{2,firstMonth}', null,
  'months that a version scored in an earlier reign, and uploads without rows, do not count for a later one'
) from thing;
select is(
  public.list_months('changes-test') -> 'championChanges', private.champion_changes(dataset_id),
  'the months page reads them with the months'
) from thing;

------------------------------------------------------------------------------- the next month arrives
reset role;
select pg_temp.served('2019-05-01', 1);
select pg_temp.upload('{2019-04-01,2019-05-01}', '2026-06-15 00:00Z', 1);
select pg_temp.become('00000000-0000-4000-8000-0000000000d1');
select is(
  private.champion_changes(dataset_id) #>> '{2,firstMonth}', '2019-04',
  'with the next upload the newest change gets the earliest of the months that it brought'
) from thing;
select is(
  private.champion_changes(dataset_id) #>> '{0,firstMonth}', '2019-03', 'while the older one stays where it was'
) from thing;

------------------------------------------------------------------------------- an admin who is gone
reset role;
select pg_temp.become('00000000-0000-4000-8000-0000000000d2');
select is(
  jsonb_path_query_array(private.champion_changes(dataset_id), '$[*].by'),
  '["admin@changes.test", "admin@changes.test", "admin@changes.test"]', 'an admin reads the same'
) from thing;
select is(private.champion_changes((dataset_id + 1)::smallint), '[]', 'another dataset has its own') from thing;
select * from finish();
rollback;
