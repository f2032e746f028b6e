import { z } from 'zod'
import { MAXIMUM_BYTES, MINIMUM_LENGTH } from './password-rules.ts'

/** A new password, typed twice. */
export const newPasswordSchema = z
  .object({
    next: z
      .string()
      .min(MINIMUM_LENGTH, `A password needs at least ${MINIMUM_LENGTH} characters.`)
      .refine(
        (password) => new TextEncoder().encode(password).length <= MAXIMUM_BYTES,
        `A password has at most ${MAXIMUM_BYTES} characters.`,
      )
      .refine((password) => new Set(password).size > 3, 'This password is too easy to guess.'),
    repeated: z.string(),
  })
  .refine(({ next, repeated }) => next === repeated, {
    path: ['repeated'],
    message: 'This is not the same password.',
    when: ({ value }) => isTypedTwice(value),
  })

/** Supabase Auth's refusal of a new password, in a sentence; null where it could not answer. */
export function explainPasswordRefusal(error: {
  status?: number | undefined
  code?: string | undefined
  message: string
}): string | null {
  if (error.code === 'same_password') return 'This is the password from before. Choose another one.'
  return error.status === 422 || error.status === 400 ? error.message : null
}

function isTypedTwice(value: unknown): value is { next: string; repeated: string } {
  return z.object({ next: z.string(), repeated: z.string() }).safeParse(value).success
}
