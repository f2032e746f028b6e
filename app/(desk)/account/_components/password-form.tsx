'use client'

import { CheckIcon, CircleAlertIcon } from 'lucide-react'
import { useActionState } from 'react'
import { NewPasswordFields } from '@/components/new-password-fields'
import { PasswordField } from '@/components/password-field'
import { Alert, AlertDescription } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { changePassword, type PasswordState } from '@/lib/auth/account.ts'

const untried: PasswordState = { isChanged: false, error: null, fieldErrors: {} }

/** Present and new password. */
export function PasswordForm({ email }: { email: string }) {
  const [state, submit, isPending] = useActionState(changePassword, untried)
  return (
    <form action={submit} noValidate className="grid max-w-84 gap-4">
      {/* Password managers ask for whom the password is. */}
      <input type="text" name="username" value={email} readOnly hidden autoComplete="username" />
      {state.error && !isPending && (
        <Alert variant="error" role="alert">
          <CircleAlertIcon aria-hidden />
          <AlertDescription>{state.error}</AlertDescription>
        </Alert>
      )}
      {state.isChanged && !isPending && (
        <Alert variant="success" role="status">
          <CheckIcon aria-hidden />
          <AlertDescription>
            Your password is changed. Your sessions on other devices have ended.
          </AlertDescription>
        </Alert>
      )}
      <PasswordField
        name="current"
        label="Present password"
        autoComplete="current-password"
        error={isPending ? undefined : state.fieldErrors.current}
      />
      <NewPasswordFields errors={isPending ? {} : state.fieldErrors} />
      <Button type="submit" aria-disabled={isPending} className="w-fit">
        {isPending ? 'Changing…' : 'Change the password'}
      </Button>
    </form>
  )
}
