-- The steps of an upload inside the database, by actor. Every statement runs inside one transaction that is rolled back.
begin;
select plan(62);
-- New functions are closed to everybody here, those of pgTAP too.
set local client_min_messages = error;
grant execute on all functions in schema extensions to anon, authenticated;
reset client_min_messages;

-- The cast: an analyst who owns uploads, another analyst, an admin, somebody whose role was withdrawn.
insert into auth.users (id, aud, role, email, encrypted_password, raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
values
  ('00000000-0000-4000-8000-00000000001a', 'authenticated', 'authenticated', 'owner@ingest.test', '', '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-00000000001b', 'authenticated', 'authenticated', 'other@ingest.test', '', '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-00000000001c', 'authenticated', 'authenticated', 'admin@ingest.test', '', '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-00000000001d', 'authenticated', 'authenticated', 'withdrawn@ingest.test', '', '{}', '{}', now(), now());
insert into public.user_roles (user_id, role) values
  ('00000000-0000-4000-8000-00000000001a', 'analyst'),
  ('00000000-0000-4000-8000-00000000001b', 'analyst'),
  ('00000000-0000-4000-8000-00000000001c', 'admin');
insert into public.datasets (slug, title, profile, currency) values ('ingest-test', 'Ingest test', 'sparkov', 'USD');

create function pg_temp.become(person text) returns void language sql as $$
  select set_config('request.jwt.claims', json_build_object('sub', person, 'role', 'authenticated')::text, true);
  select set_config('request.jwt.claim.sub', person, true);
  select set_config('role', 'authenticated', true);
$$;
create function pg_temp.owner() returns uuid language sql as $$ select '00000000-0000-4000-8000-00000000001a'::uuid $$;
create function pg_temp.dataset() returns smallint language sql as $$ select id from public.datasets where slug = 'ingest-test' $$;

-- Begins an upload of `part_count` parts as whoever is acting.
create function pg_temp.begin_upload(content text, part_count integer default 1) returns jsonb language sql as $$
  select public.create_upload(
    'ingest-test', 'rows.csv', 1000, repeat(content, 64), '{a,b}', true,
    (select jsonb_agg(jsonb_build_object('number', n, 'first_line', 2 + 10 * n, 'byte_count', 500))
     from generate_series(0, part_count - 1) as n)
  )
$$;
-- Stages a part: one row per (second of 2019-01-01, label), fingerprinted by its second.
create function pg_temp.stage(target uuid, part integer, seconds integer[], labels boolean[] default null, score real default null)
returns text language plpgsql as $$
begin
  insert into private.staged_transactions (
    upload_id, part_number, line, occurred_at, fingerprint, amount, features, is_fraud,
    model_version_id, fraud_score, threshold, is_flagged
  )
  select target, part, 2 + 10 * part + position, '2019-01-01 00:00+00'::timestamptz + second * interval '1 second',
         md5(second::text)::uuid, 10 * second, array[second::real], labels[position],
         case when score is not null then (select id from public.model_versions where dataset_id = pg_temp.dataset()) end,
         score, 0.5, score >= 0.5
  from unnest(seconds) with ordinality as row (second, position);
  return private.finish_part(
    target, part, (select base_card_revision from public.uploads where id = target), cardinality(seconds), 0
  );
end
$$;
create function pg_temp.commit(target uuid, keep boolean default true) returns jsonb language sql as $$
  select private.commit_upload(target, pg_temp.owner(), keep, '{second}')
$$;
create temporary table begun (name text primary key, answer jsonb);
grant all on begun to authenticated;
create function pg_temp.id(wanted text) returns uuid language sql as $$ select (answer ->> 'upload_id')::uuid from begun where name = wanted $$;
grant execute on function pg_temp.begin_upload, pg_temp.id, pg_temp.owner to authenticated;

------------------------------------------------------------------------------- anonymous and withdrawn
select pg_temp.become('00000000-0000-4000-8000-00000000001d');
select throws_ok($$ select pg_temp.begin_upload('a') $$, '42501', null, 'without a role nobody begins an upload');
select throws_ok($$ select public.discard_upload(gen_random_uuid()) $$, 'PT404', null, 'without a role nobody discards an upload');
reset role;
set local role anon;
select throws_ok($$ select public.create_upload('ingest-test', 'a', 1, repeat('a', 64), '{a}', true, '[]') $$, '42501', null, 'nobody begins an upload without a sign-in');
select throws_ok($$ select public.discard_upload(gen_random_uuid()) $$, '42501', null, 'nobody discards an upload without a sign-in');
reset role;

------------------------------------------------------------------------------- what people may not call
select pg_temp.become('00000000-0000-4000-8000-00000000001c');
select throws_ok($$ select private.commit_upload(gen_random_uuid(), null, true, '{}') $$, '42501', null, 'even an admin commits through the function only');
select throws_ok($$ select private.refresh_months(1::smallint, '{}') $$, '42501', null, 'even an admin cannot rewrite months');
select throws_ok($$ select private.discard_upload(gen_random_uuid(), null) $$, '42501', null, 'even an admin discards in their own name only');
select throws_ok($$ select * from private.staged_transactions $$, '42501', null, 'nobody reads staged rows');
select throws_ok($$ select * from private.keys $$, '42501', null, 'nobody reads keys');
select throws_ok($$ insert into public.uploads (dataset_id, file_name, file_bytes, content_hash, column_names, has_labels, part_count)
  values (1, 'x', 1, repeat('a', 64), '{a}', false, 1) $$, '42501', null, 'uploads are begun through create_upload only');
reset role;

------------------------------------------------------------------------------- the owner begins
select pg_temp.become('00000000-0000-4000-8000-00000000001a');
insert into begun values ('first', pg_temp.begin_upload('a', 2));
select is(answer ->> 'status', 'created', 'an upload begins') from begun where name = 'first';
select is(answer -> 'ingested_parts', '[]', 'nothing of it is ingested yet') from begun where name = 'first';
select is(answer ->> 'storage_prefix', pg_temp.owner() || '/' || (answer ->> 'upload_id'), 'its parts belong into a folder of the owner') from begun where name = 'first';
select is(pg_temp.begin_upload('a', 2) ->> 'upload_id', pg_temp.id('first')::text, 'the same content again resumes it');
select is(pg_temp.begin_upload('a', 2) ->> 'status', 'resumed', 'and says so');
select is((select count(*) from public.upload_parts where upload_id = pg_temp.id('first')), 2::bigint, 'its parts are planned once');
select throws_ok($$ select public.create_upload('nowhere', 'a', 1, repeat('a', 64), '{a}', true, '[{"number": 0, "first_line": 2, "byte_count": 1}]') $$, 'PT404', null, 'an unknown dataset is refused');
select throws_ok($$ select public.create_upload('ingest-test', 'a', 1, repeat('a', 64), '{a}', true, '[]') $$, 'PT422', null, 'a plan without parts is refused');
select throws_ok($$ select public.create_upload('ingest-test', 'a', 1, repeat('a', 64), '{a}', true, '[{"number": 1, "first_line": 2, "byte_count": 1}]') $$, 'PT422', null, 'a plan with a gap is refused');
select throws_ok($$ select public.create_upload('ingest-test', 'a', 1, repeat('a', 64), '{a}', true, '[{"number": 0, "first_line": 2, "byte_count": 99999999}]') $$, 'PT422', null, 'a plan with too large a part is refused');
select throws_ok($$ select public.create_upload('ingest-test', 'a', 1, 'short', '{a}', true, '[{"number": 0, "first_line": 2, "byte_count": 1}]') $$, '23514', null, 'a hash that is none is refused');
reset role;

------------------------------------------------------------------------------- another analyst
select pg_temp.become('00000000-0000-4000-8000-00000000001b');
select isnt((pg_temp.begin_upload('a', 2) ->> 'upload_id')::uuid, pg_temp.id('first'), 'somebody else''s same content is an upload of its own');
select throws_ok(format('select public.discard_upload(%L)', pg_temp.id('first')), 'PT404', null, 'somebody else''s upload cannot be discarded');
reset role;

------------------------------------------------------------------------------- the way to a commit
select is(pg_temp.commit(pg_temp.id('first')) -> 'missingParts', '[0, 1]', 'a commit names the parts that are missing');
select is(pg_temp.stage(pg_temp.id('first'), 0, '{1,2,2}', '{f,t,f}'), 'receiving', 'after the first of two parts the upload still receives');
select is(pg_temp.stage(pg_temp.id('first'), 1, '{2,40000000}', '{null,null}'), 'ready', 'after the last part it is ready');
select is_empty($$ select 1 from public.transactions where dataset_id = pg_temp.dataset() $$, 'nobody sees a row before the commit');
update public.upload_parts set row_count = row_count + 1, rejected_count = 1 where upload_id = pg_temp.id('first') and number = 0;
select is(pg_temp.commit(pg_temp.id('first'), false) ->> 'status', 'rejected_rows_need_a_decision', 'rejected rows need a decision');
insert into begun select 'first commit', pg_temp.commit(pg_temp.id('first'));
select is(answer ->> 'status', 'committed', 'then it commits') from begun where name = 'first commit';
select is(answer - '{status,uploadId,dataset,committedAt}'::text[], '{
  "rowCount": 6, "acceptedCount": 5, "rejectedCount": 1, "knownCount": 0, "labelsAddedCount": 0, "labelConflictCount": 0,
  "scoredCount": 0, "flaggedCount": 0, "flaggedAmount": 0.00, "months": ["2019-01", "2020-04"], "championVersion": null
}'::jsonb, 'and says what came of it') from begun where name = 'first commit';
select is(pg_temp.commit(pg_temp.id('first')), (select answer from begun where name = 'first commit'), 'a second commit answers the same');
select is(count(*), 5::bigint, 'and stores nothing more') from public.transactions where dataset_id = pg_temp.dataset();
select results_eq(
  $$ select occurrence::integer from public.transactions where dataset_id = pg_temp.dataset() and features = '{2}' order by 1 $$,
  '{1,2,3}'::integer[], 'twins are numbered in the order of the file');
select is_empty($$ select 1 from private.staged_transactions where upload_id = pg_temp.id('first') $$, 'staging is empty afterwards');
select is(kind, 'upload_committed', 'the commit is logged') from public.events where dataset_id = pg_temp.dataset() order by id desc limit 1;
select is(feature_names, '{second}', 'the first commit fixes the features of the dataset') from public.datasets where slug = 'ingest-test';
select results_eq(
  $$ select month::text, transaction_count::integer, labelled_count::integer, fraud_count::integer, fraud_amount
     from public.monthly_transactions where dataset_id = pg_temp.dataset() order by month $$,
  $$ values ('2019-01-01', 4, 3, 1, 20.00), ('2020-04-01', 1, 0, 0, 0.00) $$,
  'months are rolled up');
select is((select status from (select pg_temp.stage(pg_temp.id('first'), 0, '{9}') as status) as late), 'upload_closed', 'a part that comes after the commit is turned away');
delete from private.staged_transactions where upload_id = pg_temp.id('first');

------------------------------------------------------------------------------- known rows and late labels
select pg_temp.become('00000000-0000-4000-8000-00000000001a');
select is(pg_temp.begin_upload('a', 2) ->> 'status', 'already_committed', 'the same content is recognised as committed');
insert into begun values ('second', pg_temp.begin_upload('b'));
reset role;
select pg_temp.become('00000000-0000-4000-8000-00000000001c');
select is(pg_temp.begin_upload('a', 2) ->> 'status', 'already_committed', 'to an admin too, who sees whose it is');
reset role;
select pg_temp.become('00000000-0000-4000-8000-00000000001b');
select is(pg_temp.begin_upload('a', 2) ->> 'status', 'resumed', 'but what one analyst calls by a hash keeps no other''s file out');
reset role;
select results_eq(
  format($$ select stored_count, staged_count from private.known_fingerprints(pg_temp.dataset(), %L, 0,
    array['2019-01-01 00:00:02+00', '2019-01-01 00:00:03+00']::timestamptz[], array[md5('2'), md5('3')]::uuid[]) $$, pg_temp.id('second')),
  $$ values (3, 0) $$, 'a stored row is known, with the number of its twins');
select pg_temp.stage(pg_temp.id('second'), 0, '{1,2,2,2,3}', '{t,t,f,t,f}');
insert into begun select 'second commit', pg_temp.commit(pg_temp.id('second'));
select is(
  answer - '{status,uploadId,dataset,committedAt,months,scoredCount,flaggedCount,flaggedAmount,championVersion,rejectedCount}'::text[],
  '{"rowCount": 5, "acceptedCount": 1, "knownCount": 4, "labelsAddedCount": 1, "labelConflictCount": 1}'::jsonb,
  'known rows are not stored again; labels are added where none was, and a contradiction is counted')
  from begun where name = 'second commit';
select results_eq(
  $$ select is_fraud from public.transactions where dataset_id = pg_temp.dataset() and features <= '{2}' order by features, occurrence $$,
  '{f,t,f,t}'::boolean[], 'the contradicted label stays');
select results_eq(
  $$ select kind, payload ->> 'labelsAddedCount' from public.events where dataset_id = pg_temp.dataset() order by id desc limit 1 $$,
  $$ values ('labels_added', '1') $$, 'added labels are logged');

------------------------------------------------------------------------------- predictions
insert into public.training_runs (dataset_id, trigger) values (pg_temp.dataset(), 'manual');
insert into public.model_versions (dataset_id, version, run_id, family, artifact_path, artifact_sha256, artifact_bytes, threshold, trained_until, metrics, hyperparameters, curves, feature_importance)
select pg_temp.dataset(), 1, id, 'x', 'x', repeat('a', 64), 1, 0.5, '2019-01-01', '{}', '{}', '{}', '{}'
from public.training_runs where dataset_id = pg_temp.dataset();
insert into public.model_aliases (dataset_id, alias, model_version_id, reason)
select dataset_id, 'champion', id, 'test' from public.model_versions where dataset_id = pg_temp.dataset();
select pg_temp.become('00000000-0000-4000-8000-00000000001a');
insert into begun values ('scored', pg_temp.begin_upload('c'));
reset role;
select pg_temp.stage(pg_temp.id('scored'), 0, '{3,100,101}', '{f,t,f}', 1);
insert into begun select 'scored commit', pg_temp.commit(pg_temp.id('scored'));
select is(
  answer - '{status,uploadId,dataset,committedAt,months,rejectedCount,rowCount,labelsAddedCount,labelConflictCount}'::text[],
  '{"acceptedCount": 2, "knownCount": 1, "scoredCount": 2, "flaggedCount": 2, "flaggedAmount": 2010.00, "championVersion": 1}'::jsonb,
  'only new rows are predicted') from begun where name = 'scored commit';
select results_eq(
  $$ select scored_count::integer, flagged_count::integer, true_positive_count::integer, false_positive_count::integer,
       caught_amount, fraud_score_histogram[200], legitimate_score_histogram[200], fraud_amount_histogram[200]
     from public.monthly_predictions where dataset_id = pg_temp.dataset() $$,
  $$ values (2, 2, 1, 1, 1000.00, 1, 1, 1000.00) $$, 'predictions are rolled up; a score of 1 is in the last bin');

------------------------------------------------------------------------------- when others were faster
select pg_temp.become('00000000-0000-4000-8000-00000000001a');
insert into begun values ('overtaken', pg_temp.begin_upload('d'));
reset role;
select pg_temp.stage(pg_temp.id('overtaken'), 0, '{500}');
insert into private.staged_card_states (upload_id, part_number, card_hash, state)
values (pg_temp.id('overtaken'), 0, md5('card')::uuid, '{1}');
update public.datasets set card_revision = card_revision + 1 where slug = 'ingest-test';
select is(pg_temp.commit(pg_temp.id('overtaken')) ->> 'status', 'dataset_changed', 'a commit on outdated card histories is refused');
select is_empty($$ select 1 from private.staged_transactions where upload_id = pg_temp.id('overtaken') $$, 'what was staged on them is forgotten');
select is(state::text, 'receiving', 'and the upload receives again') from public.uploads where id = pg_temp.id('overtaken');
select is(private.finish_part(pg_temp.id('overtaken'), 0, -1, 1, 0), 'dataset_changed', 'a part computed on outdated card histories is turned away');
select pg_temp.stage(pg_temp.id('overtaken'), 0, '{500}');
select is(pg_temp.commit(pg_temp.id('overtaken')) ->> 'status', 'model_published', 'rows that a published model has not seen are ingested again');
select is_empty($$ select 1 from private.staged_transactions where upload_id = pg_temp.id('overtaken') $$, 'for which they are forgotten');
-- Still unscored, as where the model's artifact cannot be used: the commit takes them as they are.
select pg_temp.stage(pg_temp.id('overtaken'), 0, '{500}');
insert into private.staged_card_states (upload_id, part_number, card_hash, state)
values (pg_temp.id('overtaken'), 0, md5('card')::uuid, '{1}'), (pg_temp.id('overtaken'), 1, md5('card')::uuid, '{2}');
select results_eq(
  format($$ select state from private.card_states_before(%L, 1, array[md5('card')::uuid, md5('new')::uuid]) $$, pg_temp.id('overtaken')),
  $$ values ('{1}'::float8[]) $$, 'a part continues from the part before it');
insert into begun select 'before', to_jsonb(card_revision) from public.datasets where slug = 'ingest-test';
select is(pg_temp.commit(pg_temp.id('overtaken')) ->> 'status', 'committed', 'ingested again it commits');
select is(state, '{2}', 'the newest history of a card is kept') from public.card_states where dataset_id = pg_temp.dataset();
select is(to_jsonb(card_revision - 1), (select answer from begun where name = 'before'), 'and the dataset''s card revision rises') from public.datasets where slug = 'ingest-test';
select is(private.commit_upload((select id from public.uploads where uploaded_by <> pg_temp.owner() and dataset_id = pg_temp.dataset()), pg_temp.owner(), true, '{second}') ->> 'status', 'upload_incomplete', 'an upload without its parts is incomplete, whoever asks');

------------------------------------------------------------------------------- discard
select pg_temp.become('00000000-0000-4000-8000-00000000001a');
insert into begun values ('unwanted', pg_temp.begin_upload('e'));
reset role;
select pg_temp.stage(pg_temp.id('unwanted'), 0, '{700}');
select pg_temp.become('00000000-0000-4000-8000-00000000001a');
select lives_ok(format('select public.discard_upload(%L)', pg_temp.id('unwanted')), 'the owner discards an upload');
select lives_ok(format('select public.discard_upload(%L)', pg_temp.id('unwanted')), 'again is harmless');
select throws_ok(format('select public.discard_upload(%L)', pg_temp.id('first')), 'PT409', null, 'a committed upload stays');
reset role;
select is_empty(
  format($$ select 1 from private.staged_transactions where upload_id = %1$L
            union all select 1 from public.upload_parts where upload_id = %1$L $$, pg_temp.id('unwanted')),
  'nothing of it is left');

select * from finish();
rollback;
