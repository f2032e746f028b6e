'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { Page, PageHeader } from '@/components/page-header'
import { useSupabase } from '@/components/supabase-provider'
import { Button } from '@/components/ui/button'
import { Card, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { routes } from '@/lib/routes.ts'
import { settingsOverviewQuery } from '@/lib/settings/settings-overview.ts'
import { UnreadPage } from '../../_components/unread-page'
import { ChangeList } from './change-list'
import { SettingsForm } from './settings-form'

/** The form, and beside it who changed what. */
export function SettingsView({ dataset }: { dataset: string }) {
  const client = useSupabase()
  const query = useQuery(settingsOverviewQuery(client, dataset))
  const { data } = query
  if (!data) return <UnreadPage title="Settings" query={query} />
  return (
    <Page>
      <PageHeader
        title="Settings"
        description={`${data.dataset.title}: what models are chosen for, and when they are trained`}
      />
      <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <SettingsForm dataset={dataset} overview={data} />
        <div className="grid gap-5">
          <ChangeList changes={data.changes} />
          <Card>
            <CardHeader className="items-center pb-3.5">
              <div>
                <CardTitle>Roles</CardTitle>
                <CardDescription>Who is an analyst, who an admin.</CardDescription>
              </div>
              <Button asChild variant="outline" size="sm">
                <Link href={routes.adminPeople(dataset)}>People</Link>
              </Button>
            </CardHeader>
          </Card>
        </div>
      </div>
    </Page>
  )
}
