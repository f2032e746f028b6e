import type { NextRequest } from 'next/server'
import { DEMO_FILES_REVISION, demoFile } from '@/core/simulator/demo-files/demo-file.ts'
import { readSession } from '@/lib/auth/session.ts'

export const dynamic = 'force-dynamic'

const headers = { 'Cache-Control': 'private, no-cache', Vary: 'Cookie' }

/** Makes up a demo file while it is being sent; `?story=small` gives the small story's. For people with a role only. */
export async function GET(
  request: NextRequest,
  { params }: { params: Promise<{ name: string }> },
): Promise<Response> {
  const session = await readSession()
  if (session === null) return refuse(401, 'signed_out', 'Sign in to fetch demo files.')
  if (session === 'no-role') return refuse(403, 'not_allowed', 'Ask an admin for a role.')

  const { name } = await params
  const scale = request.nextUrl.searchParams.get('story') === 'small' ? 'small' : 'full'
  const chunks = demoFile(name, scale)
  if (chunks === null) {
    return refuse(404, 'no_such_file', 'There is no such demo file; reload the uploads page.')
  }
  const etag = `"${name}-${scale}-${DEMO_FILES_REVISION}"`
  if (request.headers.get('if-none-match')?.includes(etag)) {
    return new Response(null, { status: 304, headers: { ...headers, ETag: etag } })
  }
  const body = new ReadableStream<Uint8Array>({
    // Between two chunks the server does other people's work.
    async pull(controller) {
      await new Promise((resolve) => setImmediate(resolve))
      const { value, done } = chunks.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel() {
      chunks.return(undefined)
    },
  })
  return new Response(body, {
    headers: {
      ...headers,
      ETag: etag,
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${name}"`,
    },
  })
}

function refuse(status: number, code: string, message: string): Response {
  return Response.json({ error: { code, message } }, { status, headers })
}
