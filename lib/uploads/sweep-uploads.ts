/** What a sweep came to. */
export interface SweepReport {
  /** Abandoned uploads that were discarded. */
  sweptCount: number
  /** Objects that were removed from Storage. */
  removedCount: number
}

/** Objects that one call of the Storage API removes. */
const REMOVED_AT_ONCE = 200

/**
 * Discards uploads that nobody finished, a day after their last part, and removes from Storage what belongs to no live
 * upload. Needs the secret key; uses nothing but `fetch`, so that a schedule needs no packages. Throws an Error with
 * one sentence.
 */
export async function sweepUploads(supabase: {
  url: string
  secretKey: string
}): Promise<SweepReport> {
  const report = { sweptCount: 0, removedCount: 0 }
  for (;;) {
    const found = (await call(supabase, 'POST', '/rest/v1/rpc/sweep_uploads', {})) as {
      sweptCount: number
      paths: string[]
    }
    report.sweptCount += found.sweptCount
    let removedNow = 0
    for (let at = 0; at < found.paths.length; at += REMOVED_AT_ONCE) {
      const prefixes = found.paths.slice(at, at + REMOVED_AT_ONCE)
      const removed = await call(supabase, 'DELETE', '/storage/v1/object/uploads', { prefixes })
      removedNow += (removed as unknown[]).length
    }
    report.removedCount += removedNow
    // Storage that removes nothing of what it is asked to would keep this going for ever.
    if (removedNow === 0) return report
  }
}

async function call(
  { url, secretKey }: { url: string; secretKey: string },
  method: 'POST' | 'DELETE',
  path: string,
  body: unknown,
): Promise<unknown> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      apikey: secretKey,
      authorization: `Bearer ${secretKey}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  })
  if (response.ok) return await response.json()
  const reason = (await response.text()).slice(0, 200)
  throw new Error(`Cannot sweep uploads: ${path} answered ${response.status}: ${reason}`)
}
