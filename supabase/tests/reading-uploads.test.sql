-- What the upload pages read, actor by actor. One transaction, rolled back.
begin;
select plan(13);
-- New functions are closed to everybody here, those of pgTAP too.
set local client_min_messages = error;
grant execute on all functions in schema extensions to anon, authenticated;
reset client_min_messages;

-- Two analysts and an admin; one dataset with a committed upload of three rows and one that waits.
insert into auth.users (id, aud, role, email, encrypted_password, raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
values
  ('00000000-0000-4000-8000-0000000000f1', 'authenticated', 'authenticated', 'analyst@uploads.test', '', '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-0000000000f2', 'authenticated', 'authenticated', 'other@uploads.test', '', '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-0000000000f3', 'authenticated', 'authenticated', 'admin@uploads.test', '', '{}', '{}', now(), now());
insert into public.user_roles (user_id, role) values
  ('00000000-0000-4000-8000-0000000000f1', 'analyst'),
  ('00000000-0000-4000-8000-0000000000f2', 'analyst'),
  ('00000000-0000-4000-8000-0000000000f3', 'admin');
insert into public.datasets (slug, title, profile, currency) values ('uploads-test', 'Uploads test', 'sparkov', 'USD');
create temporary table thing as select id as dataset_id from public.datasets where slug = 'uploads-test';
insert into public.training_runs (dataset_id, trigger, state) select dataset_id, 'manual', 'succeeded' from thing;
insert into public.candidates (run_id, family, hyperparameters, metrics, learning_curve, duration_ms, is_selected)
select id, 'gradient-boosting', '{}', '{}', '[]', 1000, true
from public.training_runs where dataset_id = (select dataset_id from thing);
insert into public.model_versions (
  dataset_id, version, run_id, family, artifact_path, artifact_sha256, artifact_bytes, threshold, trained_until,
  metrics, hyperparameters, curves, feature_importance
)
select thing.dataset_id, 1, training_runs.id, 'gradient-boosting', 'x', repeat('9', 64), 100, 0.5, '2018-12-01',
       '{}', '{}', '{}', '[]'
from thing join public.training_runs on training_runs.dataset_id = thing.dataset_id;

insert into public.uploads (
  id, dataset_id, uploaded_by, file_name, file_bytes, content_hash, column_names, has_labels, part_count, state, months,
  scored_count
)
select id::uuid, dataset_id, '00000000-0000-4000-8000-0000000000f1', name, 10, repeat(hash, 64), '{amt}'::text[], true, 3,
       state::public.upload_state, months::date[], scored
from thing
cross join (values
  ('00000000-0000-4000-8000-0000000000f4', 'january.csv', '1', 'committed', '{2019-01-01}', 3),
  ('00000000-0000-4000-8000-0000000000f5', 'february.csv', '2', 'receiving', '{}', 0)
) as files (id, name, hash, state, months, scored);
insert into public.upload_parts (upload_id, number, first_line, byte_count, storage_path, row_count, rejected_count, ingested_at)
select '00000000-0000-4000-8000-0000000000f5', number, number + 2, 10, 'x', rows, rejected, at
from (values (0, 5, 2, now()), (1, 4, 0, now()), (2, null, null, null)) as part (number, rows, rejected, at);
select private.ensure_month_partitions(array['2019-01-01']::date[]);
insert into public.transactions (dataset_id, occurred_at, fingerprint, amount, features, is_fraud, label_source, upload_id)
select dataset_id, '2019-01-05'::timestamptz + number * interval '1 hour', md5('upload' || number)::uuid, number, '{1}',
       fraud, case when fraud is not null then 'file'::public.label_source end, '00000000-0000-4000-8000-0000000000f4'
from thing cross join (values (1, true), (2, false), (3, null)) as row (number, fraud);
insert into public.predictions (transaction_id, occurred_at, dataset_id, model_version_id, fraud_score, threshold, is_flagged)
select transactions.id, transactions.occurred_at, transactions.dataset_id, model_versions.id,
       case transactions.amount when 1 then 1 when 2 then 0.019 else 0.03 end, 0.5, transactions.amount = 1
from public.transactions
join public.model_versions on model_versions.dataset_id = transactions.dataset_id
where transactions.upload_id = '00000000-0000-4000-8000-0000000000f4' and transactions.occurred_at >= '2019-01-01';

create function pg_temp.become(person uuid) returns void language sql as $$
  select set_config('request.jwt.claims', json_build_object('sub', person, 'role', 'authenticated')::text, true);
  select set_config('request.jwt.claim.sub', person::text, true);
  select set_config('role', 'authenticated', true);
$$;

------------------------------------------------------------------------------- nobody
set local role anon;
select throws_ok($$ select public.upload_scores('00000000-0000-4000-8000-0000000000f4') $$, '42501', null, 'nobody reads scores of a file');
reset role;

------------------------------------------------------------------------------- the owner
select pg_temp.become('00000000-0000-4000-8000-0000000000f1');
select is(public.list_uploads() ->> 'total', '2', 'the owner sees both uploads');
select is(
  jsonb_path_query_array(public.list_uploads(dataset_slug => 'uploads-test', state => 'receiving'), '$.rows[*].fileName'),
  '["february.csv"]'::jsonb, 'filtered by dataset and state'
);
select is(public.list_uploads(dataset_slug => 'uploads-test', state => 'discarded') ->> 'total', '0', 'no discarded one');
select is(public.list_uploads(dataset_slug => 'nothing') ->> 'total', '0', 'none of an unknown dataset');
select is(
  jsonb_array_length(public.list_uploads(1, 1) -> 'rows') || ' of ' || (public.list_uploads(1, 1) ->> 'total'),
  '1 of 2', 'a page knows the total'
);
select is(
  public.get_upload('00000000-0000-4000-8000-0000000000f5') -> 'staged',
  '{"partCount": 2, "rowCount": 9, "rejectedCount": 2}'::jsonb, 'an unfinished upload tells what is staged'
);
select is(public.get_upload('00000000-0000-4000-8000-0000000000f5') -> 'isOwn', 'true'::jsonb, 'and that it is one''s own');
select is(
  jsonb_build_array(
    public.upload_scores('00000000-0000-4000-8000-0000000000f4') -> 'threshold',
    public.upload_scores('00000000-0000-4000-8000-0000000000f4') #> '{fraud,49}',
    public.upload_scores('00000000-0000-4000-8000-0000000000f4') #> '{legitimate,0}',
    public.upload_scores('00000000-0000-4000-8000-0000000000f4') #> '{unlabelled,1}'
  ),
  '[0.5, 1, 1, 1]'::jsonb, 'scores fall into bins closed below; the highest score into the last bin'
);
select is(
  (
    select sum(count.value::integer)
    from jsonb_each(public.upload_scores('00000000-0000-4000-8000-0000000000f4')) as side
    cross join lateral jsonb_array_elements_text(
      case when jsonb_typeof(side.value) = 'array' then side.value else '[]' end
    ) as count (value)
  ),
  3::bigint, 'every row is in one bin'
);
select is(public.upload_scores('00000000-0000-4000-8000-0000000000f5'), null, 'an unfinished upload has no scores');
reset role;

------------------------------------------------------------------------------- another analyst, an admin
select pg_temp.become('00000000-0000-4000-8000-0000000000f2');
select is(public.upload_scores('00000000-0000-4000-8000-0000000000f4'), null, 'another analyst sees no scores of it');
reset role;
select pg_temp.become('00000000-0000-4000-8000-0000000000f3');
select is(public.get_upload('00000000-0000-4000-8000-0000000000f4') -> 'isOwn', 'false'::jsonb, 'an admin knows that it is somebody else''s');
reset role;

select * from finish();
rollback;
