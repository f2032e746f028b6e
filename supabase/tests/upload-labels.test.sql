-- What a labelled file leaves behind: contradictions row by row, and the serving model's measures on its rows.
begin;
select plan(42);
-- New functions are closed to everybody here, those of pgTAP too.
set local client_min_messages = error;
grant execute on all functions in schema extensions to anon, authenticated;

-- The cast: an analyst who owns uploads, another analyst, an admin, somebody without a role.
insert into auth.users (id, aud, role, email, encrypted_password, raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
values
  ('00000000-0000-4000-8000-00000000002a', 'authenticated', 'authenticated', 'owner@labels.test', '', '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-00000000002b', 'authenticated', 'authenticated', 'other@labels.test', '', '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-00000000002c', 'authenticated', 'authenticated', 'admin@labels.test', '', '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-00000000002d', 'authenticated', 'authenticated', 'withdrawn@labels.test', '', '{}', '{}', now(), now());
insert into public.user_roles (user_id, role) values
  ('00000000-0000-4000-8000-00000000002a', 'analyst'),
  ('00000000-0000-4000-8000-00000000002b', 'analyst'),
  ('00000000-0000-4000-8000-00000000002c', 'admin');
insert into public.datasets (slug, title, profile, currency) values ('label-test', 'Label test', 'ulb', 'EUR');

create function pg_temp.become(person text) returns void language sql as $$
  select set_config('request.jwt.claims', json_build_object('sub', person, 'role', 'authenticated')::text, true);
  select set_config('request.jwt.claim.sub', person, true);
  select set_config('role', 'authenticated', true);
$$;
create function pg_temp.owner() returns uuid language sql as $$ select '00000000-0000-4000-8000-00000000002a'::uuid $$;
create function pg_temp.dataset() returns smallint language sql as $$ select id from public.datasets where slug = 'label-test' $$;
create function pg_temp.model(wanted integer) returns bigint language sql as $$
  select id from public.model_versions where dataset_id = pg_temp.dataset() and version = wanted $$;

insert into public.training_runs (dataset_id, trigger) values (pg_temp.dataset(), 'manual');
insert into public.model_versions (dataset_id, version, run_id, family, artifact_path, artifact_sha256, artifact_bytes, threshold, trained_until, metrics, hyperparameters, curves, feature_importance)
select pg_temp.dataset(), version, training_runs.id, 'x', 'x', repeat('a', 64), 1, 0.5, trained_until, '{}', '{}', '{}', '{}'
from public.training_runs, (values (1, '2019-01-01'::timestamptz), (2, '2019-02-01')) as published (version, trained_until)
where dataset_id = pg_temp.dataset();
insert into public.model_aliases (dataset_id, alias, model_version_id, reason)
values (pg_temp.dataset(), 'champion', pg_temp.model(2), 'test');

-- Commits one row per (second after `starts`, label, score) as one file of the owner, and returns the upload.
create temporary table uploaded (name text primary key, id uuid, answer jsonb);
grant select on uploaded to authenticated;
create function pg_temp.upload(
  name text, seconds integer[], labels boolean[] default null, scores real[] default null,
  version integer default 1, starts timestamptz default '2019-01-05'
) returns void language plpgsql as $$
declare
  upload_id uuid;
begin
  insert into public.uploads (dataset_id, uploaded_by, file_name, file_bytes, content_hash, column_names, has_labels, part_count,
    ingested_again_for)
  -- Unscored rows are not sent round again for the champion.
  values (pg_temp.dataset(), pg_temp.owner(), name, 10, encode(sha256(name::bytea), 'hex'), '{a}', labels is not null, 1,
    pg_temp.model(2))
  returning id into upload_id;
  insert into public.upload_parts (upload_id, number, first_line, byte_count, storage_path) values (upload_id, 0, 2, 10, 'x');
  insert into private.staged_transactions (
    upload_id, part_number, line, occurred_at, fingerprint, amount, features, is_fraud,
    model_version_id, fraud_score, threshold, is_flagged
  )
  select upload_id, 0, 1 + position, starts + second * interval '1 second', md5(second::text)::uuid, 10, '{1}',
         labels[position], case when scores[position] is not null then pg_temp.model(version) end,
         scores[position], case when scores[position] is not null then 0.5 end, scores[position] >= 0.5
  from unnest(seconds) with ordinality as row (second, position);
  perform private.finish_part(upload_id, 0, 0, cardinality(seconds), 0);
  insert into uploaded values (name, upload_id, private.commit_upload(upload_id, pg_temp.owner(), true, '{one}'));
end
$$;
create function pg_temp.id(wanted text) returns uuid language sql as $$ select id from uploaded where name = wanted $$;
create function pg_temp.evaluation(wanted text) returns jsonb language sql as $$ select public.upload_evaluation(pg_temp.id(wanted)) $$;
grant execute on function pg_temp.id, pg_temp.evaluation to authenticated;

-- Ten rows whose average precision is known: frauds at ranks 1, 2, 4, 5 and 8, two of the ranks shared with legitimate rows.
select pg_temp.upload('labelled', '{1,2,3,4,5,6,7,8,9,10}', '{t,t,f,t,t,f,f,t,f,f}',
  '{0.95,0.9,0.8,0.7,0.6,0.6,0.4,0.3,0.3,0.1}');
select pg_temp.upload('unlabelled', '{101,102,103,104,105,106}', null, '{0.9,0.8,0.7,0.6,0.2,0.1}');
select pg_temp.upload('labels later', '{101,102,103,104,105,106}', '{t,t,t,t,t,f}', '{0.5,0.5,0.5,0.5,0.5,0.5}', 2);
select pg_temp.upload('no model', '{201,202}', '{t,f}');
select pg_temp.upload('learned', '{301,302}', '{t,f}', '{0.9,0.1}', 1, '2018-12-01');
select pg_temp.upload('one class', '{401,402}', '{f,f}', '{0.9,0.1}');
select pg_temp.upload('only fraud', '{411,412,413,414,415}', '{t,t,t,t,t}', '{0.9,0.8,0.7,0.6,0.5}');
select pg_temp.upload('few frauds', '{501,502}', '{t,f}', '{0.9,0.1}');
select pg_temp.upload('blank labels', '{601,602}', '{null,null}', '{0.9,0.1}');
select pg_temp.upload('perfect', '{701,702,703,704,705,706}', '{t,t,t,t,t,f}', '{0.9,0.8,0.7,0.6,0.5,0.1}');
select pg_temp.upload('long', (select array_agg(n) from generate_series(1001, 2000) as n),
  (select array_agg(n % 2 = 0) from generate_series(1001, 2000) as n),
  (select array_agg((n / 2001.0)::real) from generate_series(1001, 2000) as n));

------------------------------------------------------------------------------- the owner
select pg_temp.become('00000000-0000-4000-8000-00000000002a');
select is(pg_temp.evaluation('labelled') - '{averagePrecision,interval,curve,evaluatedAt,precision,recall}'::text[], '{
  "state": "evaluated", "reasonCode": null, "modelVersion": 1, "labelledCount": 10, "rowCount": 10, "fraudCount": 5,
  "threshold": 0.5, "truePositiveCount": 4, "falsePositiveCount": 2, "falseNegativeCount": 1, "trueNegativeCount": 3
}'::jsonb, 'a labelled file is evaluated on its own rows');
select is(round((pg_temp.evaluation('labelled') ->> 'averagePrecision')::numeric, 12),
  round((1 + 1 + 3/4.0 + 4/6.0 + 5/9.0) / 5, 12), 'average precision joins tied scores');
select is(round((pg_temp.evaluation('labelled') ->> 'precision')::numeric, 12), round(4/6.0, 12), 'precision at the threshold');
select is(round((pg_temp.evaluation('labelled') ->> 'recall')::numeric, 12), 0.8, 'recall at the threshold');
select ok((pg_temp.evaluation('labelled') ->> 'averagePrecision')::float
  between (pg_temp.evaluation('labelled') #>> '{interval,low}')::float and (pg_temp.evaluation('labelled') #>> '{interval,high}')::float,
  'the interval holds the average precision');
select ok((pg_temp.evaluation('labelled') #>> '{interval,low}')::float > 0 and (pg_temp.evaluation('labelled') #>> '{interval,high}')::float < 1,
  'and stays within 0 and 1');
select is(jsonb_array_length(pg_temp.evaluation('labelled') -> 'curve'), 5, 'the curve has a point where another fraud is caught');
select is(round((pg_temp.evaluation('labelled') #>> '{curve,4,recall}')::numeric, 12), 1.000000000000, 'and ends where all are caught');
select is(pg_temp.evaluation('unlabelled') ->> 'reasonCode', 'no_labels', 'a file without labels says so');
select is(pg_temp.evaluation('unlabelled') ->> 'state', 'impossible', 'and is not evaluated');
select is(pg_temp.evaluation('labels later') ->> 'state', 'evaluated', 'labels that come later are evaluated in their own upload');
select is(pg_temp.evaluation('labels later') ->> 'modelVersion', '1', 'with what was predicted when the rows came');
select is(pg_temp.evaluation('labels later') ->> 'truePositiveCount', '4', 'and the scores of that day');
select is(pg_temp.evaluation('labels later') ->> 'threshold', '0.5', 'and its threshold');
select is(pg_temp.evaluation('no model') ->> 'reasonCode', 'no_model', 'rows that no model scored');
select is(pg_temp.evaluation('learned') ->> 'reasonCode', 'model_learned_from_rows', 'rows within the training window');
select is(pg_temp.evaluation('learned') ->> 'rowCount', '0', 'are not measured');
select is(pg_temp.evaluation('one class') ->> 'reasonCode', 'one_class', 'rows without a fraud');
select is(pg_temp.evaluation('only fraud') ->> 'reasonCode', 'one_class', 'rows of nothing but fraud');
select is(pg_temp.evaluation('few frauds') ->> 'reasonCode', 'too_few_frauds', 'a single fraud says nothing');
select is(pg_temp.evaluation('few frauds') ->> 'averagePrecision', null, 'so there is no average precision');
select is(pg_temp.evaluation('blank labels') ->> 'reasonCode', 'no_labels', 'a label column without a label');
select is((pg_temp.evaluation('perfect') ->> 'averagePrecision')::numeric, 1.0, 'a perfect ranking');
select is(pg_temp.evaluation('perfect') ->> 'interval', null, 'has no interval');
select is(jsonb_array_length(pg_temp.evaluation('long') -> 'curve'), 200, 'a long curve is thinned');
select is((pg_temp.evaluation('long') #>> '{curve,199,recall}')::float, 1::float, 'with its last point');
select is(public.upload_evaluation(gen_random_uuid()), null, 'no such upload, no answer');
reset role;

------------------------------------------------------------------------------- contradictions
select pg_temp.upload('contradicting', '{1,2,3,4,11}', '{t,f,t,t,f}', '{0.9,0.9,0.9,0.9,0.9}');
select is((select answer ->> 'labelConflictCount' from uploaded where name = 'contradicting'), '2', 'contradicting labels are counted');
select pg_temp.become('00000000-0000-4000-8000-00000000002a');
select is(public.upload_label_conflicts(pg_temp.id('contradicting')) ->> 'total', '2', 'and listed to the owner');
select is(
  (public.upload_label_conflicts(pg_temp.id('contradicting'), 1) #> '{rows,0}') - '{transactionId,amount}'::text[], '{
    "line": 3, "occurredAt": "2019-01-05T00:00:02+00:00", "storedLabel": true, "storedSource": "file", "fileLabel": false,
    "currentLabel": true, "currentSource": "file", "isSettled": false
  }'::jsonb, 'with line, stored and file label');
select is(public.upload_label_conflicts(pg_temp.id('contradicting'), 1, 1) #>> '{rows,0,line}', '4', 'page by page');
select is(public.upload_label_conflicts(pg_temp.id('contradicting'), 1, 2) -> 'rows', '[]', 'to the end');
select is((select is_fraud from public.transactions where id = (public.upload_label_conflicts(pg_temp.id('contradicting')) #>> '{rows,0,transactionId}')::bigint),
  true, 'the stored label stays');
select is(pg_temp.evaluation('contradicting') ->> 'labelledCount', '5', 'the stored labels count, not the contradicting ones');
select throws_ok($$ insert into public.label_conflicts values (gen_random_uuid(), 1, 1, now(), true, 'file', false) $$, '42501', null, 'people write no conflicts');
select throws_ok($$ insert into public.upload_evaluations (upload_id, labelled_count, row_count, fraud_count) values (gen_random_uuid(), 1, 1, 1) $$, '42501', null, 'nor evaluations');
reset role;
select lives_ok($$
  select set_config('request.jwt.claim.sub', '00000000-0000-4000-8000-00000000002a', true);
  insert into public.reviews (dataset_id, transaction_id, occurred_at, outcome)
  select pg_temp.dataset(), transaction_id, occurred_at, 'fraud' from public.label_conflicts where upload_id = pg_temp.id('contradicting') and line = 3;
  update public.transactions set label_source = 'review', labelled_at = now() + interval '1 minute'
  where id = (select transaction_id from public.label_conflicts where upload_id = pg_temp.id('contradicting') and line = 3);
$$, 'a review comes later');
select pg_temp.become('00000000-0000-4000-8000-00000000002a');
select is(public.upload_label_conflicts(pg_temp.id('contradicting')) #>> '{rows,0,isSettled}', 'true', 'and settles the contradiction');
reset role;

------------------------------------------------------------------------------- everybody else
select pg_temp.become('00000000-0000-4000-8000-00000000002b');
select is(public.upload_label_conflicts(pg_temp.id('contradicting')) ->> 'total', '0', 'another analyst sees nothing of it');
select is(pg_temp.evaluation('labelled'), null, 'nor its evaluation');
reset role;
select pg_temp.become('00000000-0000-4000-8000-00000000002c');
select is(public.upload_label_conflicts(pg_temp.id('contradicting')) ->> 'total', '2', 'an admin sees the contradictions of everybody');
select is(pg_temp.evaluation('labelled') ->> 'state', 'evaluated', 'and their evaluations');
reset role;

select * from finish();
rollback;
