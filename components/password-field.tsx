import { Input } from './ui/input'
import { Label } from './ui/label'

/** A password with its name above and what is wrong with it below. */
export function PasswordField({
  name,
  label,
  autoComplete,
  error,
  hint,
  autoFocus,
}: {
  name: string
  label: string
  autoComplete: 'current-password' | 'new-password'
  error: string | undefined
  /** Said before anything is wrong. */
  hint?: string
  autoFocus?: boolean
}) {
  const notes = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ')
  return (
    <div className="grid gap-1.5">
      <Label htmlFor={name}>{label}</Label>
      <Input
        id={name}
        name={name}
        type="password"
        autoComplete={autoComplete}
        autoFocus={autoFocus}
        aria-invalid={error ? true : undefined}
        aria-describedby={notes || undefined}
      />
      {hint && (
        <p id={`${name}-hint`} className="text-muted-foreground text-xs">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${name}-error`} role="alert" className="text-fraud-text text-xs">
          {error}
        </p>
      )}
    </div>
  )
}
