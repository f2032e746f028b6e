-- Purpose: what the command palette leads to: months, uploads and model versions of a dataset in one call, and a
-- transaction by its number.
-- Risk: none to data; row-level security decides, so that analysts find their own uploads only.

create function public.list_places(dataset_slug text)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'months', coalesce((
      select jsonb_agg(to_char(happened.month, 'YYYY-MM') order by happened.month desc)
      from public.monthly_transactions as happened
      where happened.dataset_id = datasets.id
    ), '[]'),
    'uploads', coalesce((
      select jsonb_agg(jsonb_build_object('id', newest.id, 'fileName', newest.file_name) order by newest.created_at desc)
      from (
        select uploads.id, uploads.file_name, uploads.created_at
        from public.uploads
        where uploads.dataset_id = datasets.id
        order by uploads.created_at desc
        limit 30
      ) as newest
    ), '[]'),
    'versions', coalesce((
      select jsonb_agg(jsonb_build_object('version', served.version, 'family', served.family, 'isChampion', served.is_champion)
                       order by served.version desc)
      from private.served_versions(datasets.id) as served
    ), '[]')
  )
  from public.datasets
  where datasets.slug = list_places.dataset_slug
$$;
comment on function public.list_places is 'Where one can go in a dataset: its months, the newest 30 uploads that the caller may see, and its model versions. Null for an unknown dataset.';

create function public.find_transaction(transaction_id bigint)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'id', transactions.id,
    'dataset', datasets.slug,
    'month', to_char(transactions.occurred_at at time zone 'UTC', 'YYYY-MM'),
    'occurredAt', transactions.occurred_at,
    'amount', transactions.amount,
    'currency', datasets.currency,
    'merchant', transactions.merchant
  )
  from public.transactions
  join public.datasets on datasets.id = transactions.dataset_id
  where transactions.id = find_transaction.transaction_id
  limit 1
$$;
comment on function public.find_transaction is 'A transaction by its number, in whichever dataset and month it is: one look-up per month''s partition. Null when there is none.';

revoke execute on function public.list_places, public.find_transaction from public, anon;
grant execute on function public.list_places, public.find_transaction to authenticated;
