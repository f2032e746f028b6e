import * as z from 'zod/mini'
import type { DatasetSettings } from '@/core/publishing/dataset-settings.ts'
import type { DataClient } from '../supabase/data-client.ts'
import { readRpc } from '../supabase/read-rpc.ts'

/** Replaces the settings of a dataset. Admins only; the reason is kept in the log. */
export async function updateSettings(
  client: DataClient,
  dataset: string,
  settings: DatasetSettings,
  reason: string,
): Promise<void> {
  await readRpc(
    'change the settings',
    client.rpc('update_dataset_settings', { dataset_slug: dataset, settings, reason }),
    z.unknown(),
  )
}
