import type { Metadata } from 'next'
import { Page, PageHeader } from '@/components/page-header'
import { Button } from '@/components/ui/button'
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { signOutEverywhere } from '@/lib/auth/account.ts'
import { requireSession } from '@/lib/auth/session.ts'
import { signOut } from '@/lib/auth/sign-in.ts'
import { PasswordForm } from './_components/password-form'

export const metadata: Metadata = { title: 'Account' }

/** Who is signed in, their password, and the ways out. */
export default async function AccountPage() {
  const { email, role } = await requireSession()
  return (
    <Page>
      <PageHeader
        title="Account"
        description={`${email}, ${role === 'admin' ? 'an admin' : 'an analyst'}`}
      />
      <div className="grid max-w-2xl gap-5">
        <Card>
          <CardHeader>
            <div>
              <CardTitle>Password</CardTitle>
              <CardDescription>A new one ends your sessions on all other devices.</CardDescription>
            </div>
          </CardHeader>
          <CardContent>
            <PasswordForm email={email} />
          </CardContent>
        </Card>
        <Card>
          <CardHeader>
            <div>
              <CardTitle>Sign out</CardTitle>
              <CardDescription>
                Everywhere ends this session and those on all other devices; they notice within an
                hour at the latest.
              </CardDescription>
            </div>
          </CardHeader>
          <CardContent className="flex flex-wrap gap-2">
            <form action={signOut}>
              <Button type="submit" variant="outline">
                Sign out here
              </Button>
            </form>
            <form action={signOutEverywhere}>
              <Button type="submit" variant="outline">
                Sign out everywhere
              </Button>
            </form>
          </CardContent>
        </Card>
      </div>
    </Page>
  )
}
