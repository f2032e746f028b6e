/** As supabase/config.toml demands it. */
export const MINIMUM_LENGTH = 12

/** What bcrypt reads of a password; Auth takes no longer one. */
export const MAXIMUM_BYTES = 72

/** The rules in a sentence, for the forms. */
export const PASSWORD_RULES = `At least ${MINIMUM_LENGTH} characters. A few words that only you would put together are best.`

/** What is wrong with each field of a new password. */
export interface NewPasswordErrors {
  next?: string | undefined
  repeated?: string | undefined
}
