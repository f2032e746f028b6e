-- Purpose: a model learns only from what people and files say, never from made-up labels or from its own word.
-- Risk: none to stored rows. The trainer asks private.teaches for every row that it loads.

alter type public.label_source add value 'simulated';
alter type public.label_source add value 'prediction';
comment on type public.label_source is 'Where a label came from. file: a file with labels. review: a person. simulated: made up for an exercise. prediction: a model''s own word. The last two never enter training.';

create function private.teaches(source public.label_source)
returns boolean
language sql
immutable
set search_path = ''
as $$ select source in ('file', 'review') $$;
comment on function private.teaches is 'True for labels that a model may learn from and be measured on.';
revoke execute on function private.teaches from public, anon, authenticated;
