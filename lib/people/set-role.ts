import * as z from 'zod/mini'
import type { DataClient } from '../supabase/data-client.ts'
import { readRpc } from '../supabase/read-rpc.ts'
import type { Person } from './list-people.ts'

/**
 * Gives somebody a role, or withdraws it with null; it counts at once. Admins only.
 * @throws DatabaseCallError with code PT409 for the last admin and for the caller's own admin role
 */
export async function setRole(
  client: DataClient,
  person: string,
  role: Person['role'],
): Promise<void> {
  await readRpc(
    'change the role',
    // Generated types hold no argument for nullable; this one is.
    client.rpc('set_user_role', { person, new_role: role as NonNullable<typeof role> }),
    z.unknown(),
  )
}
