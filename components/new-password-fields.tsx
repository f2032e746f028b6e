import { type NewPasswordErrors, PASSWORD_RULES } from '@/lib/auth/password-rules.ts'
import { PasswordField } from './password-field'

/** A new password and the same again, with the rules. */
export function NewPasswordFields({
  errors,
  autoFocus,
}: {
  errors: NewPasswordErrors
  autoFocus?: boolean
}) {
  return (
    <>
      <PasswordField
        name="next"
        label="New password"
        autoComplete="new-password"
        hint={PASSWORD_RULES}
        error={errors.next}
        {...(autoFocus ? { autoFocus } : {})}
      />
      <PasswordField
        name="repeated"
        label="New password again"
        autoComplete="new-password"
        error={errors.repeated}
      />
    </>
  )
}
