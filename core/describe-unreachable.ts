/**
 * Says who did not answer, as in "127.0.0.1:5432 does not answer (ECONNREFUSED)", where an error or what caused it is a
 * connection that never came to be; null for any other error.
 */
export function describeUnreachable(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null
  const { code, syscall, address, hostname, port } = error as Record<string, unknown>
  if (syscall === 'connect' || syscall === 'getaddrinfo' || code === 'CONNECT_TIMEOUT') {
    const host = address ?? hostname
    const place = host === undefined ? 'The service' : port ? `${host}:${port}` : `${host}`
    return `${place} does not answer (${code})`
  }
  // Where a name has several addresses, each has an error of its own.
  const causes = 'errors' in error && Array.isArray(error.errors) ? error.errors : []
  if ('cause' in error) causes.push(error.cause)
  for (const cause of causes) {
    const words = describeUnreachable(cause)
    if (words !== null) return words
  }
  return null
}
