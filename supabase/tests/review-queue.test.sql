-- The review queue, actor by actor. One transaction, rolled back.
begin;
select plan(31);
set local client_min_messages = error;
grant execute on all functions in schema extensions to anon, authenticated;
reset client_min_messages;

insert into auth.users (id, aud, role, email, encrypted_password, raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
values
  ('00000000-0000-4000-8000-0000000000c1', 'authenticated', 'authenticated', 'one@queue.test', '', '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-0000000000c2', 'authenticated', 'authenticated', 'two@queue.test', '', '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-0000000000c3', 'authenticated', 'authenticated', 'withdrawn@queue.test', '', '{}', '{}', now(), now());
insert into public.user_roles (user_id, role) values
  ('00000000-0000-4000-8000-0000000000c1', 'analyst'),
  ('00000000-0000-4000-8000-0000000000c2', 'analyst');
insert into public.datasets (slug, title, profile, currency) values
  ('queue-test', 'Queue test', 'sparkov', 'USD'),
  ('queue-empty', 'Nothing in it', 'ulb', 'EUR');
create temporary table thing as select id as dataset_id from public.datasets where slug = 'queue-test';
insert into public.training_runs (dataset_id, trigger, state, decision)
select dataset_id, 'manual', 'succeeded', '{"decision": "promote", "code": "first_model", "reason": "It is good."}' from thing;
insert into public.model_versions (
  dataset_id, version, run_id, family, artifact_path, artifact_sha256, artifact_bytes, threshold, trained_until,
  metrics, hyperparameters, curves, feature_importance
)
select thing.dataset_id, 1, training_runs.id, 'gradient-boosting', 'x', repeat('a', 64), 100, 0.5, '2018-12-01', '{}', '{}', '{}', '[]'
from thing join public.training_runs on training_runs.dataset_id = thing.dataset_id;

-- Ten transactions in two months, amounts 10 to 100 and scores with them; 10 to 40 stay below the threshold, 100 has a
-- label from a file.
select private.ensure_month_partitions(array['2019-03-01', '2019-04-01']::date[]);
insert into public.transactions (dataset_id, occurred_at, fingerprint, amount, merchant, features, is_fraud, label_source)
select dataset_id, case when number % 2 = 0 then timestamptz '2019-03-05Z' else timestamptz '2019-04-05Z' end,
       md5('queue' || number)::uuid, number * 10, 'Shop ' || number, '{1}',
       case when number = 10 then true end, case when number = 10 then 'file'::public.label_source end
from thing cross join generate_series(1, 10) as number;
insert into public.predictions (transaction_id, occurred_at, dataset_id, model_version_id, fraud_score, threshold, is_flagged)
select transactions.id, transactions.occurred_at, thing.dataset_id, model_versions.id, transactions.amount / 100, 0.5,
       transactions.amount >= 50
from thing
join public.transactions on transactions.dataset_id = thing.dataset_id
join public.model_versions on model_versions.dataset_id = thing.dataset_id;
select private.refresh_months(dataset_id, array['2019-03-01', '2019-04-01']::date[]) from thing;

create function pg_temp.become(person uuid) returns void language sql as $$
  select set_config('request.jwt.claims', json_build_object('sub', person, 'role', 'authenticated')::text, true);
  select set_config('request.jwt.claim.sub', person::text, true);
  select set_config('role', 'authenticated', true);
$$;
create function pg_temp.amounts(queue jsonb) returns text language sql as $$
  select string_agg((item ->> 'amount')::numeric::integer::text, ' ' order by position)
  from jsonb_array_elements(queue -> 'items') with ordinality as items (item, position)
$$;
create function pg_temp.at(amount_of integer) returns table (id bigint, occurred_at timestamptz) language sql as $$
  select transactions.id, transactions.occurred_at from public.transactions
  join public.datasets on datasets.id = transactions.dataset_id
  where datasets.slug = 'queue-test' and transactions.amount = amount_of
$$;
create function pg_temp.holders(claims jsonb) returns text language sql as $$
  select string_agg((claim ->> 'by') || case when (claim ->> 'isOwn')::boolean then ' (self)' else '' end, ' ' order by claim ->> 'by')
  from jsonb_array_elements(claims) as claim
$$;
grant execute on function pg_temp.amounts, pg_temp.at, pg_temp.holders to authenticated;

------------------------------------------------------------------------------- nobody
set local role anon;
select throws_ok($$ select public.review_queue('queue-test') $$, '42501', null, 'nobody sees the queue');
select throws_ok($$ select public.claim_review(1, now()) $$, '42501', null, 'nobody claims');
select throws_ok($$ select public.undo_review(1) $$, '42501', null, 'nobody takes a review back');
select throws_ok($$ select * from public.review_claims $$, '42501', null, 'nobody sees claims');
reset role;

------------------------------------------------------------------------------- somebody whose role was withdrawn
select pg_temp.become('00000000-0000-4000-8000-0000000000c3');
select is(public.review_queue('queue-test'), null, 'withdrawn: no queue');
select throws_ok($$ select public.claim_review(1, now()) $$, '42501', 'Only analysts and admins review transactions.', 'withdrawn: no claim');
select throws_ok($$ select public.undo_review(1) $$, '42501', 'Only analysts and admins review transactions.', 'withdrawn: nothing to take back');
select is_empty('select * from public.review_claims', 'withdrawn: no claims');
reset role;

------------------------------------------------------------------------------- one analyst
select pg_temp.become('00000000-0000-4000-8000-0000000000c1');
select is(pg_temp.amounts(public.review_queue('queue-test')), '90 80 70 60 50', 'flags without a label, riskiest first, of all months');
select is(pg_temp.amounts(public.review_queue('queue-test', 2)), '90 80', 'as many as asked for');
select is(public.review_queue('queue-test') -> 'waitingCount', '5', 'and how many there are');
select is(public.review_queue('no-such-dataset'), null, 'an unknown dataset gives null');
select is(public.review_queue('queue-empty') -> 'items', '[]', 'an empty one an empty queue');

select is(pg_temp.holders(public.claim_review(id, occurred_at)), 'one@queue.test (self)', 'who looks at something says so') from pg_temp.at(90);
select is(pg_temp.holders(public.claim_review(id, occurred_at)), 'one@queue.test (self)', 'and looks at one thing at a time') from pg_temp.at(80);
select throws_ok($$ select public.claim_review(-1, now()) $$, 'PT404', null, 'there must be such a transaction');
reset role;

------------------------------------------------------------------------------- another analyst
select pg_temp.become('00000000-0000-4000-8000-0000000000c2');
select is(pg_temp.holders(public.claim_review(id, occurred_at)), 'one@queue.test', 'who comes second is told who is there') from pg_temp.at(80);
select is(pg_temp.holders(public.claim_review(id, occurred_at, take_over => true)), 'two@queue.test (self)', 'and may take it over knowingly') from pg_temp.at(80);
select is(pg_temp.holders(public.review_queue('queue-test') -> 'claims'), 'two@queue.test (self)', 'the queue says who is where');
reset role;
update public.review_claims set expires_at = now();
select pg_temp.become('00000000-0000-4000-8000-0000000000c1');
select is(public.review_queue('queue-test') -> 'claims', '[]', 'a claim ends by itself');
select is(pg_temp.holders(public.claim_review(id, occurred_at)), 'one@queue.test (self)', 'then somebody else may come') from pg_temp.at(80);

------------------------------------------------------------------------------- reviews and their undoing
create temporary table said as select public.record_review(id, occurred_at, 'fraud') as id from pg_temp.at(80);
select is(pg_temp.amounts(public.review_queue('queue-test')), '90 70 60 50', 'what was reviewed leaves the queue');
select is(public.review_queue('queue-test') -> 'claims', '[]', 'and its claim');
select public.record_review(id, occurred_at, 'unsure', 'Cannot tell.') from pg_temp.at(70);
select is(pg_temp.amounts(public.review_queue('queue-test')), '90 60 50', 'so does what somebody could not tell');
select is(public.review_queue('queue-test') -> 'today', '{"fraud": 1, "legitimate": 0, "unsure": 1, "own": 2}', 'the day''s work is counted');

select is(public.undo_review((select id from said)) > 0, true, 'a review is taken back by another one');
select is(pg_temp.amounts(public.review_queue('queue-test')), '90 80 60 50', 'then the transaction waits again, without a label');
select is(public.review_queue('queue-test') -> 'today', '{"fraud": 0, "legitimate": 0, "unsure": 1, "own": 1}', 'and the day''s work forgets it');
select throws_ok(format('select public.undo_review(%s)', (select id from said)), 'PT409', null, 'nothing is taken back twice');
reset role;
select results_eq(
  $$ select is_fraud, labelled_at is null from public.transactions join pg_temp.at(80) as at using (id) $$,
  $$ values (null::boolean, true) $$, 'the label is what it was'
);
select pg_temp.become('00000000-0000-4000-8000-0000000000c2');
select throws_ok(format('select public.undo_review(%s)', (select max(id) from public.reviews)), 'PT404', null, 'nobody takes back what another person said');
reset role;

select * from finish();
rollback;
