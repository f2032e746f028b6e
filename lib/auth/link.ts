import * as z from 'zod/mini'

/** What a link to the page of the invited carries: what it is for, and the token that Supabase Auth knows. */
export const linkSchema = z.object({
  type: z.enum(['invite', 'recovery']),
  /** Hexadecimal or base64url. */
  tokenHash: z.string().check(z.regex(/^[\w-]{20,200}$/)),
})

/** A link to join, or to choose another password. */
export type Link = z.output<typeof linkSchema>
