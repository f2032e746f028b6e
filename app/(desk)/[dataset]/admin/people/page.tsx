import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { requireAdmin } from '@/lib/auth/session.ts'
import { peopleQuery } from '@/lib/people/list-people.ts'
import { requestQueryClient } from '@/lib/query/request-query-client.ts'
import { createRequestClient } from '@/lib/supabase/server-client.ts'
import { PeopleView } from './_components/people-view'

export const metadata: Metadata = { title: 'People' }

/** Who may use the desk, and as what. The same for every dataset. Admins only. */
export default async function PeoplePage() {
  const { userId } = await requireAdmin()
  const client = await createRequestClient()
  const queryClient = requestQueryClient()
  await queryClient.fetchQuery(peopleQuery(client))
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PeopleView ownId={userId} />
    </HydrationBoundary>
  )
}
