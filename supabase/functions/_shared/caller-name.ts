import { createHash } from 'node:crypto'

const names = new WeakMap<Request, string>()

/** Remembers who sent a request, for its log lines: a hash, so that logs name nobody and still tell people apart. */
export function nameCaller(request: Request, userId: string): void {
  names.set(request, createHash('sha256').update(userId).digest('hex').slice(0, 16))
}

/** What {@link nameCaller} made of the sender; undefined before they are known. */
export function callerName(request: Request): string | undefined {
  return names.get(request)
}
