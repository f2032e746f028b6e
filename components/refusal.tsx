import Link from 'next/link'
import { MessagePage } from '@/components/message-page'
import { Button } from '@/components/ui/button'
import { readSession } from '@/lib/auth/session.ts'
import { signOut } from '@/lib/auth/sign-in.ts'

/** What someone sees who is signed in without the role that the page needs. */
export async function Refusal() {
  const session = await readSession()
  const hasRole = session !== null && session !== 'no-role'
  return (
    <MessagePage
      title={hasRole ? 'This page is for admins' : 'You have no role yet'}
      actions={
        <>
          {hasRole && (
            <Button asChild>
              <Link href="/">Go to the months</Link>
            </Button>
          )}
          <form action={signOut}>
            <Button type="submit" variant="outline">
              Sign in as someone else
            </Button>
          </form>
        </>
      }
    >
      {hasRole
        ? `You are signed in as ${session.email}. Models and training runs are shown to admins only.`
        : 'Your login works, but nobody has given you a role. Ask an admin to make you an analyst.'}
    </MessagePage>
  )
}
