-- Who reads backtests, and what the page gets. One transaction, rolled back.
begin;
select plan(12);
-- New functions are closed to everybody here, those of pgTAP too.
set local client_min_messages = error;
grant execute on all functions in schema extensions to anon, authenticated;
reset client_min_messages;

insert into auth.users (id, aud, role, email, encrypted_password, raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
values
  ('00000000-0000-4000-8000-0000000000f1', 'authenticated', 'authenticated', 'analyst@backtests.test', '', '{}', '{}', now(), now()),
  ('00000000-0000-4000-8000-0000000000f2', 'authenticated', 'authenticated', 'admin@backtests.test', '', '{}', '{}', now(), now());
insert into public.user_roles (user_id, role) values
  ('00000000-0000-4000-8000-0000000000f1', 'analyst'),
  ('00000000-0000-4000-8000-0000000000f2', 'admin');
insert into public.datasets (slug, title, profile, currency) values
  ('backtest-test', 'Backtest test', 'ulb', 'EUR'), ('backtest-empty', 'Nothing in it', 'ulb', 'EUR');
create temporary table tried as
with made as (
  insert into public.backtests (
    dataset_id, from_month, to_month, label_delay_months, families, data_hash, row_count, duration_ms, months, differences, decisions
  )
  select datasets.id, '2019-01-01', '2019-03-01', delay, '{gradient-boosting}', 'abc', 10, 1000, '[]', '[]', '[]'
  from public.datasets cross join generate_series(0, 1) as delay
  where datasets.slug = 'backtest-test'
  order by delay
  returning id, label_delay_months
)
select * from made;
grant select on tried to anon, authenticated;

create function pg_temp.become(person uuid) returns void language sql as $$
  select set_config('request.jwt.claims', json_build_object('sub', person, 'role', 'authenticated')::text, true);
  select set_config('request.jwt.claim.sub', person::text, true);
  select set_config('role', 'authenticated', true);
$$;

------------------------------------------------------------------------------- nobody
set local role anon;
select throws_ok($$ select public.backtest_overview('backtest-test') $$, '42501', null, 'nobody reads backtests');
select throws_ok($$ select * from public.backtests $$, '42501', null, 'not from the table either');
reset role;

------------------------------------------------------------------------------- analyst
select pg_temp.become('00000000-0000-4000-8000-0000000000f1');
select throws_ok($$ select public.backtest_overview('backtest-test') $$, '42501', null, 'an analyst does not read backtests');
select is((select count(*) from public.backtests), 0::bigint, 'and finds none in the table');
reset role;

------------------------------------------------------------------------------- admin
select pg_temp.become('00000000-0000-4000-8000-0000000000f2');
select is(public.backtest_overview('no-such'), null, 'there is no such dataset');
select is(
  public.backtest_overview('backtest-empty') - 'dataset', '{"list": [], "chosen": null}'::jsonb,
  'a dataset without backtests');
select is(jsonb_array_length(public.backtest_overview('backtest-test') -> 'list'), 2, 'both are in the list');
select is(
  (public.backtest_overview('backtest-test') -> 'chosen' ->> 'labelDelayMonths')::integer, 1, 'the newest is shown');
select is(
  public.backtest_overview('backtest-test', (select id from tried where label_delay_months = 0)) -> 'chosen' -> 'from',
  '"2019-01"'::jsonb, 'or the one that was asked for');
select is(
  public.backtest_overview('backtest-empty', (select min(id) from tried)) -> 'chosen', 'null'::jsonb,
  'not one of another dataset');
select throws_ok($$ delete from public.backtests $$, '42501', null, 'an admin does not remove one');
reset role;

select throws_ok(
  $$ insert into public.backtests (dataset_id, from_month, to_month, label_delay_months, families, data_hash, row_count, duration_ms, months, differences, decisions)
     select id, '2019-03-01', '2019-01-01', 1, '{}', 'x', 1, 1, '[]', '[]', '[]' from public.datasets where slug = 'backtest-test' $$,
  '23514', null, 'months are in order');
select * from finish();
rollback;
