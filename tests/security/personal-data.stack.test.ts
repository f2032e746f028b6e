import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { publishModel } from '../ingest/publish-model.ts'
import { sparkovTable, type Table } from '../ingest/sample-files.ts'
import { openUploadDesk, type UploadDesk } from '../ingest/upload-desk.ts'

/** What must be found nowhere but in the uploaded file itself. */
const MARKS = {
  cc_num: '4929123488887777',
  first: 'Zxqfirstname',
  last: 'Zxqlastname',
  street: '77 Zxqstreet Lane',
  dob: '1911-11-12',
}

let desk: UploadDesk

beforeAll(async () => {
  desk = await openUploadDesk()
  await publishModel(desk, 'sparkov', { feature: 'amount', slope: 1, offset: 50 })
  await desk.upload(markedTable(), { keepGoodRows: true })
})
afterAll(() => desk?.close())

/** Every row names the marked person; among them are rows with each personal column broken around its mark. */
function markedTable(): Table {
  const { header, rows } = sparkovTable({ cards: 10, from: '2018-01', to: '2018-01' })
  const columns = header.split(',')
  const mark = (row: string, changes: Record<string, string>) => {
    const cells = row.match(/"(?:[^"]|"")*"|[^,]+|(?<=,)(?=,)/g) ?? []
    return columns.map((name, index) => changes[name] ?? cells[index]).join(',')
  }
  const faulty = [
    { amt: 'not a number' },
    { cc_num: `${MARKS.cc_num}x` },
    { dob: `${MARKS.dob}x` },
    { first: '', lat: 'far' },
    { trans_date_trans_time: 'yesterday' },
    { zip: `${MARKS.street} ${MARKS.last}` },
    { is_fraud: 'maybe' },
  ]
  return {
    header,
    rows: [
      ...rows.map((row) => mark(row, MARKS)),
      ...faulty.map((changes) => mark(rows.at(-1)!, { ...MARKS, ...changes })),
    ],
  }
}

test('the marked file was taken in, with refused rows and reasons', async () => {
  const [counts] = await desk.sql`
    select (select count(*)::int from public.transactions) as transactions,
           (select count(distinct line)::int from public.rejected_rows) as rejected,
           (select count(*)::int from public.transactions where card_last4 = '7777') as marked`
  expect(counts!.transactions).toBeGreaterThan(20)
  expect(counts!.marked).toBe(counts!.transactions)
  expect(counts!.rejected).toBeGreaterThanOrEqual(4)
})

test('no table of any schema holds a full card number, name, street or birth date', async () => {
  const tables = await desk.sql<{ name: string }[]>`
    select format('%I.%I', nspname, relname) as name
    from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where relkind in ('r', 'm') and nspname not in ('pg_catalog', 'information_schema') and nspname not like 'pg_toast%'`
  expect(tables.length).toBeGreaterThan(25)
  const found: string[] = []
  for (const { name } of tables) {
    for (const [column, mark] of Object.entries(MARKS)) {
      const [row] = await desk.sql.unsafe<{ count: number }[]>(
        `select count(*)::int as count from ${name} as t where t::text like '%${mark}%'`,
      )
      if (row!.count > 0) found.push(`${column} in ${name}`)
    }
  }
  expect(found).toEqual([])
})

test('no log holds any of it', () => {
  const logs = path.join(desk.dataDir, 'logs')
  const files = readdirSync(logs)
  expect(files.length).toBeGreaterThanOrEqual(3)
  for (const file of files) {
    const text = readFileSync(path.join(logs, file), 'utf8')
    for (const mark of Object.values(MARKS))
      expect(text.includes(mark), `${mark} in ${file}`).toBe(false)
  }
})

test("in Storage only the uploaded file itself holds it, in its owner's folder", async () => {
  const objects = await desk.sql<
    { bucket_id: string; name: string }[]
  >`select bucket_id, name from storage.objects`
  const [upload] = await desk.sql`select id, uploaded_by from public.uploads`
  const holders: string[] = []
  for (const { bucket_id, name } of objects) {
    const { data } = await desk.service.storage.from(bucket_id).download(name)
    const text = Buffer.from(await data!.arrayBuffer()).toString('latin1')
    if (Object.values(MARKS).some((mark) => text.includes(mark)))
      holders.push(`${bucket_id}/${name}`)
  }
  expect(objects.some(({ bucket_id }) => bucket_id === 'models')).toBe(true)
  expect(holders.length).toBeGreaterThan(0)
  const own = `uploads/${upload!.uploaded_by}/${upload!.id}/`
  expect(holders.filter((holder) => !holder.startsWith(own))).toEqual([])
})
