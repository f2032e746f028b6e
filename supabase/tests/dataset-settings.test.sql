-- Who may set what for a dataset. One transaction, rolled back.
begin;
select plan(22);
set local client_min_messages = error;
grant execute on all functions in schema extensions to anon, authenticated;
reset client_min_messages;

insert into auth.users (id, aud, role, email, encrypted_password, raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
values
  ('00000000-0000-4000-8000-0000000000b1', 'authenticated', 'authenticated', 'analyst@settings.test', '', '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-0000000000b2', 'authenticated', 'authenticated', 'admin@settings.test', '', '{}', '{}', now(), now());
insert into public.user_roles (user_id, role) values
  ('00000000-0000-4000-8000-0000000000b1', 'analyst'),
  ('00000000-0000-4000-8000-0000000000b2', 'admin');
insert into public.datasets (slug, title, profile, currency, settings) values
  ('settings-test', 'Settings test', 'ulb', 'EUR', '{"review_cost": 5}');

create function pg_temp.become(person uuid) returns void language sql as $$
  select set_config('request.jwt.claims', json_build_object('sub', person, 'role', 'authenticated')::text, true);
  select set_config('request.jwt.claim.sub', person::text, true);
  select set_config('role', 'authenticated', true);
$$;
create function pg_temp.set_to(settings jsonb) returns jsonb language sql as $$
  select public.update_dataset_settings('settings-test', set_to.settings, 'A test.')
$$;
grant execute on function pg_temp.set_to to anon, authenticated;

------------------------------------------------------------------------------- nobody
set local role anon;
select throws_ok($$ select pg_temp.set_to('{}') $$, '42501', null, 'nobody changes settings');
reset role;

------------------------------------------------------------------------------- analyst
select pg_temp.become('00000000-0000-4000-8000-0000000000b1');
select throws_ok($$ select pg_temp.set_to('{}') $$, '42501', null, 'an analyst does not change settings');
select throws_ok(
  $$ update public.datasets set settings = '{}' where slug = 'settings-test' $$, '42501', null,
  'nor the table behind them');
select throws_ok($$ select private.check_dataset_settings('{}') $$, '42501', null, 'nor reaches the internals');
reset role;

------------------------------------------------------------------------------- admin
select pg_temp.become('00000000-0000-4000-8000-0000000000b2');
select throws_ok(
  $$ update public.datasets set settings = '{}' where slug = 'settings-test' $$, '42501', null,
  'an admin does not write the table either');
select throws_ok(
  $$ select public.update_dataset_settings('settings-test', '{}', ' ') $$, 'PT422', null, 'an admin gives a reason');
select throws_ok(
  $$ select public.update_dataset_settings('no-such', '{}', 'x') $$, 'PT404', null, 'an unknown dataset is named as such');
select throws_ok($$ select pg_temp.set_to('[1]') $$, 'PT422', null, 'settings are an object');
select throws_ok($$ select pg_temp.set_to(null) $$, 'PT422', null, 'and never nothing');
select throws_like($$ select pg_temp.set_to('{"treshold": 1}') $$, '%no setting "treshold"%', 'an unknown key is named');
select throws_like(
  $$ select pg_temp.set_to('{"review_cost": "5"}') $$, '%review_cost is a number%', 'a wrong type is named');
select throws_like(
  $$ select pg_temp.set_to('{"retrain_after_labels": 10.5}') $$, '%retrain_after_labels%', 'a fraction of a row is refused');
select is(
  pg_temp.set_to('{"review_cost": 7, "keep_upload_days": null}'), '{"review_cost": 7, "keep_upload_days": null}'::jsonb,
  'an admin replaces the settings');
select lives_ok($$ select pg_temp.set_to('{"review_cost": 7, "keep_upload_days": null}') $$, 'once more changes nothing');
select throws_ok(
  $$ select public.update_dataset_settings('settings-test', '{"review_cost": 9}', 'A test.', expected => '{"review_cost": 5}') $$,
  'PT409', 'The settings were changed by somebody else in the meantime.', 'who saw older settings overwrites nothing');
select lives_ok(
  $$ select public.update_dataset_settings('settings-test', '{"review_cost": 7, "keep_upload_days": null}', 'A test.', expected => '{"review_cost": 5}') $$,
  'who wants what is stored by now is not bothered');
reset role;
select is(
  (select settings from public.datasets where slug = 'settings-test'),
  '{"review_cost": 7, "keep_upload_days": null}'::jsonb, 'and they are stored');
select results_eq(
  $$ select actor, payload -> 'before', payload -> 'after' -> 'review_cost', payload ->> 'reason' from public.events
     where kind = 'settings_changed' and dataset_id = (select id from public.datasets where slug = 'settings-test') $$,
  $$ values ('00000000-0000-4000-8000-0000000000b2'::uuid, '{"review_cost": 5}'::jsonb, '7'::jsonb, 'A test.') $$,
  'the change is one event with before, after and who');

------------------------------------------------------------------------------- the page of it
select pg_temp.become('00000000-0000-4000-8000-0000000000b2');
select is(
  public.update_dataset_settings(
    'settings-test', '{"review_cost": 7}', 'A test.', expected => '{"keep_upload_days": null, "review_cost": 7}'),
  '{"review_cost": 7}'::jsonb, 'who saw what is stored changes it');
reset role;
select pg_temp.become('00000000-0000-4000-8000-0000000000b1');
select throws_ok($$ select public.settings_overview('settings-test') $$, '42501', null, 'an analyst does not see the page');
reset role;
select pg_temp.become('00000000-0000-4000-8000-0000000000b2');
select is(public.settings_overview('no-such'), null, 'there is no page of an unknown dataset');
select is(
  (select jsonb_build_array(page -> 'settings' -> 'review_cost', page -> 'changes' -> 0 -> 'reason', page -> 'changes' -> 0 -> 'after' -> 'review_cost', page -> 'outlook' -> 'newLabelCount', page -> 'holdout')
   from public.settings_overview('settings-test') as page),
  '[7, "A test.", 7, 0, null]'::jsonb, 'an admin sees what is set, the last change and the outlook');
reset role;

select * from finish();
rollback;
