-- Purpose: one changed label, counted into its month without reading the month's rows.
-- Risk: like refresh_months, which this must equal, it runs in the transaction that changed the label.

create function private.count_label(labelled public.transactions, was_fraud boolean)
returns void
language plpgsql
set search_path = ''
as $$
declare
  wanted constant date := date_trunc('month', labelled.occurred_at at time zone 'UTC')::date;
  is_fraud constant boolean := labelled.is_fraud;
  -- Each is -1, 0 or 1: by how much the label changed the number of such rows.
  labels constant integer := (is_fraud is not null)::integer - (was_fraud is not null)::integer;
  frauds constant integer := coalesce(is_fraud, false)::integer - coalesce(was_fraud, false)::integer;
  legitimates constant integer := labels - frauds;
  served record;
begin
  if is_fraud is not distinct from was_fraud then
    return;
  end if;
  -- As in refresh_months: whoever counts last sees what the others wrote.
  perform pg_advisory_xact_lock(hashtext('refresh_months'), labelled.dataset_id);

  update public.monthly_transactions as counted
  set labelled_count = counted.labelled_count + labels,
      fraud_count = counted.fraud_count + frauds,
      fraud_amount = counted.fraud_amount + frauds * labelled.amount,
      updated_at = now()
  where counted.dataset_id = labelled.dataset_id and counted.month = wanted;
  if not found then
    perform private.refresh_months(labelled.dataset_id, array[wanted]);
    return;
  end if;

  select
    predictions.model_version_id,
    least(width_bucket(predictions.fraud_score::double precision, 0, 1, 200), 200) as bin,
    predictions.is_flagged::integer as flagged
  into served
  from public.predictions
  where predictions.transaction_id = labelled.id
    and predictions.occurred_at = labelled.occurred_at
    and predictions.is_served;
  if not found then
    return;
  end if;
  update public.monthly_predictions as counted
  set true_positive_count = counted.true_positive_count + frauds * served.flagged,
      false_negative_count = counted.false_negative_count + frauds * (1 - served.flagged),
      false_positive_count = counted.false_positive_count + legitimates * served.flagged,
      true_negative_count = counted.true_negative_count + legitimates * (1 - served.flagged),
      caught_amount = counted.caught_amount + frauds * served.flagged * labelled.amount,
      missed_amount = counted.missed_amount + frauds * (1 - served.flagged) * labelled.amount,
      fraud_score_histogram[served.bin] = counted.fraud_score_histogram[served.bin] + frauds,
      legitimate_score_histogram[served.bin] = counted.legitimate_score_histogram[served.bin] + legitimates,
      unlabelled_score_histogram[served.bin] = counted.unlabelled_score_histogram[served.bin] - labels,
      fraud_amount_histogram[served.bin] = counted.fraud_amount_histogram[served.bin] + frauds * labelled.amount,
      updated_at = now()
  where counted.dataset_id = labelled.dataset_id
    and counted.month = wanted
    and counted.model_version_id = served.model_version_id;
end
$$;
comment on function private.count_label is 'Counts a transaction''s new label, and no longer its old one, in the roll-ups of its month.';
