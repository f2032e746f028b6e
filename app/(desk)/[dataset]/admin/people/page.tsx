import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { readAsAdmin, requireAdmin } from '@/lib/auth/session.ts'
import { peopleQuery } from '@/lib/people/list-people.ts'
import { requestQueryClient } from '@/lib/query/request-query-client.ts'
import { createRequestClient } from '@/lib/supabase/server-client.ts'
import { PeopleView } from './_components/people-view'

export const metadata: Metadata = { title: 'People' }

/** Who may use the desk, and as what. The same for every dataset. Admins only. */
export default async function PeoplePage() {
  const client = await createRequestClient()
  const queryClient = requestQueryClient()
  await readAsAdmin(queryClient.fetchQuery(peopleQuery(client)))
  const { userId } = await requireAdmin()
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PeopleView ownId={userId} />
    </HydrationBoundary>
  )
}
