/** Counts failed sign-ins per person, so that passwords cannot be guessed by trying. */
export type SignInLimit = {
  isReached(email: string): boolean
  recordFailure(email: string): void
}

/** As many as a local Supabase allows from one address: here every request comes from this machine. */
const FAILURES = 30
const WINDOW_MS = 5 * 60_000

/** @param now the clock, in milliseconds */
export function createSignInLimit(now: () => number): SignInLimit {
  const failures = new Map<string, number[]>()
  const recent = (email: string): number[] => {
    const since = now() - WINDOW_MS
    return (failures.get(email) ?? []).filter((time) => time > since)
  }
  return {
    isReached: (email) => recent(email).length >= FAILURES,
    recordFailure(email) {
      if (failures.size > 10_000) failures.clear()
      failures.set(email, [...recent(email), now()])
    },
  }
}
