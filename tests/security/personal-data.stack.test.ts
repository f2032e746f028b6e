import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Month } from '../../core/month.ts'
import { sparkovTable, type Table } from '../ingest/sample-files.ts'
import { openUploadDesk, type UploadDesk } from '../ingest/upload-desk.ts'
import { runTrainer, type TrainerEnd } from '../training/start-trainer.ts'

/** What must be found nowhere but in the uploaded file itself. */
const MARKS = {
  /** How every card number begins; the last four digits may be kept. */
  cc_num: '492912348888',
  first: 'Zxqfirstname',
  last: 'Zxqlastname',
  street: '77 Zxqstreet Lane',
  dob: '1911-11-12',
}

let desk: UploadDesk
let trained: TrainerEnd

beforeAll(async () => {
  desk = await openUploadDesk()
  await desk.upload(markedTable('2018-01'), { keepGoodRows: true })
  trained = await runTrainer(desk.stack, [
    '--dataset',
    'sparkov',
    '--families',
    'gradient-boosting',
  ])
  await desk.upload(markedTable('2018-02'), { keepGoodRows: true })
}, 120_000)
afterAll(() => desk?.close())

/** A model is judged only where frauds are on several cards. */
const CARDS = 6
const markedCard = (card: number) => ({ ...MARKS, cc_num: `${MARKS.cc_num}777${card}` })

/**
 * Every row names the marked person, and high amounts are fraud, so that a model learns something; among them are rows
 * with each personal column broken around its mark.
 */
function markedTable(month: Month): Table {
  const { header, rows } = sparkovTable({ cards: 80, from: month, to: month })
  const columns = header.split(',')
  const amountAt = columns.indexOf('amt')
  const cellsOf = (row: string) => row.match(/"(?:[^"]|"")*"|[^,]+|(?<=,)(?=,)/g) ?? []
  const mark = (row: string, changes: Record<string, string>) => {
    const cells = cellsOf(row)
    return columns.map((name, index) => changes[name] ?? cells[index]).join(',')
  }
  const faulty = [
    { amt: 'not a number' },
    { cc_num: `${MARKS.cc_num}777x` },
    { dob: `${MARKS.dob}x` },
    { first: '', lat: 'far' },
    { trans_date_trans_time: 'yesterday' },
    { zip: `${MARKS.street} ${MARKS.last}` },
    { is_fraud: 'maybe' },
  ]
  return {
    header,
    rows: [
      ...rows.map((row, index) => {
        const isFraud = Number(cellsOf(row)[amountAt]) > 100
        return mark(row, { ...markedCard(index % CARDS), is_fraud: isFraud ? '1' : '0' })
      }),
      ...faulty.map((changes) => mark(rows.at(-1)!, { ...markedCard(0), ...changes })),
    ],
  }
}

test('the marked file was taken in, with refused rows and reasons', async () => {
  const [counts] = await desk.sql`
    select (select count(*)::int from public.transactions) as transactions,
           (select count(distinct line)::int from public.rejected_rows) as rejected,
           (select count(*)::int from public.transactions where card_last4 like '777_') as marked`
  expect(counts!.transactions).toBeGreaterThan(20)
  expect(counts!.marked).toBe(counts!.transactions)
  expect(counts!.rejected).toBeGreaterThanOrEqual(4)
})

test('a model learned from it, was published, and scored what came later', async () => {
  expect(trained.code, trained.err).toBe(0)
  const [version] = await desk.sql`
    select card_path is not null as has_card, (
      select count(*)::int from public.predictions where model_version_id = model_versions.id and reasons is not null
    ) as explained
    from public.model_versions`
  expect(version!.has_card).toBe(true)
  expect(version!.explained).toBeGreaterThan(0)
  for (const mark of Object.values(MARKS)) {
    expect(`${trained.out}${trained.err}`.includes(mark), mark).toBe(false)
  }
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
  const uploads = await desk.sql`select id, uploaded_by from public.uploads`
  const holders: string[] = []
  for (const { bucket_id, name } of objects) {
    const { data } = await desk.service.storage.from(bucket_id).download(name)
    const text = Buffer.from(await data!.arrayBuffer()).toString('latin1')
    if (Object.values(MARKS).some((mark) => text.includes(mark)))
      holders.push(`${bucket_id}/${name}`)
  }
  const models = objects.filter(({ bucket_id }) => bucket_id === 'models').map(({ name }) => name)
  expect(models.filter((name) => /\/(model\.fdm|model-card\.md)$/.test(name))).toHaveLength(2)
  expect(holders.length).toBeGreaterThan(0)
  const own = uploads.map(({ id, uploaded_by }) => `uploads/${uploaded_by}/${id}/`)
  expect(holders.filter((holder) => !own.some((folder) => holder.startsWith(folder)))).toEqual([])
})
