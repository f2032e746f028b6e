import * as z from 'zod/mini'
import type { DatasetSettings } from '../../core/publishing/dataset-settings.ts'
import type { DataClient } from '../supabase/data-client.ts'
import type { Json } from '../supabase/database.types.ts'
import { readRpc } from '../supabase/read-rpc.ts'

/** Code of an update that was not made because other settings were stored by then. */
export const SETTINGS_OUTDATED = 'PT409'

/**
 * Replaces the settings of a dataset. Admins only; the reason is kept in the log.
 *
 * @param expected what the admin saw; nothing is stored where something else is stored by now
 * @throws DatabaseCallError with the code SETTINGS_OUTDATED then
 */
export async function updateSettings(
  client: DataClient,
  dataset: string,
  settings: DatasetSettings,
  { expected, reason }: { expected: Record<string, unknown>; reason: string },
): Promise<void> {
  await readRpc(
    'change the settings',
    client.rpc('update_dataset_settings', {
      dataset_slug: dataset,
      settings,
      // A document as the database gave it.
      expected: expected as Json,
      reason,
    }),
    z.unknown(),
  )
}
