import { getProfile } from '@/core/datasets/registry.ts'
import { isMonth } from '@/core/month.ts'
import { readSession } from '@/lib/auth/session.ts'
import { monthQuery } from '@/lib/months/get-month.ts'
import { requestQueryClient } from '@/lib/query/request-query-client.ts'
import { createRequestClient } from '@/lib/supabase/server-client.ts'
import { flaggedCsvHeader, toCsvLines } from '@/lib/transactions/flagged-csv.ts'
import { parseFlaggedFilters } from '@/lib/transactions/flagged-filters.ts'
import { type ExportPosition, exportFlagged } from '@/lib/transactions/list-flagged.ts'

/** All rows that the address' filters let through, as a CSV file that is written while it is read. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ dataset: string; month: string }> },
): Promise<Response> {
  const { dataset, month } = await params
  const session = await readSession()
  if (session === null) return refuse(401, 'Sign in to export transactions.')
  if (session === 'no-role') return refuse(403, 'Only analysts and admins export transactions.')
  if (!isMonth(month)) return refuse(404, 'There is no such month.')
  const client = await createRequestClient()
  const detail = await requestQueryClient().fetchQuery(monthQuery(client, dataset, month))
  if (!detail) return refuse(404, 'There is no such month.')

  const filters = parseFlaggedFilters(Object.fromEntries(new URL(request.url).searchParams))
  const { features } = getProfile(detail.dataset.profile)
  const encoder = new TextEncoder()
  let after: ExportPosition | undefined
  let isFirst = true
  const lines = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const rows = await exportFlagged(client, dataset, month, filters, after)
      const text = toCsvLines(rows, features, detail.dataset.currency)
      controller.enqueue(encoder.encode(isFirst ? flaggedCsvHeader + text : text))
      isFirst = false
      after = rows.at(-1)
      if (!after) controller.close()
    },
  })
  return new Response(lines, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${dataset}-${month}-${filters.shown}.csv"`,
      'Cache-Control': 'no-store',
    },
  })
}

function refuse(status: number, message: string): Response {
  return new Response(`${message}\n`, {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
  })
}
