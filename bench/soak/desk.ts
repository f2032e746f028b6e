import type postgres from 'postgres'
import type { Random } from '../../core/random.ts'
import { uploadFile } from '../../lib/uploads/upload-file.ts'
import { asFile, ulbTable, withoutLabel } from '../../tests/ingest/sample-files.ts'
import type { Person } from './people.ts'

/** Where people soak, and what there is to open. */
export interface SoakDesk {
  /** Null for a stack without an app. */
  appUrl: string | null
  /** Addresses of pages that analysts open. */
  pages: string[]
  /** Those that only admins open. */
  adminPages: string[]
  /** What was committed so far, oldest first. */
  uploads: { person: Person; id: string }[]
  /** How pages are asked for. */
  fetch: typeof fetch
}

/** Finds the months and flagged transactions of a dataset, and names every page that shows them. */
export async function findPages(
  sql: postgres.Sql,
  slug: string,
): Promise<Pick<SoakDesk, 'pages' | 'adminPages'>> {
  const months = await sql<{ month: string; id: string | null }[]>`
    select to_char(counted.month, 'YYYY-MM') as month, (
      select said.transaction_id from public.predictions as said
      where said.dataset_id = counted.dataset_id and said.is_flagged and said.is_served
        and said.occurred_at >= counted.month::timestamp at time zone 'UTC'
        and said.occurred_at < (counted.month + interval '1 month') at time zone 'UTC'
      limit 1
    ) as id
    from public.monthly_transactions as counted join public.datasets on datasets.id = counted.dataset_id
    where slug = ${slug} order by counted.month desc limit 4`
  return {
    pages: [
      '/uploads',
      '/account',
      '/ulb/months',
      `/${slug}/review`,
      `/${slug}/months`,
      ...months.map(({ month }) => `/${slug}/months/${month}`),
      ...months.flatMap(({ month, id }) =>
        id ? [`/${slug}/months/${month}/transactions/${id}`] : [],
      ),
    ],
    adminPages: ['', '/models', '/runs', '/monitoring', '/backtest', '/settings', '/people'].map(
      (page) => `/${slug}/admin${page}`,
    ),
  }
}

/** What a person may do next, and what it is called in the figures. */
export interface Deed {
  name: 'upload' | 'review' | 'page' | 'read'
  act(): Promise<void>
}

/** Draws what a person does next: mostly pages and reads, some reviews; every third person uploads now and then. */
export function drawDeed(desk: SoakDesk, person: Person, random: Random, seed: number): Deed {
  const dice = random.next()
  if (person.index % 3 === 0 && dice < 0.04) {
    return { name: 'upload', act: () => upload(desk, person, seed) }
  }
  if (dice < 0.15) return { name: 'review', act: () => review(desk, person) }
  if (desk.appUrl && dice < 0.5) return { name: 'page', act: () => openPage(desk, person, random) }
  return { name: 'read', act: () => read(person, random) }
}

async function openPage(desk: SoakDesk, person: Person, random: Random): Promise<void> {
  const mine = desk.uploads.findLast((upload) => upload.person === person)
  const paths = [
    ...desk.pages,
    ...(mine ? [`/uploads/${mine.id}`] : []),
    ...(person.isAdmin ? desk.adminPages : []),
  ]
  const path = random.pick(paths)
  const headers = { cookie: person.cookie }
  const answer = await desk.fetch(`${desk.appUrl}${path}`, { headers, redirect: 'manual' })
  const html = await answer.text()
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`)
  // React tells the browser so of a part that failed after the answer had begun.
  const failure = /\$RX\("[^)]*\)/.exec(html)
  if (failure) throw new Error(`${path} failed on its way: ${failure[0]}`)
  if (!html.trimEnd().endsWith('</html>')) throw new Error(`${path} broke off`)
}

async function read({ client }: Person, random: Random): Promise<void> {
  const dataset_slug = random.chance(0.5) ? 'demo' : 'ulb'
  const month = '2019-01-01'
  const call = random.pick([
    () => client.rpc('list_months', { dataset_slug }),
    () => client.rpc('list_datasets'),
    () => client.rpc('list_uploads'),
    () => client.rpc('get_month', { dataset_slug, month }),
    () => client.rpc('list_flagged_transactions', { dataset_slug, month }),
    () => client.rpc('review_queue', { dataset_slug }),
  ])
  const { error } = await call()
  if (error) throw new Error(error.message)
}

async function review({ uploads }: SoakDesk, { client }: Person): Promise<void> {
  const upload = uploads[Math.floor(uploads.length / 2)]
  if (upload === undefined) return
  const { data } = await client
    .from('transactions')
    .select('id, occurred_at')
    .eq('upload_id', upload.id)
    .gte('occurred_at', '2013-09-01')
    .lt('occurred_at', '2013-10-01')
    .limit(1)
  const row = data?.[0]
  if (!row) return
  const { error } = await client.rpc('record_review', {
    transaction_id: row.id,
    occurred_at: row.occurred_at,
    outcome: 'fraud',
  })
  if (error) throw new Error(error.message)
}

async function upload({ uploads }: SoakDesk, person: Person, seed: number): Promise<void> {
  // With labels the demo would begin to train on rows that are removed again.
  const source = asFile(`soak-${seed}.csv`, withoutLabel(ulbTable({ count: 300, seed })))
  const { data, error } = await uploadFile({ client: person.client, datasetSlug: 'ulb', source })
  if (error) throw new Error(`${error.code}: ${error.message}`)
  if (data.status === 'committed') uploads.push({ person, id: data.uploadId })
}
