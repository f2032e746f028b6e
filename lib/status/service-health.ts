import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'

/** What GET /api/health answers. */
export const healthSchema = z.object({
  status: z.enum(['loading', 'ready', 'degraded']),
  message: z.string(),
  /** 0 to 1; null when nobody can tell. */
  progress: z.nullable(z.number()),
  datasets: z.array(
    z.object({
      slug: z.string(),
      champion: z.nullable(
        z.object({ version: z.int(), sha256: z.string(), publishedAt: z.string() }),
      ),
      /** The version that scores: the champion, or an earlier one (or none: null) while its artifact is damaged. */
      servedBy: z.nullable(z.int()),
    }),
  ),
})

/** The service's health as pages and probes see it. */
export type ServiceHealth = z.infer<typeof healthSchema>

const POLL_MS = 2_000

/** The service's health; asked again every two seconds, but only while something loads. */
export function healthQuery() {
  return queryOptions({
    queryKey: ['health'],
    queryFn: async ({ signal }) =>
      healthSchema.parse(await (await fetch('/api/health', { signal, cache: 'no-store' })).json()),
    refetchInterval: ({ state }) => (state.data?.status === 'loading' ? POLL_MS : false),
  })
}
