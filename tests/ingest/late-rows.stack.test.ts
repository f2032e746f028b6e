import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { keepStagedRows } from '../../lib/uploads/keep-staged-rows.ts'
import { uploadFile } from '../../lib/uploads/upload-file.ts'
import { readRows } from './read-back.ts'
import { asFile, sparkovTable, withoutLabel } from './sample-files.ts'
import { openUploadDesk, SMALL_PARTS, type UploadDesk } from './upload-desk.ts'

const year = sparkovTable({ cards: 12, from: '2018-01', to: '2018-03' })
const inMonth = (month: string) => ({
  ...year,
  rows: year.rows.filter((row) => row.includes(`,${month}-`) || row.startsWith(`${month}-`)),
})
const [january, february, march] = ['2018-01', '2018-02', '2018-03'].map(inMonth) as [
  typeof year,
  typeof year,
  typeof year,
]

let desk: UploadDesk

beforeAll(async () => {
  desk = await openUploadDesk()
})
afterAll(() => desk?.close())
beforeEach(() => desk.empty())

test('an older month after newer ones is stored, and leaves the features of stored rows alone', async () => {
  await desk.upload(february, { datasetSlug: 'demo' })
  await desk.upload(march, { datasetSlug: 'demo' })
  const before = await readRows(desk.sql, 'demo')
  const report = await desk.upload(january, { datasetSlug: 'demo' })
  expect(report).toMatchObject({ acceptedCount: january.rows.length, months: ['2018-01'] })
  const after = await readRows(desk.sql, 'demo')
  expect(after).toHaveLength(before.length + january.rows.length)
  const stored = new Map(after.map((row) => [`${row.fingerprint} ${row.occurrence}`, row]))
  for (const row of before) expect(stored.get(`${row.fingerprint} ${row.occurrence}`)).toEqual(row)
  await desk.expectMonthsToEqualRecount('demo')
})

test('rows in the order of an unsorted file count as those of files in that order', async () => {
  await desk.upload(february, { datasetSlug: 'demo' })
  await desk.upload(january, { datasetSlug: 'demo' })
  await desk.upload({ ...year, rows: [...february.rows, ...january.rows] })
  expect(await readRows(desk.sql, 'sparkov')).toEqual(await readRows(desk.sql, 'demo'))
})

test('a late row counts as simultaneous with the latest one of its card', async () => {
  // One card, one payment a day; the last row is older than all of them.
  const [row] = year.rows
  const paidOn = (day: string, at: number) =>
    row!.replace(/2018-01-\d\d \d\d:\d\d:\d\d/, `2018-${day}`).replace(/,[0-9a-f]{32},/, `,${at},`)
  const days = ['02-01 10:00:00', '02-02 10:00:00', '02-03 10:00:00']
  const inOrder = { ...year, rows: [...days, '02-03 10:00:00'].map(paidOn) }
  const late = { ...year, rows: [...days, '01-01 10:00:00'].map(paidOn) }
  await desk.upload(inOrder, { datasetSlug: 'demo' })
  await desk.upload(late, { datasetSlug: 'sparkov' })
  const states = await desk.sql`
    select slug, encode(array_send(state), 'hex') as state from public.card_states
    join public.datasets on datasets.id = dataset_id order by slug`
  expect(states).toHaveLength(2)
  expect(states[0]!.state).toBe(states[1]!.state)
})

test('labels of an older month that come last are added, counted by month, and logged with who and when', async () => {
  await desk.upload(withoutLabel({ ...year, rows: [...january.rows, ...february.rows] }))
  const report = await desk.upload(january, { client: desk.brain })
  expect(report).toMatchObject({ acceptedCount: 0, labelsAddedCount: january.rows.length })
  const months = await desk.sql`
    select to_char(month, 'YYYY-MM') as month, labelled_count::int as labelled
    from public.monthly_transactions order by month`
  expect(months).toEqual([
    { month: '2018-01', labelled: january.rows.length },
    { month: '2018-02', labelled: 0 },
  ])
  const [event] = await desk.sql`
    select payload, users.email, events.created_at is not null as is_dated
    from public.events join auth.users on users.id = actor
    where kind = 'labels_added' order by events.id desc limit 1`
  expect(event).toMatchObject({
    email: 'brain@fraud-desk.test',
    is_dated: true,
    payload: { uploadId: report.uploadId, labelsAddedCount: january.rows.length },
  })
  await desk.expectMonthsToEqualRecount('sparkov')
})

test('two people with one file: whoever commits first stores the rows, in either order', async () => {
  for (const order of [
    ['pinky', 'brain'],
    ['brain', 'pinky'],
  ] as const) {
    await desk.empty()
    const source = asFile('same.csv', { ...year, rows: ['nonsense', ...january.rows] })
    const held = new Map<string, string>()
    for (const person of order) {
      const { data } = await uploadFile({ client: desk[person], source, partBytes: SMALL_PARTS })
      expect(data?.status).toBe('needs_decision')
      held.set(person, data!.uploadId)
    }
    // Both are staged before either is committed.
    const reports = []
    for (const person of order.toReversed()) {
      const id = held.get(person)!
      const [upload] = await desk.sql`select part_count from public.uploads where id = ${id}`
      reports.push((await keepStagedRows(desk[person], { id, partCount: upload!.part_count })).data)
    }
    const count = january.rows.length
    expect(reports[0]).toMatchObject({ acceptedCount: count, knownCount: 0 })
    expect(reports[1]).toMatchObject({ acceptedCount: 0, knownCount: count })
    expect(await readRows(desk.sql, 'sparkov')).toHaveLength(count)
    await desk.expectMonthsToEqualRecount('sparkov')
  }
})
