-- One label counted into its month, against a recount. One transaction, rolled back.
begin;
select plan(14);
set local client_min_messages = error;
grant execute on all functions in schema extensions to anon, authenticated;
reset client_min_messages;

insert into auth.users (id, aud, role, email, encrypted_password, raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
values ('00000000-0000-4000-8000-0000000000d1', 'authenticated', 'authenticated', 'one@labels.test', '', '{}', '{}', now(), now());
insert into public.user_roles (user_id, role) values ('00000000-0000-4000-8000-0000000000d1', 'analyst');
insert into public.datasets (slug, title, profile, currency) values ('label-test', 'Label test', 'sparkov', 'USD');
create temporary table thing as select id as dataset_id from public.datasets where slug = 'label-test';
insert into public.training_runs (dataset_id, trigger, state, decision)
select dataset_id, 'manual', 'succeeded', '{"decision": "promote", "code": "first_model", "reason": "It is good."}' from thing;
insert into public.model_versions (
  dataset_id, version, run_id, family, artifact_path, artifact_sha256, artifact_bytes, threshold, trained_until,
  metrics, hyperparameters, curves, feature_importance
)
select thing.dataset_id, version, training_runs.id, 'gradient-boosting', 'x' || version, repeat('a', 64), 100, 0.5, '2018-12-01', '{}', '{}', '{}', '[]'
from thing join public.training_runs on training_runs.dataset_id = thing.dataset_id cross join generate_series(1, 2) as version;

-- Twelve transactions of the last day of a month: unlabelled, fraud and legitimate by turns; scores from 0 to 1; the
-- twelfth was never scored, and the others by one of two versions, beside which the other one said the opposite.
select private.ensure_month_partitions(array['2019-03-01']::date[]);
insert into public.transactions (dataset_id, occurred_at, fingerprint, amount, merchant, features, is_fraud, label_source)
select dataset_id, '2019-03-31 23:59:59Z', md5('label' || number)::uuid, number * 10.01, 'Shop', '{1}',
       case number % 3 when 1 then true when 2 then false end,
       case when number % 3 > 0 then 'file'::public.label_source end
from thing cross join generate_series(1, 12) as number;
insert into public.predictions (transaction_id, occurred_at, dataset_id, model_version_id, fraud_score, threshold, is_flagged, is_served)
select transactions.id, transactions.occurred_at, thing.dataset_id, model_versions.id,
       case when is_served then score else 1 - score end, 0.5, (score >= 0.5) = is_served, is_served
from thing
join public.transactions on transactions.dataset_id = thing.dataset_id
cross join lateral (select round(transactions.amount / 10.01)::integer as number) as numbered
cross join lateral (select ((numbered.number - 1) / 10.0)::real as score) as scored
join public.model_versions on model_versions.dataset_id = thing.dataset_id
cross join lateral (select model_versions.version = 1 + numbered.number % 2 as is_served) as serving
where numbered.number < 12;
select private.refresh_months(dataset_id, array['2019-03-01']::date[]) from thing;

create function pg_temp.become(person uuid) returns void language sql as $$
  select set_config('request.jwt.claims', json_build_object('sub', person, 'role', 'authenticated')::text, true);
  select set_config('request.jwt.claim.sub', person::text, true);
  select set_config('role', 'authenticated', true);
$$;
-- Numbers without trailing noughts, so that 0.00 is 0.
create function pg_temp.months() returns text language sql as $$
  select jsonb_agg(counted order by counted ->> 'model_version_id')::text from (
    select to_jsonb(monthly) - '{updated_at,amount,fraud_amount}'::text[]
        || jsonb_build_object('amount', trim_scale(amount), 'fraud_amount', trim_scale(fraud_amount)) as counted
    from public.monthly_transactions as monthly join thing using (dataset_id)
    union all
    select to_jsonb(monthly) - '{updated_at,fraud_amount_histogram}'::text[]
        || jsonb_build_object('fraud_amount_histogram', array(select trim_scale(cell) from unnest(fraud_amount_histogram) as cell))
    from public.monthly_predictions as monthly join thing using (dataset_id)
  ) as months
$$;
-- Whether the roll-ups equal a recount, which they are afterwards.
create function pg_temp.equals_recount(before text) returns boolean language plpgsql as $$
declare
  counted text := pg_temp.months();
begin
  perform private.refresh_months(dataset_id, array['2019-03-01']::date[]) from thing;
  return counted = pg_temp.months() and counted <> before;
end
$$;
create function pg_temp.review(number integer, outcome public.review_outcome) returns bigint language sql as $$
  select pg_temp.become('00000000-0000-4000-8000-0000000000d1');
  select public.record_review(transactions.id, transactions.occurred_at, $2)
  from public.transactions join public.datasets on datasets.id = transactions.dataset_id
  where datasets.slug = 'label-test' and transactions.amount = $1 * 10.01;
$$;

------------------------------------------------------------------------------- an analyst
create temporary table said_3 as select pg_temp.months() as before;
select pg_temp.review(3, 'fraud');
reset role;
select ok(pg_temp.equals_recount(before), 'an unlabelled row below the threshold becomes a fraud') from said_3;

create temporary table said_9 as select pg_temp.months() as before;
select pg_temp.review(9, 'fraud');
reset role;
select ok(pg_temp.equals_recount(before), 'one above it too') from said_9;

create temporary table said_6 as select pg_temp.months() as before;
select pg_temp.review(6, 'legitimate');
reset role;
select ok(pg_temp.equals_recount(before), 'an unlabelled row above the threshold becomes legitimate') from said_6;

create temporary table said_1 as select pg_temp.months() as before;
select pg_temp.review(1, 'legitimate');
reset role;
select ok(pg_temp.equals_recount(before), 'a missed fraud, scored 0, was none') from said_1;

create temporary table said_10 as select pg_temp.months() as before;
select pg_temp.review(10, 'legitimate');
reset role;
select ok(pg_temp.equals_recount(before), 'a caught fraud was none') from said_10;

create temporary table said_2 as select pg_temp.months() as before;
select pg_temp.review(2, 'fraud');
reset role;
select ok(pg_temp.equals_recount(before), 'a legitimate row below the threshold is a fraud') from said_2;

create temporary table said_11 as select pg_temp.months() as before;
select pg_temp.review(11, 'fraud');
reset role;
select ok(pg_temp.equals_recount(before), 'so is one that was flagged, scored 1') from said_11;

create temporary table said_12 as select pg_temp.months() as before;
select pg_temp.review(12, 'legitimate');
reset role;
select ok(pg_temp.equals_recount(before), 'a row without a prediction is counted among the transactions') from said_12;

create temporary table still as select pg_temp.months() as before;
select pg_temp.review(5, 'legitimate');
reset role;
select is(pg_temp.months(), before, 'a label that is confirmed changes nothing') from still;
select pg_temp.review(4, 'unsure');
reset role;
select is(pg_temp.months(), before, 'nor does doubt') from still;

create temporary table undone_12 as select pg_temp.months() as before, (
  select max(reviews.id) from public.reviews join public.transactions on transactions.id = reviews.transaction_id
  join thing on thing.dataset_id = transactions.dataset_id where transactions.amount = 12 * 10.01) as id;
grant select on undone_12 to authenticated;
select pg_temp.become('00000000-0000-4000-8000-0000000000d1');
select public.undo_review(id) from undone_12;
reset role;
select ok(pg_temp.equals_recount(before), 'taken back, a row is unlabelled again, without a prediction') from undone_12;

create temporary table undone_11 as select pg_temp.months() as before, (
  select max(reviews.id) from public.reviews join public.transactions on transactions.id = reviews.transaction_id
  join thing on thing.dataset_id = transactions.dataset_id where transactions.amount = 11 * 10.01) as id;
grant select on undone_11 to authenticated;
select pg_temp.become('00000000-0000-4000-8000-0000000000d1');
select public.undo_review(id) from undone_11;
reset role;
select ok(pg_temp.equals_recount(before), 'or legitimate again') from undone_11;

create temporary table undone_9 as select pg_temp.months() as before, (
  select max(reviews.id) from public.reviews join public.transactions on transactions.id = reviews.transaction_id
  join thing on thing.dataset_id = transactions.dataset_id where transactions.amount = 9 * 10.01) as id;
grant select on undone_9 to authenticated;
select pg_temp.become('00000000-0000-4000-8000-0000000000d1');
select public.undo_review(id) from undone_9;
reset role;
select ok(pg_temp.equals_recount(before), 'or unlabelled, with one') from undone_9;

delete from public.monthly_transactions using thing where monthly_transactions.dataset_id = thing.dataset_id;
select pg_temp.review(3, 'legitimate');
reset role;
select ok(pg_temp.equals_recount(''), 'a month that was never counted is counted as a whole');

select * from finish();
rollback;
