import type { IncomingMessage } from 'node:http'
import type { AskLite } from './auth-routes.ts'
import { isMultipart, unwrapMultipart } from './multipart-upload.ts'
import { nameFault } from './storage-errors.ts'
import { listFolder } from './storage-listing.ts'
import { correctSignedUrl, refuseBadToken, signInBulk } from './storage-signing.ts'

/**
 * Answers /storage/v1: lite's answers, put right for supabase-js.
 * @param incoming the request as Node received it, for uploads that are streamed out of a form
 */
export async function answerStorage(
  request: Request,
  incoming: IncomingMessage,
  ask: AskLite,
  jwtSecret: string,
): Promise<Response> {
  return nameFault(await answerRoute(request, incoming, ask, jwtSecret))
}

async function answerRoute(
  request: Request,
  incoming: IncomingMessage,
  ask: AskLite,
  jwtSecret: string,
): Promise<Response> {
  const url = new URL(request.url)
  const path = url.pathname.slice('/storage/v1'.length)
  // A name holds no control characters, and no part of it is longer than a disk can name; lite fails on them.
  if (/%(?:[01][0-9a-f]|7f)/i.test(path) || /[^/]{256}/.test(path)) {
    const body = { statusCode: '400', error: 'Invalid key', message: 'Invalid key' }
    return Response.json(body, { status: 400 })
  }
  const isSigned = /^\/object\/(upload\/)?sign\//.test(path)
  if (request.method === 'POST' && path.startsWith('/object/list/')) return listFolder(request, ask)
  if (request.method === 'POST' && isSigned) {
    if (/^\/object\/sign\/[^/]+\/?$/.test(path)) return signInBulk(request, ask)
    return correctSignedUrl(await ask(request))
  }
  if (isSigned) {
    const refusal = await refuseBadToken(url, jwtSecret)
    if (refusal) return refusal
  }
  if (isMultipart(request)) return upload(request, incoming, ask)
  const response = await ask(request)
  if (request.method === 'GET') nameDownload(response, url)
  return response
}

async function upload(
  request: Request,
  incoming: IncomingMessage,
  ask: AskLite,
): Promise<Response> {
  const unwrapped = await unwrapMultipart(request, incoming).catch(() => null)
  if (unwrapped === null) {
    const body = { statusCode: '400', error: 'InvalidRequest', message: 'The form holds no file.' }
    return Response.json(body, { status: 400 })
  }
  try {
    return await ask(unwrapped.request)
  } finally {
    unwrapped.drain()
  }
}

/** `?download=` asks the browser to save the file, under a name if one is given. */
function nameDownload(response: Response, url: URL): void {
  const name = url.searchParams.get('download')
  if (name === null || !response.ok) return
  const encoded = encodeURIComponent(name)
  response.headers.set(
    'content-disposition',
    name === '' ? 'attachment;' : `attachment; filename=${encoded}; filename*=UTF-8''${encoded};`,
  )
}
