-- Challengers that score in shadow, retired versions, and what is removed from Storage. One transaction, rolled back.
begin;
select plan(48);
set local client_min_messages = error;
grant execute on all functions in schema extensions to anon, authenticated;
reset client_min_messages;

insert into auth.users (id, aud, role, email, encrypted_password, raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
values
  ('00000000-0000-4000-8000-0000000000d1', 'authenticated', 'authenticated', 'analyst@life.test', '', '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-0000000000d2', 'authenticated', 'authenticated', 'admin@life.test', '', '{}', '{}', now(), now());
insert into public.user_roles (user_id, role) values
  ('00000000-0000-4000-8000-0000000000d1', 'analyst'),
  ('00000000-0000-4000-8000-0000000000d2', 'admin');
insert into public.datasets (slug, title, profile, currency, settings) values
  ('life-test', 'Life test', 'ulb', 'EUR', '{"keep_artifacts": 1, "keep_upload_days": 30}');
create temporary table thing as select id as dataset_id from public.datasets where slug = 'life-test';
create temporary table named (name text primary key, id bigint);
grant select on thing, named to anon, authenticated;

create function pg_temp.become(person uuid) returns void language sql as $$
  select set_config('request.jwt.claims', json_build_object('sub', person, 'role', 'authenticated')::text, true);
  select set_config('request.jwt.claim.sub', person::text, true);
  select set_config('role', 'authenticated', true);
$$;
create function pg_temp.id_of(name text) returns bigint language sql as $$
  select named.id from named where named.name = id_of.name
$$;
grant execute on function pg_temp.id_of to authenticated;
create function pg_temp.alias(of_alias text) returns integer language sql as $$
  select model_versions.version from public.model_aliases
  join public.model_versions on model_versions.id = model_aliases.model_version_id
  where model_aliases.dataset_id = (select dataset_id from thing) and model_aliases.alias = of_alias
$$;
create function pg_temp.run_and_publish(of_alias text) returns integer language plpgsql as $$
declare
  run bigint;
  serving bigint;
  published record;
begin
  perform private.request_training_run('life-test', 'manual');
  run := private.claim_training_run('life-test', 'host:1');
  select model_version_id into serving from public.model_aliases
  where dataset_id = (select dataset_id from thing) and alias = 'champion';
  select * into published from private.publish_model_version(
    run_id => run, compared_with => serving, family => 'gradient-boosting',
    artifact_path => 'life-test/run-' || run || '/model.fdm', artifact_sha256 => repeat('a', 64),
    artifact_bytes => 100, threshold => 0.5, trained_until => '2019-01-01', metrics => '{}', hyperparameters => '{}',
    curves => '{}', feature_importance => '[]',
    decision => '{"decision": "x", "code": "not_better", "reason": "So it is."}', alias => of_alias);
  insert into storage.objects (bucket_id, name) values ('models', 'life-test/run-' || run || '/model.fdm');
  insert into named values ('version ' || published.version, published.model_version_id), ('run ' || published.version, run);
  return published.version;
end
$$;

------------------------------------------------------------------------------- nobody, analyst
set local role anon;
select throws_ok($$ select public.set_challenger(1, 'x') $$, '42501', null, 'nobody sets a challenger');
select throws_ok($$ select public.retire_model_version(1, 'x') $$, '42501', null, 'nobody retires a version');
select throws_ok($$ select public.shadow_comparison('life-test') $$, '42501', null, 'nobody sees the comparison');
reset role;
select pg_temp.become('00000000-0000-4000-8000-0000000000d1');
select throws_ok($$ select public.set_challenger(1, 'x') $$, '42501', null, 'an analyst does not set a challenger');
select throws_ok($$ select public.end_shadow('life-test', 'x') $$, '42501', null, 'nor end a shadow');
select throws_ok($$ select public.retire_model_version(1, 'x') $$, '42501', null, 'nor retire a version');
select throws_ok($$ select public.shadow_comparison('life-test') $$, '42501', null, 'nor see the comparison');
select throws_ok($$ select private.retire_version(1, 'x', null) $$, '42501', null, 'nor reach the internals');
reset role;

------------------------------------------------------------------------------- the trainer: a refused challenger in shadow
select is(pg_temp.run_and_publish('champion'), 1, 'a first version serves');
select is(pg_temp.run_and_publish('challenger'), 2, 'a refused one that was close is kept');
select is(pg_temp.alias('champion'), 1, 'the champion stays');
select is(pg_temp.alias('challenger'), 2, 'and the other scores beside it');
select results_eq(
  $$ select state::text, decision ->> 'code' from public.training_runs where id = pg_temp.id_of('run 2') $$,
  $$ values ('refused', 'not_better') $$, 'its run is refused');
select is(
  (select promoted_at from public.model_versions where id = pg_temp.id_of('version 2')), null, 'it never served');

------------------------------------------------------------------------------- what both say of the same rows
select private.ensure_month_partitions(array['2019-01-01'::date]);
insert into public.transactions (dataset_id, occurred_at, fingerprint, amount, features, is_fraud, label_source)
select (select dataset_id from thing), '2019-01-10 UTC'::timestamptz + n * interval '1 hour', md5('life' || n)::uuid, 10,
       '{0}', case when n < 5 then n in (0, 2) end, case when n < 5 then 'file'::public.label_source end
from generate_series(0, 5) as n;
insert into public.predictions (transaction_id, occurred_at, dataset_id, model_version_id, fraud_score, threshold, is_flagged, is_served)
select rows.id, rows.occurred_at, rows.dataset_id, model.id, model.scores[row_number], 0.5, model.scores[row_number] >= 0.5, model.is_served
from (
  select transactions.*, row_number() over (order by occurred_at)::integer
  from public.transactions where dataset_id = (select dataset_id from thing)
) as rows
cross join (values
  (pg_temp.id_of('version 1'), '{0.9, 0.8, 0.2, 0.1, 0.1, 0.7}'::real[], true),
  (pg_temp.id_of('version 2'), '{0.9, 0.1, 0.8, 0.1, 0.1, 0.2}'::real[], false)
) as model (id, scores, is_served);
select private.refresh_months((select dataset_id from thing), array['2019-01-01'::date]);
select is(
  array(select private.list_uncompared_months((select dataset_id from thing))), array['2019-01-01'::date],
  'a month that nobody compared waits');
select private.compare_month((select dataset_id from thing), '2019-01-01');
select is_empty(
  $$ select private.list_uncompared_months((select dataset_id from thing)) $$, 'and then it does not');
select pg_temp.become('00000000-0000-4000-8000-0000000000d2');
create temporary table compared as select public.shadow_comparison('life-test') as answer;
reset role;
select results_eq(
  $$ select answer -> 'challenger' ->> 'version', answer -> 'champion' ->> 'version', answer -> 'months' -> 0 ->> 'month' from compared $$,
  $$ values ('2', '1', '2019-01') $$, 'the comparison names both, by month');
select is(
  (select answer -> 'months' -> 0 -> 'served' from compared),
  '{"versions": [1], "flaggedCount": 3, "caughtCount": 1, "missedCount": 1, "precision": 0.5, "recall": 0.5, "averagePrecision": 0.8333333333333334}'::jsonb,
  'what was served: one of two frauds caught, average precision (1 + 2/3) / 2');
select is(
  (select answer -> 'months' -> 0 -> 'challenger' from compared),
  '{"versions": [2], "flaggedCount": 2, "caughtCount": 2, "missedCount": 0, "precision": 1, "recall": 1, "averagePrecision": 1}'::jsonb,
  'the challenger would have caught both');
select is(
  (select (answer -> 'months' -> 0) - 'served' - 'challenger' from compared),
  '{"month": "2019-01", "rowCount": 6, "labelledCount": 5, "fraudCount": 2, "bothFlaggedCount": 1, "agreement": 0.5}'::jsonb,
  'and how far they agree');
update public.monthly_transactions set updated_at = updated_at + interval '1 second'
where dataset_id = (select dataset_id from thing);
select is(
  array(select private.list_uncompared_months((select dataset_id from thing))), array['2019-01-01'::date],
  'a month whose labels change waits again');
update public.transactions set is_fraud = true, label_source = 'file'
where dataset_id = (select dataset_id from thing) and is_fraud is null;
select private.compare_month((select dataset_id from thing), '2019-01-01');
select private.compare_month((select dataset_id from thing), '2019-01-01');
select results_eq(
  $$ select side, labelled_count, fraud_count, caught_count from public.monthly_comparisons
     where dataset_id = (select dataset_id from thing) order by side desc $$,
  $$ values ('served', 6::bigint, 3::bigint, 2::bigint), ('challenger', 6, 3, 2) $$,
  'comparing again counts the new labels, and nothing twice');

------------------------------------------------------------------------------- admin
select pg_temp.become('00000000-0000-4000-8000-0000000000d2');
select throws_ok($$ select public.set_challenger(pg_temp.id_of('version 2'), ' ') $$, 'PT422', null, 'a shadow needs a reason');
select throws_ok($$ select public.set_challenger(-1, 'x') $$, 'PT404', null, 'an unknown version is named as such');
select throws_ok(
  $$ select public.set_challenger(pg_temp.id_of('version 1'), 'x') $$, 'PT409', null, 'the champion does not challenge itself');
select throws_ok(
  $$ select public.roll_back_champion('life-test', 'x') $$, 'PT409', null, 'a version that never served is no way back');
select throws_ok(
  $$ select public.end_shadow('life-test', 'Seen enough.', 9) $$, 'PT409', 'Version 2 scores beside the champion by now, not version 9. Look again.',
  'nobody ends the shadow of a version that was not shown');
select lives_ok($$ select public.end_shadow('life-test', 'Seen enough.', 2) $$, 'an admin ends the shadow');
select throws_ok($$ select public.end_shadow('life-test', 'Again.') $$, 'PT409', null, 'once');
select is(public.shadow_comparison('life-test'), null, 'then there is nothing to compare');
select lives_ok($$ select public.set_challenger(pg_temp.id_of('version 2'), 'Look again.') $$, 'an admin starts it again');
select throws_ok(
  $$ select public.retire_model_version(pg_temp.id_of('version 1'), 'x') $$, 'PT409', null, 'the champion is not retired');
select throws_ok(
  $$ select public.retire_model_version(pg_temp.id_of('version 2'), 'x') $$, 'PT409', null, 'nor the challenger');
reset role;

select is(pg_temp.run_and_publish('champion'), 3, 'a better version comes');
select is(pg_temp.alias('challenger'), null, 'and ends the shadow');
select is(pg_temp.run_and_publish('champion'), 4, 'and another one');
select is(
  array(select private.list_kept_versions((select dataset_id from thing)) order by 1),
  array[pg_temp.id_of('version 3'), pg_temp.id_of('version 4')], 'the champion and the one before are kept always');
select is(private.retire_old_versions((select dataset_id from thing)), 2, 'the others are retired, as the settings say');
select is(private.retire_old_versions((select dataset_id from thing)), 0, 'once');
select throws_ok(
  $$ insert into storage.objects (bucket_id, name) values ('models', 'life-test/run-' || pg_temp.id_of('run 4') || '/model.fdm') $$,
  null, null, 'one object has one name');
insert into storage.objects (bucket_id, name) values
  ('models', 'life-test/run-99999999/model.fdm'), ('models', 'life-test/by-hand/model.fdm');
select is(
  array(select name from private.list_unneeded_objects((select dataset_id from thing)) as name order by name),
  array(
    select 'life-test/run-' || run || '/model.fdm'
    from (values (pg_temp.id_of('run 1')), (pg_temp.id_of('run 2')), (99999999)) as known (run) order by 1),
  'their objects are not needed any longer, nor those of runs without a version; nothing else');
select is(private.confirm_removed_artifacts((select dataset_id from thing)), 0, 'nothing is gone before it is gone');

select pg_temp.become('00000000-0000-4000-8000-0000000000d2');
select throws_ok(
  $$ select public.promote_model_version(pg_temp.id_of('version 1'), 'x') $$, 'PT409', null, 'a retired version serves no more');
select is(public.roll_back_champion('life-test', 'It was better.'), 3, 'the way back leads to the version that served before');
reset role;

------------------------------------------------------------------------------- labels that teach
select is(
  array(select source::text from unnest(enum_range(null::public.label_source)) as source where private.teaches(source)),
  array['file', 'review'], 'only files and people teach');

------------------------------------------------------------------------------- uploaded files
insert into public.uploads (id, dataset_id, uploaded_by, file_name, file_bytes, content_hash, column_names, has_labels, part_count, state, committed_at)
select ('00000000-0000-4000-8000-00000000000' || n)::uuid, dataset_id, '00000000-0000-4000-8000-0000000000d1', 'f.csv', 10,
       repeat(n::text, 64), '{a}', true, 1, 'committed', now() - n * interval '20 days'
from thing, generate_series(1, 2) as n;
insert into public.upload_parts (upload_id, number, first_line, byte_count, storage_path)
select uploads.id, 0, 2, 10, uploads.id || '/00000.csv' from public.uploads where dataset_id = (select dataset_id from thing);
select results_eq(
  $$ select * from private.list_expired_files((select dataset_id from thing)) $$,
  $$ values ('00000000-0000-4000-8000-000000000002'::uuid, array['00000000-0000-4000-8000-000000000002/00000.csv', '00000000-0000-4000-8000-000000000002/header.csv']) $$,
  'files older than the setting are to go');
select lives_ok(
  $$ select private.confirm_removed_files(array['00000000-0000-4000-8000-000000000002'::uuid]) $$, 'their removal is written down');
select is(
  (select count(*) from private.list_expired_files((select dataset_id from thing))), 0::bigint, 'and they are not listed again');

select * from finish();
rollback;
