-- The cast and one row of everything, for the rights suite. Each table of docs/security.md holds a row here: one of the
-- analyst's own and one of somebody else's where rows have owners. People: …0a analyst, …0b other analyst, …0c admin,
-- …0d somebody whose role was withdrawn.
insert into auth.users (id, aud, role, email, encrypted_password, raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
values
  ('00000000-0000-4000-8000-00000000000a', 'authenticated', 'authenticated', 'analyst@rights.test', '', '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-00000000000b', 'authenticated', 'authenticated', 'other@rights.test', '', '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-00000000000c', 'authenticated', 'authenticated', 'admin@rights.test', '', '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-00000000000d', 'authenticated', 'authenticated', 'withdrawn@rights.test', '', '{}', '{}', now(), now());
insert into public.user_roles (user_id, role) values
  ('00000000-0000-4000-8000-00000000000a', 'analyst'),
  ('00000000-0000-4000-8000-00000000000b', 'analyst'),
  ('00000000-0000-4000-8000-00000000000c', 'admin');

insert into public.datasets (slug, title, profile, currency) values ('rights-test', 'Rights test', 'sparkov', 'USD');
create temporary table thing as
  select id as dataset_id, null::bigint as run_id, null::bigint as version_id from public.datasets where slug = 'rights-test';

insert into public.uploads (id, dataset_id, uploaded_by, file_name, file_bytes, content_hash, column_names, has_labels, part_count, state)
select upload.id, thing.dataset_id, upload.person, 'rights.csv', 1, repeat(upload.digit, 64), '{Time}', false, 1, upload.state
from thing, (values
  ('00000000-0000-4000-8000-0000000000f1'::uuid, '00000000-0000-4000-8000-00000000000a'::uuid, '1', 'receiving'::public.upload_state),
  ('00000000-0000-4000-8000-0000000000f2', '00000000-0000-4000-8000-00000000000b', '2', 'receiving'),
  ('00000000-0000-4000-8000-0000000000f3', '00000000-0000-4000-8000-00000000000a', '3', 'discarded'),
  ('00000000-0000-4000-8000-0000000000f4', '00000000-0000-4000-8000-00000000000b', '4', 'discarded')
) as upload (id, person, digit, state);
insert into public.upload_parts (upload_id, number, first_line, byte_count, storage_path)
select id, 0, 2, 1, 'x' from public.uploads where file_name = 'rights.csv';
insert into public.rejected_rows (upload_id, part_number, line, column_name, value, code, message)
select id, 0, 2, 'Amount', 'x', 'not_a_number', 'Not a number.' from public.uploads where file_name = 'rights.csv';

insert into public.training_runs (dataset_id, trigger) select dataset_id, 'manual' from thing;
update thing set run_id = (select max(id) from public.training_runs);
insert into public.candidates (run_id, family, hyperparameters, metrics, learning_curve, duration_ms)
select run_id, 'gradient-boosting', '{}', '{}', '[]', 1 from thing;
insert into public.model_versions (
  dataset_id, version, run_id, family, artifact_path, artifact_sha256, artifact_bytes, threshold, trained_until,
  metrics, hyperparameters, curves, feature_importance
)
select dataset_id, 1, run_id, 'gradient-boosting', 'x', repeat('a', 64), 1, 0.5, '2019-01-01', '{}', '{}', '{}', '[]' from thing;
update thing set version_id = (select max(id) from public.model_versions);
insert into public.model_aliases (dataset_id, alias, model_version_id, reason)
select dataset_id, 'champion', version_id, 'first' from thing;

select private.ensure_month_partitions(array['2019-01-01'::date]);
insert into public.transactions (dataset_id, occurred_at, fingerprint, amount, features)
select dataset_id, '2019-01-05', '00000000-0000-4000-8000-000000000001', 10, '{1}' from thing;
insert into public.predictions (transaction_id, occurred_at, dataset_id, model_version_id, fraud_score, threshold, is_flagged)
select transactions.id, transactions.occurred_at, thing.dataset_id, thing.version_id, 0.9, 0.5, true
from public.transactions join thing using (dataset_id);
insert into public.reviews (dataset_id, transaction_id, occurred_at, outcome, reviewed_by)
select transactions.dataset_id, transactions.id, transactions.occurred_at, 'fraud', '00000000-0000-4000-8000-00000000000a'
from public.transactions join thing using (dataset_id);
insert into public.card_states (dataset_id, card_hash, state)
select dataset_id, '00000000-0000-4000-8000-0000000000e1', '{1}' from thing;
insert into public.monthly_transactions (dataset_id, month, transaction_count, amount, labelled_count, fraud_count, fraud_amount)
select dataset_id, '2019-01-01', 1, 10, 0, 0, 0 from thing;
insert into public.monthly_predictions (
  dataset_id, month, model_version_id, scored_count, flagged_count, flagged_amount, true_positive_count,
  false_positive_count, false_negative_count, true_negative_count, caught_amount, missed_amount,
  fraud_score_histogram, legitimate_score_histogram, unlabelled_score_histogram, fraud_amount_histogram
)
select dataset_id, '2019-01-01', version_id, 1, 1, 10, 0, 0, 0, 0, 0, 0,
       array_fill(0, array[200]), array_fill(0, array[200]), array_fill(0, array[200]), array_fill(0::numeric, array[200])
from thing;
insert into public.monthly_comparisons
select dataset_id, '2019-01-01', version_id, 'served', 1, 0, 0, 1, 0, 0, 1, 1, null, '{1}', now() from thing;
insert into public.events (kind, dataset_id) select 'rights_tested', dataset_id from thing;
insert into private.staged_transactions (upload_id, part_number, line, occurred_at, fingerprint, amount, features)
values ('00000000-0000-4000-8000-0000000000f1', 0, 2, '2019-01-05', '00000000-0000-4000-8000-000000000001', 10, '{1}');
insert into private.staged_card_states (upload_id, part_number, card_hash, state)
values ('00000000-0000-4000-8000-0000000000f1', 0, '00000000-0000-4000-8000-0000000000e1', '{1}');

insert into public.label_conflicts (upload_id, line, transaction_id, occurred_at, stored_label, stored_source, file_label)
select id, 2, 1, '2019-01-05', true, 'review', false from public.uploads where file_name = 'rights.csv';
insert into public.upload_evaluations (upload_id, reason_code, labelled_count, row_count, fraud_count)
select id, 'no_labels', 0, 0, 0 from public.uploads where file_name = 'rights.csv';

insert into public.drift_baselines (model_version_id, position, edges, counts)
select version_id, 0, '{0.5}', '{1,1,0}' from thing;
insert into public.feature_histograms (dataset_id, month, model_version_id, position, counts, source_count)
select dataset_id, '2019-01-01', version_id, 0, '{1,1,0}', 2 from thing;

select private.take_token('default', 'rights');

insert into private.replaced_card_states (upload_id, card_hash)
values ('00000000-0000-4000-8000-0000000000f1', '00000000-0000-4000-8000-0000000000e1');
insert into private.added_labels (upload_id, transaction_id, occurred_at)
values ('00000000-0000-4000-8000-0000000000f1', 1, '2019-01-05');

insert into public.backtests (
  dataset_id, from_month, to_month, label_delay_months, families, data_hash, row_count, duration_ms, months,
  differences, decisions
)
select dataset_id, '2019-01-01', '2019-01-01', 1, '{gradient-boosting}', repeat('a', 64), 1, 1, '[]', '[]', '[]' from thing;
insert into public.version_evaluations (run_id, model_version_id, holdout_from, holdout_to, metrics, curves)
select run_id, version_id, '2019-01-01', '2019-02-01', '{}', '{}' from thing;
insert into public.function_calls values ('rights-test', '2019-01-05 00:00+00', 1, 0, 0, 1, 1);
insert into public.review_claims (transaction_id, occurred_at, dataset_id, claimed_by, expires_at)
select 1, '2019-01-05', dataset_id, '00000000-0000-4000-8000-00000000000a', 'infinity' from thing;

-- Objects in every bucket: the analyst's, another's, and both again for uploads that were discarded.
insert into storage.objects (bucket_id, name)
select buckets.id, upload.uploaded_by || '/' || upload.id || '/00000.csv'
from storage.buckets, public.uploads as upload
where upload.file_name = 'rights.csv';
