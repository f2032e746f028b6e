-- Two versions side by side, and the candidates of a run. One transaction, rolled back.
begin;
select plan(16);
-- New functions are closed to everybody here, those of pgTAP too.
set local client_min_messages = error;
grant execute on all functions in schema extensions to anon, authenticated;
reset client_min_messages;

insert into auth.users (id, aud, role, email, encrypted_password, raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
values
  ('00000000-0000-4000-8000-000000000e11', 'authenticated', 'authenticated', 'analyst@compare.test', '', '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-000000000e12', 'authenticated', 'authenticated', 'admin@compare.test', '', '{}', '{}', now(), now());
insert into public.user_roles (user_id, role) values
  ('00000000-0000-4000-8000-000000000e11', 'analyst'),
  ('00000000-0000-4000-8000-000000000e12', 'admin');
insert into public.datasets (slug, title, profile, currency)
values ('compare-test', 'Compare test', 'ulb', 'EUR'), ('compare-empty', 'Nothing in it', 'ulb', 'EUR');
create temporary table thing as select id as dataset_id from public.datasets where slug = 'compare-test';
insert into public.training_runs (dataset_id, trigger, state, data_hash)
select dataset_id, 'manual', 'succeeded', 'hash ' || number from thing cross join generate_series(1, 3) as number order by number;
create temporary table run as
select id, row_number() over (order by id) as number from public.training_runs where dataset_id = (select dataset_id from thing);
insert into public.candidates (run_id, family, hyperparameters, metrics, learning_curve, duration_ms, is_selected)
select id, family, '{}', '{}', '[{"step": 1}]', 1, is_selected
from run, (values ('dense-network', false), ('gradient-boosting', true)) as tried (family, is_selected)
where run.number = 1;
insert into public.model_versions (
  dataset_id, version, run_id, family, artifact_path, artifact_sha256, artifact_bytes, threshold, trained_until,
  metrics, hyperparameters, curves, feature_importance
)
select thing.dataset_id, run.number, run.id, 'gradient-boosting', 'x', repeat(run.number::text, 64), 100, 0.5,
       '2018-12-01', '{}', '{}', '{}', '[]'
from thing cross join run;
create temporary table version as
select id, version as number from public.model_versions where dataset_id = (select dataset_id from thing);
insert into public.model_aliases (dataset_id, alias, model_version_id, reason)
select dataset_id, 'champion', (select id from version where number = 2), 'It is better.' from thing;
-- Versions 1 and 2 were measured together twice, 3 never.
insert into public.version_evaluations (run_id, model_version_id, holdout_from, holdout_to, metrics, curves, differences)
select run.id, version.id, '2019-01-01', '2019-02-01', jsonb_build_object('run', run.number, 'version', version.number), '{}',
       jsonb_build_object((select id from version as other where other.number = 3 - version.number)::text,
                          jsonb_build_object('value', version.number))
from run cross join version
where run.number in (1, 2) and version.number in (1, 2);
grant select on run, version to anon, authenticated;

create function pg_temp.become(person uuid) returns void language sql as $$
  select set_config('request.jwt.claims', json_build_object('sub', person, 'role', 'authenticated')::text, true);
  select set_config('request.jwt.claim.sub', person::text, true);
  select set_config('role', 'authenticated', true);
$$;

------------------------------------------------------------------------------- nobody
set local role anon;
select throws_ok($$ select public.compare_versions('compare-test') $$, '42501', null, 'nobody compares versions');
select throws_ok($$ select public.list_candidates(1) $$, '42501', null, 'nobody sees candidates');
select throws_ok($$ select * from public.version_evaluations $$, '42501', null, 'nobody sees measures');
reset role;

------------------------------------------------------------------------------- analyst
select pg_temp.become('00000000-0000-4000-8000-000000000e11');
select throws_ok($$ select public.compare_versions('compare-test') $$, '42501', null, 'an analyst does not compare versions');
select throws_ok($$ select public.list_candidates(1) $$, '42501', null, 'an analyst sees no candidates');
select is((select count(*) from public.version_evaluations), 0::bigint, 'an analyst sees no measures');
reset role;

------------------------------------------------------------------------------- admin
select pg_temp.become('00000000-0000-4000-8000-000000000e12');
create temporary table page as select public.compare_versions('compare-test') as shown;
select is(public.compare_versions('no-such'), null, 'there is no such dataset');
select is(
  public.compare_versions('compare-empty') - 'dataset', '{"versions": [], "first": null, "second": null, "common": null}'::jsonb,
  'a dataset without versions');
select is((select (shown -> 'first' ->> 'version')::integer from page), 2, 'unless named, the champion');
select is((select (shown -> 'second' ->> 'version')::integer from page), 1, 'and the one before it');
select is(
  (select shown -> 'common' -> 'first' -> 'metrics' from page), '{"run": 2, "version": 2}'::jsonb,
  'both on the newest hold-out that both were measured on');
select is((select shown -> 'common' -> 'second' -> 'metrics' from page), '{"run": 2, "version": 1}'::jsonb, 'the other one too');
select is((select (shown -> 'common' -> 'difference' ->> 'value')::integer from page), 2, 'with the difference seen from the first');
select is(public.compare_versions('compare-test', 3, 1) -> 'common', 'null'::jsonb, 'without a common hold-out nothing is common');
select is((select shown -> 'first' -> 'run' ->> 'dataHash' from page), 'hash 2', 'a version tells what it was made from');
select is(
  (select string_agg(candidate ->> 'family', ' ') from jsonb_array_elements(public.list_candidates((select id from run where number = 1))) as candidate),
  'gradient-boosting dense-network', 'the chosen candidate first');
reset role;
select * from finish();
rollback;
