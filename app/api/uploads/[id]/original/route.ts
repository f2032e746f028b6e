import { z } from 'zod'
import { readSession } from '@/lib/auth/session.ts'
import { createRequestClient } from '@/lib/supabase/server-client.ts'
import { openOriginalFile } from '@/lib/uploads/original-file.ts'

export const dynamic = 'force-dynamic'

const headers = { 'Cache-Control': 'private, no-store', Vary: 'Cookie' }

/** The file of a committed upload as it was sent, unpacked; for whoever uploaded it, and admins. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const session = await readSession()
  if (session === null) return refuse(401, 'signed_out', 'Sign in to download files.')
  if (session === 'no-role') return refuse(403, 'not_allowed', 'Ask an admin for a role.')
  const id = z.uuid().safeParse((await params).id)
  if (!id.success) return refuse(404, 'upload_not_found', 'There is no such file.')

  const original = await openOriginalFile(await createRequestClient(), id.data)
  if (original.error !== null) {
    const { code, message } = original.error
    return refuse(code === 'upload_not_found' ? 404 : 503, code, message)
  }
  const { name, byteCount, stream } = original.data
  return new Response(stream, {
    headers: {
      ...headers,
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Length': String(byteCount),
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeName(name)}`,
      'X-Content-Type-Options': 'nosniff',
    },
  })
}

/** A name as RFC 8187 wants it in a header. */
function encodeName(name: string): string {
  return encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  )
}

function refuse(status: number, code: string, message: string): Response {
  return Response.json({ error: { code, message } }, { status, headers })
}
