-- Purpose: committed uploads in the order of their commits, by which changes of the champion find the months that were
-- scored after them, and monitoring the newest upload.
-- Risk: none; one entry for each upload.

create index uploads_by_commit on public.uploads (dataset_id, committed_at) where state = 'committed';
