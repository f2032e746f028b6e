'use client'

import { CircleAlertIcon } from 'lucide-react'
import { useActionState } from 'react'
import { NewPasswordFields } from '@/components/new-password-fields'
import { Alert, AlertDescription } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { type AcceptState, acceptLink } from '@/lib/auth/accept-link.ts'
import type { Link } from '@/lib/auth/link.ts'
import { LinkIsUseless } from './link-is-useless'

const untried: AcceptState = { isLinkUseless: false, error: null, fieldErrors: {} }

const words = {
  invite: {
    title: 'Welcome to Fraud Desk',
    text: 'You were invited. Choose a password, and you are in.',
    button: 'Join',
  },
  recovery: {
    title: 'Choose a new password',
    text: 'It takes the place of the old one and ends your sessions on other devices.',
    button: 'Save the password',
  },
}

/** The first password of somebody who was invited, or another one of somebody who lost theirs. */
export function WelcomeForm({
  link,
  signedInAs,
}: {
  link: Link
  /** The address of whoever uses this browser already. */
  signedInAs: string | null
}) {
  const [state, submit, isPending] = useActionState(acceptLink, untried)
  const { title, text, button } = words[link.type]
  if (state.isLinkUseless) return <LinkIsUseless />
  return (
    <form action={submit} noValidate className="grid gap-4">
      <div className="grid gap-1 text-center">
        <h1 className="font-semibold text-base">{title}</h1>
        <p className="text-balance text-muted-foreground text-sm">{text}</p>
      </div>
      <input type="hidden" name="type" value={link.type} />
      <input type="hidden" name="token_hash" value={link.tokenHash} />
      {signedInAs && (
        <Alert variant="warning">
          <CircleAlertIcon aria-hidden />
          <AlertDescription>
            This browser is signed in as {signedInAs}. Going on ends that session here.
          </AlertDescription>
        </Alert>
      )}
      {state.error && !isPending && (
        <Alert variant="error" role="alert">
          <CircleAlertIcon aria-hidden />
          <AlertDescription>{state.error}</AlertDescription>
        </Alert>
      )}
      <NewPasswordFields errors={isPending ? {} : state.fieldErrors} autoFocus />
      <Button type="submit" size="lg" aria-disabled={isPending} className="mt-1">
        {isPending ? 'One moment…' : button}
      </Button>
    </form>
  )
}
