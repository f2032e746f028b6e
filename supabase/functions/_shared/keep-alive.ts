/** Hosted functions end with their answer unless they are told what still runs. */
export function keepAlive(work: Promise<unknown>): void {
  const { EdgeRuntime } = globalThis as {
    EdgeRuntime?: { waitUntil(work: Promise<unknown>): void }
  }
  EdgeRuntime?.waitUntil(work)
}
