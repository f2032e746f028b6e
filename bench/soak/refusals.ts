/** Connections that nobody accepts, seen by everybody who uses its `fetch`. */
export interface RefusalWatch {
  fetch: typeof fetch
  /** Rejects with a sentence when an address accepted no connection for some seconds; never resolves. */
  gone: Promise<never>
}

const IN_A_ROW = 50
const FOR_MS = 5_000

/** Watches whether whom we talk to is still there. An address that answers once, whatever it says, is. */
export function watchRefusals(
  ask: typeof fetch = fetch,
  now: () => number = () => performance.now(),
): RefusalWatch {
  const { promise: gone, reject } = Promise.withResolvers<never>()
  gone.catch(() => {})
  const refused = new Map<string, { count: number; sinceMs: number }>()
  return {
    gone,
    async fetch(input, init) {
      const { origin } = new URL(input instanceof Request ? input.url : input)
      try {
        const answer = await ask(input, init)
        refused.delete(origin)
        return answer
      } catch (error) {
        const { count, sinceMs } = refused.get(origin) ?? { count: 0, sinceMs: now() }
        refused.set(origin, { count: count + 1, sinceMs })
        if (count + 1 >= IN_A_ROW && now() - sinceMs >= FOR_MS) {
          const seconds = Math.round((now() - sinceMs) / 1000)
          const sentence = `${origin} refused ${count + 1} connections in a row, for ${seconds} s: the demo is gone. Start it again, and then this.`
          reject(new Error(sentence, { cause: error }))
        }
        throw error
      }
    },
  }
}
