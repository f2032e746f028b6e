-- The life of a training run and who may change which model serves. One transaction, rolled back.
begin;
select plan(57);
-- New functions are closed to everybody here, those of pgTAP too.
set local client_min_messages = error;
grant execute on all functions in schema extensions to anon, authenticated;
reset client_min_messages;

-- The cast: an analyst, an admin, nobody; and the trainer, who connects as the owner of the database.
insert into auth.users (id, aud, role, email, encrypted_password, raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
values
  ('00000000-0000-4000-8000-0000000000a1', 'authenticated', 'authenticated', 'analyst@training.test', '', '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-0000000000a2', 'authenticated', 'authenticated', 'admin@training.test', '', '{}', '{}', now(), now());
insert into public.user_roles (user_id, role) values
  ('00000000-0000-4000-8000-0000000000a1', 'analyst'),
  ('00000000-0000-4000-8000-0000000000a2', 'admin');
insert into public.datasets (slug, title, profile, currency) values
  ('training-test', 'Training test', 'ulb', 'EUR'),
  ('training-other', 'Another one', 'ulb', 'EUR');
create temporary table thing as select id as dataset_id from public.datasets where slug = 'training-test';
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
create function pg_temp.publish(run_id bigint, compared_with bigint) returns integer language sql as $$
  select version from private.publish_model_version(
    run_id => publish.run_id, compared_with => publish.compared_with, family => 'gradient-boosting',
    artifact_path => 'training-test/run-' || publish.run_id || '/model.fdm', artifact_sha256 => repeat('a', 64),
    artifact_bytes => 100, threshold => 0.5, trained_until => '2018-12-01', metrics => '{}', hyperparameters => '{}',
    curves => '{}', feature_importance => '[]',
    decision => '{"decision": "promote", "code": "first_model", "reason": "It is good."}')
$$;
create function pg_temp.champion() returns integer language sql as $$
  select model_versions.version from public.model_aliases
  join public.model_versions on model_versions.id = model_aliases.model_version_id
  where model_aliases.dataset_id = (select dataset_id from thing) and alias = 'champion'
$$;

------------------------------------------------------------------------------- nobody
set local role anon;
select throws_ok($$ select public.request_retraining('training-test', 'x') $$, '42501', null, 'nobody asks for training');
select throws_ok($$ select public.promote_model_version(1, 'x') $$, '42501', null, 'nobody promotes');
select throws_ok($$ select public.roll_back_champion('training-test', 'x') $$, '42501', null, 'nobody rolls back');
select throws_ok($$ select private.request_training_run('training-test', 'manual') $$, '42501', null, 'nobody reaches the internals');
reset role;

------------------------------------------------------------------------------- analyst
select pg_temp.become('00000000-0000-4000-8000-0000000000a1');
select throws_ok($$ select public.request_retraining('training-test', 'x') $$, '42501', null, 'an analyst does not ask for training');
select throws_ok($$ select public.promote_model_version(1, 'x') $$, '42501', null, 'an analyst does not promote');
select throws_ok($$ select public.roll_back_champion('training-test', 'x') $$, '42501', null, 'an analyst does not roll back');
select throws_ok($$ select private.claim_training_run('training-test', 'me:1') $$, '42501', null, 'an analyst does not claim a run');
select throws_ok($$ select private.fail_training_run(1, 'x') $$, '42501', null, 'an analyst does not end a run');
select throws_ok(
  $$ select private.move_champion(1::smallint, 1, 'x', null, 'model_promoted') $$, '42501', null,
  'an analyst does not move the champion behind the functions');
select throws_ok(
  $$ insert into public.model_aliases (dataset_id, alias, model_version_id, reason) values (1, 'champion', 1, 'x') $$,
  '42501', null, 'an analyst does not write aliases');
reset role;

------------------------------------------------------------------------------- admin: asking
select pg_temp.become('00000000-0000-4000-8000-0000000000a2');
select throws_ok(
  $$ select public.request_retraining('training-test', '  ') $$, 'PT422', null, 'an admin gives a reason');
select throws_ok(
  $$ select public.request_retraining('training-test', repeat('x', 501)) $$, 'PT422', null, 'a reason has a limit');
select throws_ok(
  $$ select public.request_retraining('no-such', 'x') $$, 'PT404', null, 'an unknown dataset is named as such');
create temporary table asked as select public.request_retraining('training-test', ' New labels. ') as id;
select is(
  public.request_retraining('training-test', 'Again.'), (select id from asked),
  'a request that waits is not doubled');
select throws_ok(
  $$ insert into public.training_runs (dataset_id, trigger) values (1, 'manual') $$, '42501', null,
  'an admin does not write runs directly');
select throws_ok(
  $$ select private.claim_training_run('training-test', 'me:1') $$, '42501', null, 'an admin does not claim a run');
reset role;
insert into named select 'first', id from asked;
select results_eq(
  $$ select state::text, trigger, reason, requested_by from public.training_runs where id = pg_temp.id_of('first') $$,
  $$ values ('requested', 'manual', 'New labels.', '00000000-0000-4000-8000-0000000000a2'::uuid) $$,
  'the request says who and why');
select is(
  (select count(*) from public.events where kind = 'training_requested' and dataset_id = (select dataset_id from thing)),
  1::bigint, 'a request is one event');

------------------------------------------------------------------------------- trainer: claiming
select throws_ok(
  $$ select private.claim_training_run('no-such', 'host:1') $$, 'PT404', null, 'a run of an unknown dataset is refused');
select is(private.claim_training_run('training-other', 'host:1'), null, 'nothing waits for another dataset');
select is(
  private.claim_training_run('training-test', 'host:1', 'abc'), pg_temp.id_of('first'), 'the waiting request is claimed');
select results_eq(
  $$ select state::text, worker, git_sha, heartbeat_at is not null from public.training_runs where id = pg_temp.id_of('first') $$,
  $$ values ('running', 'host:1', 'abc', true) $$, 'a claimed run shows who runs it');
select is(private.claim_training_run('training-test', 'host:2'), null, 'there is nothing left to claim');

insert into named select 'second', private.request_training_run('training-test', 'schedule');
select isnt(pg_temp.id_of('second'), pg_temp.id_of('first'), 'a request during a run is a new one');
select is(
  private.claim_training_run('training-test', 'host:2'), null, 'two never train the same dataset at once');
select is(private.renew_training_run(pg_temp.id_of('first')), true, 'a run shows that it lives');

update public.training_runs set heartbeat_at = now() - interval '10 minutes' where id = pg_temp.id_of('first');
select is(
  private.claim_training_run('training-test', 'host:2'), pg_temp.id_of('second'),
  'a run without a heartbeat is given up and the next one claimed');
select matches(
  (select error from public.training_runs where id = pg_temp.id_of('first') and state = 'failed'), 'no life',
  'the dead run is failed and says why');
select is(
  (select count(*) from public.events where kind = 'training_failed' and dataset_id = (select dataset_id from thing)),
  1::bigint, 'a dead run is an event');
select is(private.renew_training_run(pg_temp.id_of('first')), false, 'a run that was given up learns it by its heartbeat');
select throws_ok(
  $$ select pg_temp.publish(pg_temp.id_of('first'), null) $$, 'PT409', null, 'and does not publish any more');
select throws_ok(
  $$ select private.refuse_training_run(pg_temp.id_of('first'), '{}') $$, 'PT409', null, 'nor refuse');
select is(private.fail_training_run(pg_temp.id_of('first'), 'x'), false, 'nor fail a second time');

------------------------------------------------------------------------------- trainer: publishing
select throws_ok(
  $$ select pg_temp.publish(pg_temp.id_of('second'), 12345) $$, 'PT409', null,
  'nothing is published when the champion is not the one of the comparison');
select is(pg_temp.champion(), null, 'and no champion appears');
select is(pg_temp.publish(pg_temp.id_of('second'), null), 1, 'the first version is number 1');
select is(pg_temp.champion(), 1, 'and serves');
select results_eq(
  $$ select state::text, decision ->> 'code', finished_at is not null from public.training_runs where id = pg_temp.id_of('second') $$,
  $$ values ('succeeded', 'first_model', true) $$, 'its run has succeeded, with the decision');
select is(
  (select array_agg(kind order by kind) from public.events
   where dataset_id = (select dataset_id from thing) and kind in ('model_promoted', 'training_succeeded')),
  array['model_promoted', 'training_succeeded'], 'promotion and success are events');
select throws_ok(
  $$ select pg_temp.publish(pg_temp.id_of('second'), null) $$, 'PT409', null, 'a run publishes once');
insert into named select 'version 1', id from public.model_versions where run_id = pg_temp.id_of('second');

insert into named select 'third', private.request_training_run('training-test', 'schedule');
select lives_ok($$ select private.claim_training_run('training-test', 'host:3') $$, 'a third run is claimed');
select throws_ok(
  $$ select pg_temp.publish(pg_temp.id_of('third'), null) $$, 'PT409', null,
  'a model compared with nothing does not replace a champion');
select is(pg_temp.publish(pg_temp.id_of('third'), pg_temp.id_of('version 1')), 2, 'the next version is number 2');
insert into named select 'version 2', id from public.model_versions where run_id = pg_temp.id_of('third');

insert into named select 'fourth', private.request_training_run('training-test', 'schedule');
select lives_ok($$ select private.claim_training_run('training-test', 'host:4') $$, 'a fourth run is claimed');
select lives_ok(
  $$ select private.refuse_training_run(pg_temp.id_of('fourth'), '{"decision": "refuse", "code": "not_better", "reason": "No gain."}') $$,
  'its challenger is refused');
select results_eq(
  $$ select state::text, decision ->> 'reason' from public.training_runs where id = pg_temp.id_of('fourth') $$,
  $$ values ('refused', 'No gain.') $$, 'and the run says why');

------------------------------------------------------------------------------- admin: rollback and promotion
select pg_temp.become('00000000-0000-4000-8000-0000000000a2');
select throws_ok(
  $$ select public.roll_back_champion('training-test', '') $$, 'PT422', null, 'a rollback needs a reason');
select throws_ok(
  $$ select public.roll_back_champion('training-test', 'Too many alerts.', 7) $$, 'PT409',
  'The champion has changed meanwhile, and the version before it is 1 now, not 7. Look again.',
  'a rollback does what the admin was shown, or nothing');
select is(public.roll_back_champion('training-test', 'Too many alerts.', 1), 1, 'an admin rolls back to the version before');
select throws_ok(
  $$ select public.roll_back_champion('training-test', 'More.') $$, 'PT409', null, 'there is nothing before the first version');
select throws_ok(
  $$ select public.promote_model_version(-1, 'x') $$, 'PT404', null, 'an unknown version is named as such');
select throws_ok(
  $$ select public.promote_model_version(pg_temp.id_of('version 1'), 'x') $$, 'PT409', null, 'the champion is not promoted again');
select lives_ok(
  $$ select public.promote_model_version(pg_temp.id_of('version 2'), 'It was right.') $$, 'an admin promotes a version by hand');
reset role;
select is(pg_temp.champion(), 2, 'and that version serves');
select results_eq(
  $$ select kind, actor, (payload ->> 'version')::integer, (payload ->> 'previous_version')::integer, payload ->> 'reason'
     from public.events where dataset_id = (select dataset_id from thing) and actor is not null and kind <> 'training_requested'
     order by id $$,
  $$ values
     ('champion_rolled_back', '00000000-0000-4000-8000-0000000000a2'::uuid, 1, 2, 'Too many alerts.'),
     ('model_promoted', '00000000-0000-4000-8000-0000000000a2'::uuid, 2, 1, 'It was right.') $$,
  'both are in the log, with who and why');
select is(
  (select reason from public.model_aliases where dataset_id = (select dataset_id from thing) and alias = 'champion'),
  'It was right.', 'the alias says why this version serves');

select * from finish();
rollback;
