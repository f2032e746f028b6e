import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { instantSchema } from '../datasets/dataset-summary.ts'
import type { DataClient } from '../supabase/data-client.ts'
import { readRpc } from '../supabase/read-rpc.ts'

const personSchema = z.object({
  id: z.uuid(),
  email: z.nullable(z.string()),
  /** Null: may sign in, but sees nothing. */
  role: z.nullable(z.enum(['admin', 'analyst'])),
  addedAt: z.nullable(instantSchema),
  /** Null: never. */
  lastSignInAt: z.nullable(instantSchema),
  /** What waits to be accepted; null for who has joined. */
  invitation: z.nullable(z.object({ sentAt: instantSchema, invitedBy: z.nullable(z.string()) })),
})

/** Somebody who may sign in, or was invited to. */
export type Person = z.infer<typeof personSchema>

/** Everybody who may sign in or was invited to, by e-mail address. Admins only. */
export function peopleQuery(client: DataClient) {
  return queryOptions({
    queryKey: ['people'],
    queryFn: ({ signal }) =>
      readRpc(
        'list the people',
        client.rpc('list_people').abortSignal(signal),
        z.array(personSchema),
      ),
  })
}
