/** Counts failed sign-ins per person, so that passwords cannot be guessed by trying. */
export type SignInLimit = {
  /** Counts a try as failed until it is forgiven; false when there were too many. */
  mayTry(email: string): boolean
  /** The try was none of a guess: it succeeded, or nobody looked at the password. */
  forgive(email: string): void
}

/** As many as a local Supabase allows from one address: here every request comes from this machine. */
const FAILURES = 30
const WINDOW_MS = 5 * 60_000
const PEOPLE = 10_000

/**
 * A try counts from its beginning, so that many at once are no way around. Names that do not exist are remembered like
 * others, the ones tried last: inventing names makes nobody else's failures forgotten sooner than ten thousand of them.
 *
 * @param now the clock, in milliseconds
 */
export function createSignInLimit(now: () => number): SignInLimit {
  const tries = new Map<string, number[]>()
  const recent = (email: string): number[] => {
    const since = now() - WINDOW_MS
    return (tries.get(email) ?? []).filter((time) => time > since)
  }
  const keep = (email: string, times: number[]): void => {
    tries.delete(email)
    if (times.length > 0) tries.set(email, times)
    if (tries.size > PEOPLE) tries.delete(tries.keys().next().value!)
  }
  return {
    mayTry(email) {
      const known = recent(email)
      const isAllowed = known.length < FAILURES
      keep(email, isAllowed ? [...known, now()] : known)
      return isAllowed
    },
    forgive: (email) => keep(email, recent(email).slice(0, -1)),
  }
}
