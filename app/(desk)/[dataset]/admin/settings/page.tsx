import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { readAsAdmin } from '@/lib/auth/session.ts'
import { requestQueryClient } from '@/lib/query/request-query-client.ts'
import { settingsOverviewQuery } from '@/lib/settings/settings-overview.ts'
import { createRequestClient } from '@/lib/supabase/server-client.ts'
import { SettingsView } from './_components/settings-view'

export const metadata: Metadata = { title: 'Settings' }

/** What may be set for a dataset, who set it and why. Admins only. */
export default async function SettingsPage({ params }: { params: Promise<{ dataset: string }> }) {
  const [{ dataset }, client] = await Promise.all([params, createRequestClient()])
  const queryClient = requestQueryClient()
  const overview = await readAsAdmin(queryClient.fetchQuery(settingsOverviewQuery(client, dataset)))
  if (!overview) notFound()
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <SettingsView dataset={dataset} />
    </HydrationBoundary>
  )
}
