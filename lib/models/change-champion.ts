import { z } from 'zod'
import type { DataClient } from '../supabase/data-client.ts'
import { readRpc } from '../supabase/read-rpc.ts'

/** Longest reason that the log keeps. */
export const REASON_LIMIT = 500

/** Lets a published version serve. Admins only; the reason is kept in the log. */
export async function promoteVersion(
  client: DataClient,
  versionId: number,
  reason: string,
): Promise<void> {
  await readRpc(
    'promote this version',
    client.rpc('promote_model_version', { version_id: versionId, reason }),
    z.unknown(),
  )
}

/** Lets the version before the champion serve again; returns its number. Admins only. */
export function rollBackChampion(
  client: DataClient,
  dataset: string,
  reason: string,
): Promise<number> {
  return readRpc(
    'roll back',
    client.rpc('roll_back_champion', { dataset_slug: dataset, reason }),
    z.int(),
  )
}
