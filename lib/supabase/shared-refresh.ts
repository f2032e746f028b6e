type Fetch = typeof fetch

/** How long an answer serves latecomers: as long as hosted Supabase accepts a used refresh token again. */
const SHARED_MS = 10_000

interface SharedAnswer {
  answer: Promise<Response>
  endsAt: number
}

/**
 * A fetch that renews a session once. A browser that comes back after an hour asks for several things at the same
 * moment, each with the same refresh token; a token is good for one use, and whoever came second would be signed out.
 * So requests with the same token share one answer, also shortly after it came. Everything else passes through.
 */
export function shareRefreshes(fetchOnce: Fetch, now: () => number = Date.now): Fetch {
  const shared = new Map<string, SharedAnswer>()
  return async (input, init) => {
    const url = input instanceof Request ? input.url : String(input)
    if (!url.includes('/auth/v1/token?grant_type=refresh_token')) return fetchOnce(input, init)

    for (const [key, { endsAt }] of shared) if (endsAt <= now()) shared.delete(key)
    const key = `${url} ${String(init?.body)}`
    const known = shared.get(key)
    if (known) return (await known.answer).clone()

    const answer = fetchOnce(input, init)
    shared.set(key, { answer, endsAt: now() + SHARED_MS })
    try {
      const response = await answer
      // A refusal that may pass, such as a busy server, is not handed on.
      if (response.status >= 429) shared.delete(key)
      return response.clone()
    } catch (error) {
      shared.delete(key)
      throw error
    }
  }
}
