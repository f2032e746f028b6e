'use client'

import { useQuery } from '@tanstack/react-query'
import { Page, PageHeader } from '@/components/page-header'
import { useSupabase } from '@/components/supabase-provider'
import { Card } from '@/components/ui/card'
import { peopleQuery } from '@/lib/people/list-people.ts'
import { PersonRow } from './person-row'

/** Everybody with their role, and what an admin can do about it. */
export function PeopleView({ ownId }: { ownId: string }) {
  const client = useSupabase()
  const { data } = useQuery(peopleQuery(client))
  if (!data) return null
  return (
    <Page>
      <PageHeader
        title="People"
        description="Who may use the desk, and as what. A role counts for all datasets and at once."
      />
      <Card aria-label="People" className="overflow-hidden">
        <ul className="divide-y">
          {data.map((person) => (
            <PersonRow key={person.id} person={person} isOwn={person.id === ownId} />
          ))}
        </ul>
      </Card>
      <p className="text-muted-foreground text-xs">
        There is no sign-up: accounts are made in Supabase Auth, and docs/hosting.md says how.
      </p>
    </Page>
  )
}
