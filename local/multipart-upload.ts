import type { IncomingMessage } from 'node:http'
import { PassThrough, Readable } from 'node:stream'
import busboy from 'busboy'

/** Whether this is an upload as supabase-js sends a Blob or File: a form with one file. */
export function isMultipart(request: Request): boolean {
  return request.headers.get('content-type')?.startsWith('multipart/form-data') ?? false
}

/** A request whose body is the file of a form. */
export type UnwrappedUpload = {
  request: Request
  /** Reads to the end and throws away what nobody wanted, so that the sender sees the answer. */
  drain(): void
}

/**
 * Turns the form into a request whose body is the file itself, streamed: lite looks for a field named
 * "file", supabase-js sends the file under the empty name, and neither would stream it.
 * The fields before the file (`cacheControl`, `metadata`) become the headers that mean the same.
 */
export function unwrapMultipart(
  request: Request,
  incoming: IncomingMessage,
): Promise<UnwrappedUpload> {
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
      const body = new PassThrough()
      file.pipe(body)
      // A form that breaks off is reported on the form, and would leave the body waiting for ever.
      const breakOff = () => body.destroy(new Error('The upload broke off.'))
      file.once('error', breakOff)
      form.once('error', breakOff)
      incoming.once('close', () => incoming.complete || breakOff())
      const init = { method: request.method, headers, body: Readable.toWeb(body), duplex: 'half' }
      resolve({
        request: new Request(request.url, init as RequestInit), // the DOM's types know no Node stream
        drain() {
          file.unpipe(body)
          file.resume()
        },
      })
    })
    form.once('error', reject)
    form.once('close', () => reject(new Error('The form holds no file.')))
    incoming.pipe(form)
  })
}
