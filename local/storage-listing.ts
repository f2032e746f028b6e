import { z } from 'zod'
import type { AskLite } from './auth-routes.ts'

const listingSchema = z.object({
  prefix: z.string().default(''),
  limit: z.number().int().positive().default(100),
  offset: z.number().int().nonnegative().default(0),
  search: z.string().optional(),
  sortBy: z
    .object({ column: z.string().default('name'), order: z.enum(['asc', 'desc']).default('asc') })
    .default({ column: 'name', order: 'asc' }),
})

type StoredObject = { name: string } & Record<string, unknown>

const ALL = 1_000_000

/**
 * Lists one folder as Storage does: names relative to it, each folder below it once (with id null), then
 * sorted and paged. lite lists full keys of all depths; here all of them are asked for and folded.
 */
export async function listFolder(request: Request, ask: AskLite): Promise<Response> {
  const parsed = listingSchema.safeParse(await request.json().catch(() => null))
  if (!parsed.success) {
    const body = { statusCode: '400', error: 'invalid_request', message: parsed.error.message }
    return Response.json(body, { status: 400 })
  }
  const { limit, offset, search = '', sortBy } = parsed.data
  const folder = parsed.data.prefix.replace(/^\/+|\/+$/g, '')
  const prefix = folder === '' ? '' : `${folder}/`
  const headers = new Headers(request.headers)
  headers.delete('content-length')
  const body = JSON.stringify({ prefix: escapeLike(prefix), limit: ALL })
  const response = await ask(new Request(request.url, { method: 'POST', headers, body }))
  if (!response.ok) return response
  const entries = foldByFolder((await response.json()) as StoredObject[], prefix)
    .filter((entry) => entry.name.toLowerCase().startsWith(search.toLowerCase()))
    .sort((a, b) => compare(a, b, sortBy.column) * (sortBy.order === 'desc' ? -1 : 1))
  return Response.json(entries.slice(offset, offset + limit))
}

function foldByFolder(objects: StoredObject[], prefix: string): StoredObject[] {
  const entries = new Map<string, StoredObject>()
  for (const object of objects) {
    if (!object.name.startsWith(prefix)) continue
    const rest = object.name.slice(prefix.length)
    const [name = rest] = rest.split('/')
    if (rest === name) entries.set(`file ${name}`, { ...object, name })
    else entries.set(`folder ${name}`, folderEntry(name))
  }
  return [...entries.values()]
}

function folderEntry(name: string): StoredObject {
  return {
    name,
    id: null,
    updated_at: null,
    created_at: null,
    last_accessed_at: null,
    metadata: null,
  }
}

function compare(a: StoredObject, b: StoredObject, column: string): number {
  const [left, right] = [String(a[column] ?? ''), String(b[column] ?? '')]
  if (left !== right) return left < right ? -1 : 1
  return a.name < b.name ? -1 : 1
}

/** lite puts the prefix into a LIKE pattern as it is. */
function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}
