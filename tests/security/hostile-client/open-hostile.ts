import { readdirSync } from 'node:fs'
import path from 'node:path'
import type { FraudDeskClient } from '../../../lib/supabase/server-client.ts'
import { openTestStack, type TestStack } from '../../ingest/test-stack.ts'

/** The edge functions, as their folders name them. */
export const FUNCTIONS = readdirSync(
  path.join(import.meta.dirname, '../../../supabase/functions'),
  {
    withFileTypes: true,
  },
)
  .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
  .map(({ name }) => name)

/** A request that should not get through. */
export interface Attack {
  method?: string
  /** Pinky's unless another one, or none, is given. */
  token?: string | null
  body?: BodyInit
  headers?: Record<string, string>
}

/** A stack with a colleague's upload in it, and what somebody hostile knows. */
export interface Hostile {
  desk: TestStack
  /** The colleague, an analyst as well. */
  other: FraudDeskClient
  pinkyToken: string
  pinkyId: string
  otherId: string
  otherUpload: string
  /** Columns of each table of the API, and arguments of each function, as the catalogue has them. */
  columns: Map<string, string[]>
  routines: { name: string; args: string[] }[]
  /** A request with the publishable key. */
  send(target: string, attack?: Attack): Promise<Response>
}

/** Hands it to tests that are named before the stack has started. */
export type GetHostile = () => Hostile

/** Starts the stack, and lets the colleague begin an upload. */
export async function openHostile(): Promise<Hostile> {
  const desk = await openTestStack()
  const other = await desk.addAnalyst('other@hostile.test')
  const session = (await desk.pinky.auth.getSession()).data.session!
  const otherId = (await other.auth.getUser()).data.user!.id
  const { data } = await other.rpc('create_upload', {
    dataset_slug: 'demo',
    file_name: 'theirs.csv',
    file_bytes: 10,
    content_hash: 'a'.repeat(64),
    column_names: ['a'],
    has_labels: false,
    parts: [{ number: 0, first_line: 2, byte_count: 10 }],
  })
  const otherUpload = (data as { upload_id: string }).upload_id
  const stored = await other.storage
    .from('uploads')
    .upload(`${otherId}/${otherUpload}/00000.csv`, 'their rows')
  if (stored.error) throw stored.error

  const tables = await desk.sql<{ name: string; columns: string[] }[]>`
    select relname as name, array_agg(attname::text order by attnum) as columns
    from pg_class join pg_attribute on attrelid = pg_class.oid
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v') and attnum > 0 and not attisdropped
    group by relname`
  const routines = await desk.sql<{ name: string; args: string[] }[]>`
    select proname as name, coalesce(proargnames[1:pronargs], '{}') as args
    from pg_proc
    where pronamespace = 'public'::regnamespace and prorettype not in ('trigger'::regtype, 'event_trigger'::regtype)
      and not exists (select 1 from pg_depend where pg_depend.objid = pg_proc.oid and pg_depend.deptype = 'e')`
  const hostile: Hostile = {
    desk,
    other,
    pinkyToken: session.access_token,
    pinkyId: session.user.id,
    otherId,
    otherUpload,
    columns: new Map(tables.map((row) => [row.name, row.columns])),
    routines,
    send: (target, { method = 'GET', token = hostile.pinkyToken, body, headers = {} } = {}) =>
      fetch(`${desk.stack.apiUrl}${target}`, {
        method,
        headers: {
          apikey: desk.stack.publishableKey,
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body }),
      }),
  }
  return hostile
}
