import * as z from 'zod/mini'
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

/**
 * Lets the version before the champion serve again; returns its number. Admins only.
 * @param version the one that the reader was shown; refused where another one is before the champion by now
 */
export function rollBackChampion(
  client: DataClient,
  dataset: string,
  version: number,
  reason: string,
): Promise<number> {
  return readRpc(
    'roll back',
    client.rpc('roll_back_champion', { dataset_slug: dataset, to_version: version, reason }),
    z.int(),
  )
}

/** Lets a version score beside the champion, for comparison on what really comes. Admins only. */
export async function startShadow(
  client: DataClient,
  versionId: number,
  reason: string,
): Promise<void> {
  await readRpc(
    'let this version score in shadow',
    client.rpc('set_challenger', { version_id: versionId, reason }),
    z.unknown(),
  )
}

/** Ends the scoring of a version beside the champion; what it scored stays. Admins only. */
export async function endShadow(
  client: DataClient,
  dataset: string,
  version: number,
  reason: string,
): Promise<void> {
  await readRpc(
    'end the shadow',
    client.rpc('end_shadow', { dataset_slug: dataset, of_version: version, reason }),
    z.unknown(),
  )
}

/** Takes a version out of use for good; its artifact is removed shortly after. Admins only. */
export async function retireVersion(
  client: DataClient,
  versionId: number,
  reason: string,
): Promise<void> {
  await readRpc(
    'retire this version',
    client.rpc('retire_model_version', { version_id: versionId, reason }),
    z.unknown(),
  )
}
