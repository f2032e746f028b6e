import { z } from 'zod'

/** What the sign-in form sends. */
export const credentialsSchema = z.object({
  email: z
    .string()
    .trim()
    .min(1, 'Enter your e-mail address.')
    .max(254, 'This is too long for an e-mail address.')
    .pipe(z.email('This is not an e-mail address.')),
  password: z.string().min(1, 'Enter your password.').max(1024, 'This password is too long.'),
})

/** What the form shows after an attempt; the password is never sent back. */
export interface SignInState {
  email: string
  error: string | null
  fieldErrors: { email?: string | undefined; password?: string | undefined }
}
