-- A file that brings whole months: filled before they are partitions, they are what they would have been. One
-- transaction, rolled back.
begin;
select plan(17);
set local client_min_messages = error;

insert into auth.users (id, aud, role, email, encrypted_password, raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
values ('00000000-0000-4000-8000-0000000000f1', 'authenticated', 'authenticated', 'one@fill.test', '', '{}', '{}', now(), now());
insert into public.datasets (slug, title, profile, currency) values ('fill-test', 'Fill test', 'sparkov', 'USD');
create temporary table thing as select id as dataset_id from public.datasets where slug = 'fill-test';
insert into public.training_runs (dataset_id, trigger, state, decision)
select dataset_id, 'manual', 'succeeded', '{"decision": "promote", "code": "first_model", "reason": "It is good."}' from thing;
insert into public.model_versions (
  dataset_id, version, run_id, family, artifact_path, artifact_sha256, artifact_bytes, threshold, trained_until,
  metrics, hyperparameters, curves, feature_importance
)
select thing.dataset_id, 1, training_runs.id, 'gradient-boosting', 'x', repeat('a', 64), 100, 0.5, '2001-01-01', '{}', '{}', '{}', '[]'
from thing join public.training_runs on training_runs.dataset_id = thing.dataset_id;

-- An upload of so many rows, spread evenly from one time to another; every tenth row stands there twice.
create function pg_temp.stage(id uuid, rows integer, opens timestamptz, closes timestamptz) returns void language sql as $$
  insert into public.uploads (
    id, dataset_id, uploaded_by, file_name, file_bytes, content_hash, column_names, has_labels, part_count, state
  )
  select stage.id, dataset_id, '00000000-0000-4000-8000-0000000000f1', 'x.csv', 1,
         encode(sha256(stage.id::text::bytea), 'hex'), '{a}', true, 1, 'ready'
  from thing;
  insert into public.upload_parts (upload_id, number, first_line, byte_count, storage_path, row_count, rejected_count, ingested_at)
  values (stage.id, 0, 2, 1, stage.id::text, rows, 0, now());
  insert into private.staged_transactions (
    upload_id, part_number, line, occurred_at, fingerprint, amount, features, is_fraud,
    model_version_id, fraud_score, threshold, is_flagged
  )
  select stage.id, 0, number + 1, opens + (closes - opens) * ((number - twin) / rows::double precision),
         md5(opens || ' ' || number - twin)::uuid, number - twin, '{1}', number % 50 = 0,
         model_versions.id, (number % 101) / 100.0, 0.5, (number % 101) >= 50
  from thing join public.model_versions using (dataset_id)
  cross join generate_series(0, rows - 1) as number
  cross join lateral (select (number % 10 = 1)::integer as twin) as twins;
$$;
create function pg_temp.committed(id uuid) returns text language sql as $$
  select private.commit_upload(id, '00000000-0000-4000-8000-0000000000f1', true, '{a}') ->> 'acceptedCount'
$$;
create function pg_temp.months() returns jsonb language sql as $$
  select jsonb_build_array(
    (select jsonb_agg(to_jsonb(monthly) - 'updated_at' order by month) from public.monthly_transactions as monthly join thing using (dataset_id)),
    (select jsonb_agg(to_jsonb(monthly) - 'updated_at' order by month) from public.monthly_predictions as monthly join thing using (dataset_id))
  )
$$;
create function pg_temp.equals_recount() returns boolean language plpgsql as $$
declare
  before jsonb := pg_temp.months();
begin
  perform private.refresh_months(
    (select dataset_id from thing),
    array(select month from public.monthly_transactions join thing using (dataset_id))
  );
  return before = pg_temp.months();
end
$$;
-- What a partition is, apart from its name.
create function pg_temp.shape(partition text) returns text language sql as $$
  select jsonb_build_array(
    (select jsonb_agg(replace(pg_get_indexdef(indexrelid), partition, 'x') order by pg_get_indexdef(indexrelid))
     from pg_index where indrelid = ('partitions.' || partition)::regclass),
    (select jsonb_agg(conname || ' ' || pg_get_constraintdef(oid) order by conname) from pg_constraint
     where conrelid = ('partitions.' || partition)::regclass and contype = 'c'),
    (select jsonb_agg(attname || ' ' || attnotnull || ' ' || atthasdef || ' ' || attidentity::text || ' ' || attislocal || ' ' || attinhcount order by attnum)
     from pg_attribute where attrelid = ('partitions.' || partition)::regclass and attnum > 0),
    (select jsonb_build_array(relrowsecurity, relforcerowsecurity, relispartition) from pg_class
     where oid = ('partitions.' || partition)::regclass)
  )::text
$$;

select private.ensure_month_partitions(array['2003-01-01'::date]);
select pg_temp.stage('00000000-0000-4000-8000-0000000000fa', 3000, '2002-03-15Z', '2002-04-15Z');
select is(pg_temp.committed('00000000-0000-4000-8000-0000000000fa'), '3000', 'months that nobody had are filled');
select is((select count(*) from partitions.transactions_2002_03) + (select count(*) from partitions.transactions_2002_04), 3000::bigint, 'each row in its month');
select is((select count(*) from partitions.predictions_2002_03) + (select count(*) from partitions.predictions_2002_04), 3000::bigint, 'and so is each prediction');
select is(pg_temp.shape('transactions_2002_03'), pg_temp.shape('transactions_2003_01'), 'a filled month of transactions is like any other');
select is(pg_temp.shape('predictions_2002_04'), pg_temp.shape('predictions_2003_01'), 'and so is one of predictions');
select is((select count(*) from public.transactions join thing using (dataset_id) where occurrence = 2), 300::bigint, 'twins are numbered');
select is(to_regclass('private.filling_transactions'), null, 'nothing is left of the detour');
select ok(pg_temp.equals_recount(), 'the months equal a recount');
select is(
  (select count(*) from pg_locks where pid = pg_backend_pid() and relation = 'public.reviews'::regclass and mode <> 'AccessShareLock'),
  0::bigint, 'new months keep nobody from recording a review'
);

-- Into a month that is there, and over rows that are known.
select pg_temp.stage('00000000-0000-4000-8000-0000000000fb', 3000, '2002-03-15Z', '2002-04-15Z');
insert into private.staged_transactions
select (jsonb_populate_record(row, jsonb_build_object(
  'line', row.line + 5000, 'fingerprint', md5(row.line::text), 'transaction_id', nextval('public.transactions_id_seq')
))).* from private.staged_transactions as row where row.upload_id = '00000000-0000-4000-8000-0000000000fb' and row.line <= 100;
update public.upload_parts set row_count = 3100 where upload_id = '00000000-0000-4000-8000-0000000000fb';
select is(pg_temp.committed('00000000-0000-4000-8000-0000000000fb'), '100', 'of a file that overlaps only what is new is stored');
select ok(pg_temp.equals_recount(), 'and counted into its month');

-- Of several uploads under way only the committed one leaves staging.
select pg_temp.stage('00000000-0000-4000-8000-0000000000fc', 10, '2002-06-15Z', '2002-06-16Z');
select pg_temp.stage('00000000-0000-4000-8000-0000000000fd', 20, '2002-07-15Z', '2002-07-16Z');
select is(pg_temp.committed('00000000-0000-4000-8000-0000000000fc'), '10', 'a small file is stored too');
select is((select count(distinct upload_id) from private.staged_transactions where upload_id::text like '%-0000000000f_'), 1::bigint, 'rows of other uploads stay staged');

-- More equal rows than a smallint can number.
select pg_temp.stage('00000000-0000-4000-8000-0000000000fe', 32800, '2002-08-15Z', '2002-08-16Z');
update private.staged_transactions set fingerprint = md5('equal')::uuid, occurred_at = '2002-08-15Z'
where upload_id = '00000000-0000-4000-8000-0000000000fe';
select is(pg_temp.committed('00000000-0000-4000-8000-0000000000fe'), '32800', 'any number of twins is stored');
select is(
  (select count(distinct occurrence) from public.transactions join thing using (dataset_id) where fingerprint = md5('equal')::uuid),
  32800::bigint, 'each with a number of its own'
);

-- The largest amount that a row may have, many times over.
select pg_temp.stage('00000000-0000-4000-8000-0000000000e1', 20000, '2002-09-15Z', '2002-09-16Z');
update private.staged_transactions set amount = 999999999999.99
where upload_id = '00000000-0000-4000-8000-0000000000e1';
select is(pg_temp.committed('00000000-0000-4000-8000-0000000000e1'), '20000', 'sums of large amounts are stored');
select is(
  (select amount from public.monthly_transactions join thing using (dataset_id) where month = '2002-09-01'),
  20000 * 999999999999.99, 'to the cent'
);

select * from finish();
rollback;
