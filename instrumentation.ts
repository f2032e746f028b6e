import type { Instrumentation } from 'next'
import { logLine } from '@/core/log-line.ts'

/** Writes what failed while a request was answered into the log; the answer itself shows the digest alone. */
export const onRequestError: Instrumentation.onRequestError = (error, request, context) => {
  const { message, stack, digest } = error as Error & { digest?: string }
  const requestId = request.headers['x-request-id']
  console.error(
    logLine({
      level: 'error',
      room: 'app',
      requestId: Array.isArray(requestId) ? requestId[0] : requestId,
      message: 'request failed',
      method: request.method,
      path: request.path.replace(/\?.*/s, ''),
      route: context.routePath,
      digest,
      error: message,
      stack,
    }),
  )
}
