import * as z from 'zod/mini'
import type { DataClient } from '../supabase/data-client.ts'
import { readRpc } from '../supabase/read-rpc.ts'

/**
 * Takes back an invitation that nobody accepted: account, role and link are gone. Admins only.
 * @throws DatabaseCallError with code PT409 when it was accepted meanwhile, PT404 when it is gone
 */
export async function withdrawInvitation(client: DataClient, person: string): Promise<void> {
  await readRpc(
    'withdraw the invitation',
    client.rpc('withdraw_invitation', { person }),
    z.unknown(),
  )
}
