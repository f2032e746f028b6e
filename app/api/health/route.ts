import { readHealth } from '@/lib/status/read-health.ts'

export const dynamic = 'force-dynamic'

/** Whether the service works, what it is loading, and which model serves each dataset. Holds nothing secret. */
export async function GET(): Promise<Response> {
  const health = await readHealth()
  return Response.json(health.body, {
    status: health.isReachable ? 200 : 503,
    headers: { 'Cache-Control': 'no-store' },
  })
}
