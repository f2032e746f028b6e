-- What the pages read, actor by actor. One transaction, rolled back.
begin;
select plan(75);
-- New functions are closed to everybody here, those of pgTAP too.
set local client_min_messages = error;
grant execute on all functions in schema extensions to anon, authenticated;
reset client_min_messages;

-- The cast: an analyst who uploads, another analyst, an admin, somebody whose role was withdrawn, and nobody.
insert into auth.users (id, aud, role, email, encrypted_password, raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
values
  ('00000000-0000-4000-8000-0000000000b1', 'authenticated', 'authenticated', 'analyst@reading.test', '', '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-0000000000b2', 'authenticated', 'authenticated', 'other@reading.test', '', '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-0000000000b3', 'authenticated', 'authenticated', 'admin@reading.test', '', '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-0000000000b4', 'authenticated', 'authenticated', 'withdrawn@reading.test', '', '{}', '{}', now(), now());
insert into public.user_roles (user_id, role) values
  ('00000000-0000-4000-8000-0000000000b1', 'analyst'),
  ('00000000-0000-4000-8000-0000000000b2', 'analyst'),
  ('00000000-0000-4000-8000-0000000000b3', 'admin');
insert into public.datasets (slug, title, profile, currency) values
  ('reading-test', 'Reading test', 'sparkov', 'USD'),
  ('reading-empty', 'Nothing in it', 'ulb', 'EUR');
create temporary table thing as select id as dataset_id from public.datasets where slug = 'reading-test';
grant select on thing to anon, authenticated;

-- Two versions: the first served until February began, the second serves now.
insert into public.training_runs (dataset_id, trigger, state, requested_by, data_to, decision)
select dataset_id, 'manual', 'succeeded', '00000000-0000-4000-8000-0000000000b3', '2018-11-30 23:00Z',
       '{"decision": "promote", "code": "first_model", "reason": "It is good."}' from thing;
insert into public.candidates (run_id, family, hyperparameters, metrics, learning_curve, duration_ms, is_selected)
select id, 'gradient-boosting', '{}', '{"averagePrecision": 0.8}', '[]', 1000, true
from public.training_runs where dataset_id = (select dataset_id from thing);
insert into public.model_versions (
  dataset_id, version, run_id, family, artifact_path, artifact_sha256, artifact_bytes, threshold, trained_until,
  metrics, hyperparameters, curves, feature_importance
)
select thing.dataset_id, version, training_runs.id, 'gradient-boosting', 'x', repeat(version::text, 64), 100, 0.5,
       '2018-12-01', '{"averagePrecision": {"value": 0.8, "low": 0.7, "high": 0.9}}', '{}', '{}', '[]'
from thing
join public.training_runs on training_runs.dataset_id = thing.dataset_id
cross join generate_series(1, 2) as version;
insert into public.model_aliases (dataset_id, alias, model_version_id, set_by, reason)
select dataset_id, 'champion', id, '00000000-0000-4000-8000-0000000000b3', 'It is better.'
from public.model_versions
where dataset_id = (select dataset_id from thing) and version = 2;
insert into public.events (kind, dataset_id, actor) select 'reading_tested', dataset_id, '00000000-0000-4000-8000-0000000000b3' from thing;

-- November is history; of January's 60 rows the first 55 are flagged, five of them fraud, and one fraud is missed;
-- February has one flagged row without a label. The last second of January belongs to January.
select private.ensure_month_partitions(array['2018-11-01', '2019-01-01', '2019-02-01']::date[]);
create temporary table source as
select number, case when number = 55 then '2019-01-31 23:59:59.999Z' else '2019-01-01 00:00Z'::timestamptz + number * interval '1 hour' end as at
from generate_series(1, 60) as number;
insert into public.transactions (
  dataset_id, occurred_at, fingerprint, card_hash, card_last4, amount, merchant, category, place, features, is_fraud, label_source
)
select dataset_id, at, md5('reading' || number)::uuid, md5('card')::uuid, '4242', number * 10,
       case when number = 7 then 'The 100% Café' else 'Shop ' || number end,
       case when number % 2 = 0 then 'grocery_pos' else 'shopping_net' end, 'Boise, ID', '{1}',
       case when number in (1, 2, 3, 4, 5, 60) then true when number > 50 then null else false end,
       case when number <= 50 or number = 60 then 'file'::public.label_source end
from thing cross join source;
insert into public.transactions (dataset_id, occurred_at, fingerprint, amount, features, is_fraud, label_source)
select dataset_id, '2018-11-05'::timestamptz, md5('history')::uuid, 99, '{1}'::real[], true, 'file'::public.label_source from thing
union all
select dataset_id, '2019-02-01', md5('february')::uuid, 500, '{1}', null, null from thing;
insert into public.predictions (transaction_id, occurred_at, dataset_id, model_version_id, fraud_score, threshold, is_flagged, reasons)
select transactions.id, transactions.occurred_at, thing.dataset_id, model_versions.id,
       case when transactions.amount <= 550 then 0.5 + transactions.amount / 2000 else 0.1 end, 0.5,
       transactions.amount <= 550, '[{"feature": "amount"}]'
from thing
join public.transactions on transactions.dataset_id = thing.dataset_id and transactions.occurred_at >= '2019-01-01'
join public.model_versions
  on model_versions.dataset_id = thing.dataset_id
 and model_versions.version = case when transactions.occurred_at < '2019-02-01' then 1 else 2 end;
-- A challenger's word beside the served one must not show up in any list.
insert into public.predictions (transaction_id, occurred_at, dataset_id, model_version_id, fraud_score, threshold, is_flagged, is_served)
select transactions.id, transactions.occurred_at, thing.dataset_id, model_versions.id, 0.99, 0.5, true, false
from thing
join public.transactions on transactions.dataset_id = thing.dataset_id and transactions.amount = 590
join public.model_versions on model_versions.dataset_id = thing.dataset_id and model_versions.version = 2;
select private.refresh_months(dataset_id, array['2018-11-01', '2019-01-01', '2019-02-01']::date[]) from thing;

insert into public.uploads (id, dataset_id, uploaded_by, file_name, file_bytes, content_hash, column_names, has_labels, part_count, state, months)
select '00000000-0000-4000-8000-0000000000e1'::uuid, dataset_id, '00000000-0000-4000-8000-0000000000b1', 'january.csv', 10,
       repeat('b', 64), '{Time}'::text[], true, 1, 'committed'::public.upload_state, array['2019-01-01'::date] from thing;
insert into public.rejected_rows (upload_id, part_number, line, column_name, value, code, message)
select '00000000-0000-4000-8000-0000000000e1', 0, line, 'amt', 'x', 'not_a_number', 'Not a number.'
from generate_series(2, 31) as line;

create function pg_temp.become(person uuid) returns void language sql as $$
  select set_config('request.jwt.claims', json_build_object('sub', person, 'role', 'authenticated')::text, true);
  select set_config('request.jwt.claim.sub', person::text, true);
  select set_config('role', 'authenticated', true);
$$;
create function pg_temp.ids(page jsonb) returns text language sql as $$
  select string_agg((row ->> 'amount')::numeric::integer::text, ' ' order by position)
  from jsonb_array_elements(page -> 'rows') with ordinality as rows (row, position)
$$;
grant execute on function pg_temp.ids to authenticated;

------------------------------------------------------------------------------- nobody
set local role anon;
select throws_ok($$ select public.list_datasets() $$, '42501', null, 'nobody lists datasets');
select throws_ok($$ select public.list_months('reading-test') $$, '42501', null, 'nobody lists months');
select throws_ok($$ select public.get_month('reading-test', '2019-01-01') $$, '42501', null, 'nobody reads a month');
select throws_ok($$ select public.list_flagged_transactions('reading-test', '2019-01-01') $$, '42501', null, 'nobody lists flagged transactions');
select throws_ok($$ select public.export_flagged_transactions('reading-test', '2019-01-01') $$, '42501', null, 'nobody exports them');
select throws_ok($$ select public.list_flagged_categories('reading-test', '2019-01-01') $$, '42501', null, 'nobody reads categories');
select throws_ok($$ select public.list_days('reading-test', '2019-01-01') $$, '42501', null, 'nobody reads days');
select throws_ok($$ select public.list_places('reading-test') $$, '42501', null, 'nobody looks for places');
select throws_ok($$ select public.find_transaction(1) $$, '42501', null, 'nobody looks for transactions');
select throws_ok($$ select public.get_transaction('reading-test', '2019-01-01', 1) $$, '42501', null, 'nobody reads a transaction');
select throws_ok($$ select public.list_uploads() $$, '42501', null, 'nobody lists uploads');
select throws_ok($$ select public.admin_overview('reading-test') $$, '42501', null, 'nobody sees models');
select throws_ok($$ select private.person_name('00000000-0000-4000-8000-0000000000b1') $$, '42501', null, 'nobody learns a name');
reset role;

------------------------------------------------------------------------------- somebody whose role was withdrawn
select pg_temp.become('00000000-0000-4000-8000-0000000000b4');
select is(public.list_datasets(), '[]'::jsonb, 'withdrawn: no dataset');
select is(public.list_months('reading-test'), null, 'withdrawn: no months');
select is(public.get_month('reading-test', '2019-01-01'), null, 'withdrawn: no month');
select is(public.list_flagged_transactions('reading-test', '2019-01-01') ->> 'total', '0', 'withdrawn: no flagged transaction');
select is(public.list_uploads() ->> 'total', '0', 'withdrawn: no upload');
select is_empty('select * from private.served_versions((select dataset_id from thing))', 'withdrawn: no model version');
select is(private.person_name('00000000-0000-4000-8000-0000000000b1'), null, 'withdrawn: no name');
select throws_ok($$ select public.admin_overview('reading-test') $$, '42501', 'Only admins see models and runs.', 'withdrawn: no models');
reset role;

------------------------------------------------------------------------------- an analyst: months
select pg_temp.become('00000000-0000-4000-8000-0000000000b1');
select is(
  jsonb_path_query_first(public.list_datasets(), '$[*] ? (@.slug == "reading-test")') - 'title' #- '{champion,publishedAt}',
  jsonb_build_object('slug', 'reading-test', 'profile', 'sparkov', 'currency', 'USD', 'monthCount', 3, 'lastMonth', '2019-02',
    'champion', jsonb_build_object('version', 2, 'family', 'gradient-boosting', 'threshold', 0.5, 'sha256', repeat('2', 64))),
  'a dataset is listed with its champion, whose measures stay with admins'
);
select is(jsonb_path_query_array(public.list_months('reading-test'), '$.months[*].month'), '["2018-11", "2019-01", "2019-02"]', 'months come in time order');
select is(public.list_months('reading-test') #> '{months,0,predicted}', 'null'::jsonb, 'a month of history has no predictions');
select is(
  public.list_months('reading-test') #> '{months,1,predicted}',
  '{"scoredCount": 60, "flaggedCount": 55, "flaggedAmount": 15400.00, "truePositiveCount": 5, "falsePositiveCount": 45,
    "falseNegativeCount": 1, "trueNegativeCount": 0, "caughtAmount": 150.00, "missedAmount": 600.00, "versions": [1]}'::jsonb,
  'a predicted month says how it turned out, without the challenger''s word'
);
select is(
  public.list_months('reading-test') -> 'trainings',
  '[{"month": "2018-11", "version": 1, "isPromoted": true}, {"month": "2018-11", "version": 2, "isPromoted": true}]',
  'and when models were trained, without their measures'
);
select is(public.list_months('no-such-dataset'), null, 'an unknown dataset gives null');
select is(public.list_months('reading-empty') -> 'months', '[]', 'an empty dataset has no months');
select is(
  public.get_month('reading-test', '2019-01-15') - 'dataset' - 'predictions',
  '{"month": "2019-01", "previousMonth": "2018-11", "nextMonth": "2019-02", "transactionCount": 60, "amount": 18300.00,
    "labelledCount": 51, "fraudCount": 6, "fraudAmount": 750.00, "reviewCost": null}'::jsonb,
  'a month is found by any of its days and knows its neighbours'
);
select is(
  (select sum(bin::integer)::integer from jsonb_array_elements(public.get_month('reading-test', '2019-01-01') #> '{predictions,0,fraudScores}') as bin),
  6, 'the histogram holds every fraud'
);
select is(public.get_month('reading-test', '2018-12-01'), null, 'a month without transactions gives null');

------------------------------------------------------------------------------- an analyst: flagged transactions
select is(public.list_flagged_transactions('reading-test', '2019-01-01') ->> 'total', '55', 'every flagged row is counted, also those of other pages');
select is(jsonb_array_length(public.list_flagged_transactions('reading-test', '2019-01-01') -> 'rows'), 50, 'a page holds 50 rows');
select is(pg_temp.ids(public.list_flagged_transactions('reading-test', '2019-01-01', page_size => 3)), '550 540 530', 'the riskiest come first');
select is(pg_temp.ids(public.list_flagged_transactions('reading-test', '2019-01-01', descending => false, page_size => 3)), '10 20 30', 'or last');
select is(pg_temp.ids(public.list_flagged_transactions('reading-test', '2019-01-01', sort => 'time', page_size => 2)), '550 540', 'sorted by time, the last second of the month is in it');
select is(pg_temp.ids(public.list_flagged_transactions('reading-test', '2019-01-01', sort => 'amount', descending => false, page_size => 2)), '10 20', 'sorted by amount');
select is(pg_temp.ids(public.list_flagged_transactions('reading-test', '2019-01-01', page_size => 5, page_offset => 50)), '50 40 30 20 10', 'the last page holds the rest');
select is(pg_temp.ids(public.list_flagged_transactions('reading-test', '2019-01-01', page_offset => 500)), null, 'a page beyond the end is empty');
select is(public.list_flagged_transactions('reading-test', '2019-01-01', page_offset => 500) ->> 'total', '55', 'and still knows the total');
select is(public.list_flagged_transactions('reading-test', '2019-01-01', filters => '{"label": "fraud"}') -> 'total', '5', 'filtered by label: fraud');
select is(public.list_flagged_transactions('reading-test', '2019-01-01', filters => '{"label": "awaiting"}') -> 'total', '5', 'filtered by label: awaiting');
select is(public.list_flagged_transactions('reading-test', '2019-01-01', filters => '{"category": "grocery_pos"}') -> 'total', '27', 'filtered by category');
select is(
  public.list_flagged_categories('reading-test', '2019-01-01'),
  '[{"name": "shopping_net", "count": 28}, {"name": "grocery_pos", "count": 27}]',
  'categories to choose from'
);
select is(public.list_flagged_transactions('reading-test', '2019-01-01', filters => '{"minimum_amount": 540}') -> 'total', '2', 'filtered by amount');
select is(public.list_flagged_transactions('reading-test', '2019-01-01', filters => '{"minimum_score": 0.77}') -> 'total', '2', 'filtered by score');
select is(pg_temp.ids(public.list_flagged_transactions('reading-test', '2019-01-01', filters => '{"search": "100% caf"}')), '70', 'found by part of a name, wildcards taken literally');
select is(public.list_flagged_transactions('reading-test', '2019-01-01', filters => '{"search": "4242"}') -> 'total', '55', 'found by the last four digits');
select is(public.list_flagged_transactions('reading-test', '2019-01-01', filters => '{"search": "%"}') -> 'total', '1', 'a percent sign is no wildcard');
select is(pg_temp.ids(public.list_flagged_transactions('reading-test', '2019-01-01', filters => '{"place": "boise", "card": "4242", "maximum_amount": 30, "minimum_amount": 20}')), '30 20', 'filtered by place, card and a range of amounts');
select is(pg_temp.ids(public.list_flagged_transactions('reading-test', '2019-01-01', filters => '{"maximum_score": 0.515}')), '30 20 10', 'filtered by the highest score');
select is(pg_temp.ids(public.list_flagged_transactions('reading-test', '2019-01-01', filters => '{"day": 31}')), '550', 'filtered by a day');
select is(public.list_flagged_transactions('reading-test', '2019-01-01', filters => '{"label": "anything"}') -> 'total', '0', 'a label that does not exist finds nothing');
select is(
  (select string_agg((row ->> 'amount')::numeric::integer::text, ' ' order by position)
   from jsonb_array_elements(public.export_flagged_transactions('reading-test', '2019-01-01', page_size => 3)) with ordinality as rows (row, position)),
  '10 20 30', 'for a file they come in time order'
);
select is(
  (select count(*)::integer from
    jsonb_array_elements(public.export_flagged_transactions('reading-test', '2019-01-01', after_time => '2019-01-01 03:00Z', after_id => 9223372036854775807))),
  52, 'after the last row of the page before'
);
select is(
  jsonb_path_query_array(public.list_days('reading-test', '2019-01-01'), '$[*] ? (@.day == 1 || @.day == 3 || @.day == 31)'),
  '[{"day": 1, "flaggedCount": 23, "fraudCount": 5, "missedCount": 0}, {"day": 3, "flaggedCount": 7, "fraudCount": 1, "missedCount": 1}, {"day": 31, "flaggedCount": 1, "fraudCount": 0, "missedCount": 0}]',
  'a month''s days know what was flagged, fraud and missed'
);
select is(jsonb_array_length(public.list_days('reading-test', '2019-02-01')), 28, 'all of them, also those on which nothing happened');
select is(pg_temp.ids(public.list_flagged_transactions('reading-test', '2019-01-01', shown => 'missed')), '600', 'missed fraud is listed on its own');
select is(
  (public.list_flagged_transactions('reading-test', '2019-01-01', page_size => 1) #> '{rows,0}') - 'id' - 'occurredAt' - 'fraudScore',
  '{"amount": 550.00, "merchant": "Shop 55", "category": "shopping_net", "place": "Boise, ID", "cardLast4": "4242", "threshold": 0.5,
    "version": 1, "reasons": [{"feature": "amount"}], "label": "awaiting", "labelSource": null}'::jsonb,
  'a row carries what the table shows'
);

------------------------------------------------------------------------------- an analyst: one transaction, and a review
create temporary table chosen as
select (public.list_flagged_transactions('reading-test', '2019-01-01', page_size => 1) #>> '{rows,0,id}')::bigint as id;
select public.record_review(id, '2019-01-31 23:59:59.999Z', 'unsure', 'Asked the customer.') from chosen;
select is(public.list_flagged_transactions('reading-test', '2019-01-01', filters => '{"label": "unsure"}') -> 'total', '1', 'a review without a verdict shows as unsure');
select is(
  (public.get_transaction('reading-test', '2019-01-01', (select id from chosen)) #> '{reviews,0}') - 'id' - 'createdAt',
  '{"outcome": "unsure", "note": "Asked the customer.", "reviewedBy": "analyst@reading.test", "undoes": null, "isOwn": true}'::jsonb,
  'a transaction tells who reviewed it'
);
select is(jsonb_array_length(public.get_transaction('reading-test', '2019-01-01', (select id from chosen)) -> 'cardHistory'), 50, 'and what its card did before');
select is(public.get_transaction('reading-test', '2019-02-01', (select id from chosen)), null, 'it is not found in another month');
select is(public.get_transaction('reading-empty', '2019-01-01', (select id from chosen)), null, 'nor in another dataset');

select is(
  (public.find_transaction((select id from chosen)) - 'id' - 'occurredAt'),
  '{"dataset": "reading-test", "month": "2019-01", "amount": 550.00, "currency": "USD", "merchant": "Shop 55"}'::jsonb,
  'a transaction is found by its number alone'
);
select is(public.find_transaction(-1), null, 'a number that is none finds nothing');

------------------------------------------------------------------------------- uploads
select is(
  public.list_places('reading-test') #- '{uploads,0,id}',
  '{"months": ["2019-02", "2019-01", "2018-11"], "uploads": [{"fileName": "january.csv"}],
    "versions": [{"version": 2, "family": "gradient-boosting", "isChampion": true}, {"version": 1, "family": "gradient-boosting", "isChampion": false}]}'::jsonb,
  'months, own uploads and versions are the places to go'
);
select is(
  (public.get_upload('00000000-0000-4000-8000-0000000000e1') -> 'months')
    || (public.get_upload('00000000-0000-4000-8000-0000000000e1') -> 'uploadedBy'),
  '["2019-01", "analyst@reading.test"]'::jsonb, 'an upload tells its months and who sent it'
);
select is(
  (public.list_rejected_rows('00000000-0000-4000-8000-0000000000e1', 10, 25) - 'rows') || jsonb_build_object(
    'lines', jsonb_path_query_array(public.list_rejected_rows('00000000-0000-4000-8000-0000000000e1', 10, 25), '$.rows[*].line')),
  '{"total": 30, "codes": [{"code": "not_a_number", "column": "amt", "count": 30}], "lines": [27, 28, 29, 30, 31]}'::jsonb,
  'rejected rows come in pages, with how often each fault occurs'
);
select throws_ok($$ select public.admin_overview('reading-test') $$, '42501', 'Only admins see models and runs.', 'an analyst sees no models');
reset role;
select pg_temp.become('00000000-0000-4000-8000-0000000000b2');
select is(public.get_upload('00000000-0000-4000-8000-0000000000e1'), null, 'another analyst does not see the upload');
select is(public.list_places('reading-test') -> 'uploads', '[]', 'and does not find it');
select is(public.list_rejected_rows('00000000-0000-4000-8000-0000000000e1') ->> 'total', '0', 'nor its rejected rows');
reset role;

------------------------------------------------------------------------------- an admin
select pg_temp.become('00000000-0000-4000-8000-0000000000b3');
select isnt(public.get_upload('00000000-0000-4000-8000-0000000000e1'), null, 'an admin sees every upload');
select is(
  jsonb_build_object(
    'alias', (public.admin_overview('reading-test') #> '{aliases,0}') - 'setAt',
    'versions', jsonb_path_query_array(public.admin_overview('reading-test'), '$.versions[*].version'),
    'requestedBy', public.admin_overview('reading-test') #> '{runs,0,requestedBy}',
    'candidate', public.admin_overview('reading-test') #> '{runs,0,candidates,0,isSelected}',
    'event', public.admin_overview('reading-test') #> '{events,0,kind}'
  ),
  '{"alias": {"alias": "champion", "version": 2, "setBy": "admin@reading.test", "reason": "It is better."}, "versions": [2, 1],
    "requestedBy": "admin@reading.test", "candidate": true, "event": "reading_tested"}'::jsonb,
  'an admin sees champion, versions, runs with candidates, and the log'
);
reset role;

select * from finish();
rollback;
