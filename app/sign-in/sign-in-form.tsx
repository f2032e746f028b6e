'use client'

import { ArrowRightIcon, CircleAlertIcon } from 'lucide-react'
import { useActionState } from 'react'
import { Alert, AlertDescription } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { Label } from '@/components/ui/label'
import type { SignInState } from '@/lib/auth/credentials.ts'
import { signIn } from '@/lib/auth/sign-in.ts'
import type { DemoLogin } from '@/lib/env.ts'

const untried: SignInState = { email: '', error: null, fieldErrors: {} }

/** E-mail and password; in the demo also one button per person. The fields are the browser's, so nothing typed early is lost. */
export function SignInForm({ next, demoLogins }: { next: string; demoLogins: DemoLogin[] }) {
  const [state, submit, isPending] = useActionState(signIn, untried)

  return (
    <div className="grid gap-6">
      <form action={submit} noValidate className="grid gap-4">
        <input type="hidden" name="next" value={next} />
        {state.error && !isPending && (
          <Alert variant="error" role="alert">
            <CircleAlertIcon aria-hidden />
            <AlertDescription>{state.error}</AlertDescription>
          </Alert>
        )}
        <Field
          name="email"
          label="E-mail"
          type="email"
          autoComplete="username"
          defaultValue={state.email}
          error={state.fieldErrors.email}
          autoFocus
        />
        <Field
          name="password"
          label="Password"
          type="password"
          autoComplete="current-password"
          error={state.fieldErrors.password}
        />
        <Button type="submit" size="lg" aria-disabled={isPending} className="mt-1">
          {isPending ? 'Signing in…' : 'Sign in'}
        </Button>
      </form>
      {demoLogins.length > 0 && (
        <section aria-labelledby="demo-logins" className="grid gap-2">
          <h2 id="demo-logins" className="text-muted-foreground text-xs">
            This is a demo. Continue as
          </h2>
          <div className="grid overflow-hidden rounded-lg border bg-raised">
            {demoLogins.map((login) => (
              // A form of its own, so that it works before scripts have loaded.
              <form key={login.email} action={submit} className="grid not-last:border-b">
                <input type="hidden" name="next" value={next} />
                <input type="hidden" name="email" value={login.email} />
                <input type="hidden" name="password" value={login.password} />
                <button
                  type="submit"
                  disabled={isPending}
                  className="group flex items-center gap-3 px-3.5 py-2.5 text-left transition-colors hover:bg-muted focus-visible:-outline-offset-2"
                >
                  <span className="font-medium">{login.name}</span>
                  <span className="text-muted-foreground text-xs">{login.role}</span>
                  <ArrowRightIcon
                    aria-hidden
                    className="group-hover:translate-x-0.5 ml-auto size-4 text-muted-foreground transition-transform"
                  />
                </button>
              </form>
            ))}
          </div>
        </section>
      )}
    </div>
  )
}

function Field({
  name,
  label,
  type,
  autoComplete,
  defaultValue,
  error,
  autoFocus,
}: {
  name: string
  label: string
  type: string
  autoComplete: string
  defaultValue?: string
  error: string | undefined
  autoFocus?: boolean
}) {
  return (
    <div className="grid gap-1.5">
      <Label htmlFor={name}>{label}</Label>
      <Input
        id={name}
        name={name}
        type={type}
        autoComplete={autoComplete}
        autoFocus={autoFocus}
        defaultValue={defaultValue}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${name}-error` : undefined}
        className="h-10"
      />
      {error && (
        <p id={`${name}-error`} role="alert" className="text-fraud-text text-xs">
          {error}
        </p>
      )}
    </div>
  )
}
