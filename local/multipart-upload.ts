import type { IncomingMessage } from 'node:http'
import { PassThrough, Readable } from 'node:stream'
import busboy from 'busboy'

/** Whether this is a Storage upload as supabase-js sends a Blob or File: a form with one file. */
export function isMultipartUpload(request: Request): boolean {
  if (request.method !== 'POST' && request.method !== 'PUT') return false
  if (!new URL(request.url).pathname.startsWith('/storage/v1/object/')) return false
  return request.headers.get('content-type')?.startsWith('multipart/form-data') ?? false
}

/**
 * Turns the form into a request whose body is the file itself, streamed: lite looks for a field named
 * "file", supabase-js sends the file under the empty name, and neither would stream it.
 * The fields before the file (`cacheControl`, `metadata`) become the headers that mean the same.
 */
export function unwrapMultipart(request: Request, incoming: IncomingMessage): Promise<Request> {
  return new Promise((resolve, reject) => {
    const headers = new Headers(request.headers)
    headers.delete('content-length')
    const form = busboy({ headers: incoming.headers, limits: { files: 1 } })
    form.on('field', (name, value) => {
      if (name === 'cacheControl') headers.set('cache-control', `max-age=${value}`)
      if (name === 'metadata') headers.set('x-metadata', Buffer.from(value).toString('base64'))
    })
    form.on('file', (_name, file, info) => {
      headers.set('content-type', info.mimeType)
      // busboy reports a form that breaks off on itself, and would leave the file waiting for ever.
      const body = new PassThrough()
      form.once('error', (error) => body.destroy(error as Error))
      incoming.once('aborted', () => body.destroy(new Error('The upload broke off.')))
      file.pipe(body)
      resolve(
        new Request(request.url, {
          method: request.method,
          headers,
          body: Readable.toWeb(body) as ReadableStream, // Node's stream is the web's, typed apart
          duplex: 'half',
        } as RequestInit), // `duplex` is missing in the DOM's types
      )
    })
    form.once('error', reject)
    form.once('close', () => reject(new Error('The form holds no file.')))
    incoming.pipe(form)
  })
}
