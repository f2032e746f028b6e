'use client'

import { useQuery } from '@tanstack/react-query'
import { UserPlusIcon } from 'lucide-react'
import { Page, PageHeader } from '@/components/page-header'
import { useSupabase } from '@/components/supabase-provider'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { peopleQuery } from '@/lib/people/list-people.ts'
import { UnreadPage } from '../../_components/unread-page'
import { InviteDialog } from './invite-dialog'
import { PersonRow } from './person-row'

/** Everybody with their role, who was invited, and what an admin can do about it. */
export function PeopleView({ ownId }: { ownId: string }) {
  const client = useSupabase()
  const query = useQuery(peopleQuery(client))
  const { data } = query
  if (!data) return <UnreadPage title="People" query={query} />
  const lists = [
    { title: 'Invitations', people: data.filter(({ invitation }) => invitation) },
    { title: 'People', people: data.filter(({ invitation }) => !invitation) },
  ]
  return (
    <Page>
      <PageHeader
        title="People"
        description="Who may use the desk, and as what. A role counts for all datasets and at once."
        actions={
          <InviteDialog>
            <Button>
              <UserPlusIcon aria-hidden />
              Invite
            </Button>
          </InviteDialog>
        }
      />
      {lists
        .filter(({ people }) => people.length > 0)
        .map(({ title, people }) => (
          <Card key={title} aria-label={title} className="overflow-hidden">
            <ul className="divide-y">
              {people.map((person) => (
                <PersonRow key={person.id} person={person} isOwn={person.id === ownId} />
              ))}
            </ul>
          </Card>
        ))}
      <p className="text-muted-foreground text-xs">
        There is no sign-up: people join by a link that works once.
      </p>
    </Page>
  )
}
