// npm run bench -- volume [--rows 24000000] [--months 48] [--database-url URL]
// Fills a database with transactions over months, and prints how long the pages' queries take as an analyst.
// Without a URL it starts a Supabase of its own and throws it away afterwards; a database that was filled before is
// measured as it is.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import postgres from 'postgres'
import { knownTypes } from '../core/postgres-types.ts'
import { startStack } from '../local/stack.ts'
import { fillVolume } from './volume/fill-volume.ts'

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '24000000' },
    months: { type: 'string', default: '48' },
    'database-url': { type: 'string' },
  },
})
const slug = 'volume'
const months = Number(values.months)
const rowsPerMonth = Math.floor(Number(values.rows) / months)
/** Calls per query; the first fifth warms up and does not count. */
const CALLS = 25

const dataDir = await mkdtemp(join(tmpdir(), 'fraud-desk-volume-'))
const stack = values['database-url']
  ? null
  : await startStack({ dataDir, ports: { api: 0, database: 0, functions: 0 }, log: () => {} })
const sql = postgres(values['database-url'] ?? stack?.databaseUrl ?? '', {
  ...knownTypes,
  max: 1,
  onnotice: () => {},
})
try {
  const started = performance.now()
  const [filled] = await sql`select 1 from public.datasets where slug = ${slug}`
  if (!filled) {
    await fillVolume(sql, { slug, firstMonth: '2015-01', months, rowsPerMonth }, (month, done) =>
      console.error(
        `${month}: ${(done * rowsPerMonth).toLocaleString('en')} rows after ${Math.round((performance.now() - started) / 1000)} s`,
      ),
    )
  }
  const fillSeconds = Math.round((performance.now() - started) / 1000)
  const measured = await measure()
  console.log(
    JSON.stringify({ benchmark: 'volume', months, rowsPerMonth, fillSeconds, ...measured }),
  )
} finally {
  await sql.end()
  await stack?.stop()
  await rm(dataDir, { recursive: true, force: true })
}

/** Medians in milliseconds, as the demo's analyst, with row-level security. */
async function measure() {
  const [span] = await sql<{ last: string; middle: string }[]>`
    select max(month)::text as last,
           (select month::text from public.monthly_transactions join public.datasets on datasets.id = dataset_id
            where slug = ${slug} order by month offset ${Math.floor(months / 2)} limit 1) as middle
    from public.monthly_transactions join public.datasets on datasets.id = dataset_id where slug = ${slug}`
  if (!span) throw new Error('There is nothing to measure: the dataset holds no months.')
  const { last, middle } = span
  const queries: Record<
    string,
    (tx: postgres.TransactionSql) => postgres.PendingQuery<postgres.Row[]>
  > = {
    monthsPage: (tx) => tx`select public.list_months(${slug})`,
    monthPage: (tx) => tx`select public.get_month(${slug}, ${middle}::date)`,
    monthCalendar: (tx) => tx`select public.list_days(${slug}, ${middle}::date)`,
    tableFirstPage: (tx) => tx`select public.list_flagged_transactions(${slug}, ${middle}::date)`,
    tableByAmount: (tx) =>
      tx`select public.list_flagged_transactions(${slug}, ${middle}::date, sort => 'amount')`,
    tableFiltered: (tx) =>
      tx`select public.list_flagged_transactions(${slug}, ${middle}::date, filters => '{"minimum_amount": 500, "category": "category_3"}')`,
    tableMissed: (tx) =>
      tx`select public.list_flagged_transactions(${slug}, ${middle}::date, shown => 'missed')`,
    tableCategories: (tx) => tx`select public.list_flagged_categories(${slug}, ${middle}::date)`,
    reviewQueue: (tx) => tx`select public.review_queue(${slug})`,
    lastMonthTable: (tx) => tx`select public.list_flagged_transactions(${slug}, ${last}::date)`,
  }
  const medians: Record<string, number> = {}
  await sql.begin(async (tx) => {
    await tx`
      select set_config('request.jwt.claims', json_build_object('sub', user_id, 'role', 'authenticated')::text, true),
             set_config('request.jwt.claim.sub', user_id::text, true),
             set_config('role', 'authenticated', true)
      from public.user_roles where role = 'analyst' limit 1`
    for (const [name, query] of Object.entries(queries)) {
      const times: number[] = []
      for (let call = 0; call < CALLS; call++) {
        const start = performance.now()
        await query(tx)
        if (call >= CALLS / 5) times.push(performance.now() - start)
      }
      medians[name] =
        Math.round((times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0) * 10) / 10
    }
  })
  return { medianMs: medians }
}
