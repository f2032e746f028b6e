'use client'

import { CheckIcon, CircleAlertIcon } from 'lucide-react'
import { useActionState } from 'react'
import { Alert, AlertDescription } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { Label } from '@/components/ui/label'
import { changePassword, type PasswordState } from '@/lib/auth/account.ts'

const untried: PasswordState = { isChanged: false, error: null, fieldErrors: {} }

const fields = [
  { name: 'current', label: 'Present password', autoComplete: 'current-password' },
  { name: 'next', label: 'New password', autoComplete: 'new-password' },
  { name: 'repeated', label: 'New password again', autoComplete: 'new-password' },
] as const

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
          <AlertDescription>Your password is changed.</AlertDescription>
        </Alert>
      )}
      {fields.map(({ name, label, autoComplete }) => {
        const error = isPending ? undefined : state.fieldErrors[name]
        return (
          <div key={name} className="grid gap-1.5">
            <Label htmlFor={name}>{label}</Label>
            <Input
              id={name}
              name={name}
              type="password"
              autoComplete={autoComplete}
              aria-invalid={error ? true : undefined}
              aria-describedby={error ? `${name}-error` : undefined}
            />
            {error && (
              <p id={`${name}-error`} role="alert" className="text-fraud-text text-xs">
                {error}
              </p>
            )}
          </div>
        )
      })}
      <Button type="submit" aria-disabled={isPending} className="w-fit">
        {isPending ? 'Changing…' : 'Change the password'}
      </Button>
    </form>
  )
}
