import { afterAll, beforeAll, expect, test } from 'vitest'
import { CopyEncoder } from '../../core/postgres-copy/copy-encoder.ts'
import { decodeDoubleArray } from '../../core/postgres-copy/read-copy.ts'
import { copyInto } from '../../supabase/functions/_shared/copy-into.ts'
import { openTestStack, type TestStack } from './test-stack.ts'

let stack: TestStack

beforeAll(async () => {
  stack = await openTestStack()
  await stack.sql`
    create table private.copied (
      row_number integer not null, flag boolean, counter bigint, score real, id uuid, happened timestamptz,
      amount numeric(14, 2), note text, extra jsonb, features real[], state double precision[],
      check (counter is distinct from -1)
    )`
})
afterAll(() => stack?.close())

interface Row {
  flag: boolean | null
  counter: number
  score: number | null
  id: string | null
  happened: number
  cents: number
  note: string | null
  extra: string | null
  features: number[]
  state: number[]
}

const rows: Row[] = [
  {
    flag: true,
    counter: 0,
    score: 0.25,
    id: '00000000-0000-0000-0000-000000000000',
    happened: Date.UTC(2000, 0, 1),
    cents: 0,
    note: '',
    extra: '{}',
    features: [],
    state: [],
  },
  {
    flag: false,
    counter: Number.MAX_SAFE_INTEGER,
    score: Math.fround(0.1),
    id: 'ffffffff-1234-5678-9abc-def012345678',
    happened: Date.UTC(1970, 0, 1),
    cents: 99_999_999_999_999,
    note: 'naïve, "quoted",\tñ 😀\nline',
    extra: '[{"value": null, "feature": "ñ"}]',
    features: [1, Number.NaN, -0.5, Number.POSITIVE_INFINITY],
    state: [Math.PI, -1e300, 5e-324],
  },
  {
    flag: null,
    counter: -4_294_967_297,
    score: null,
    id: null,
    happened: Date.UTC(2038, 0, 19, 3, 14, 8, 123),
    cents: -1,
    note: null,
    extra: null,
    features: [0],
    state: [0],
  },
  ...[5, 99, 100, 101, 9_999, 10_000, 1_000_000, 1_000_001, 123_456_789, -10_050].map((cents) => ({
    flag: true,
    counter: cents,
    score: 1,
    id: 'ABCDEF00-0000-0000-0000-00000000000F',
    happened: 1_546_300_800_000 + cents,
    cents,
    note: String(cents),
    extra: '"x"',
    features: [cents],
    state: [cents],
  })),
]

function encode(values: readonly Row[]): Uint8Array {
  // A small buffer, so that it has to grow.
  const encoder = new CopyEncoder(11, 64)
  for (const [index, row] of values.entries()) {
    encoder.startRow()
    encoder.int32(index)
    encoder.boolean(row.flag)
    encoder.int64(row.counter)
    encoder.real(row.score)
    encoder.uuid(row.id)
    encoder.timestamp(row.happened)
    encoder.cents(row.cents)
    encoder.text(row.note)
    encoder.jsonb(row.extra)
    encoder.realArray(Float32Array.from([7, ...row.features, 7]), 1, row.features.length)
    encoder.doubleArray(Float64Array.from(row.state))
  }
  return encoder.finish()
}

test('Postgres reads back every value that was written', async () => {
  await stack.sql.begin((transaction) => copyInto(transaction, 'private.copied', encode(rows)))
  const stored = await stack.sql`
    select flag, counter::text, score, id, (extract(epoch from happened) * 1000)::bigint::text as happened,
      amount::text, note, extra::text, to_json(features::text[]) as features, array_send(state) as state
    from private.copied order by row_number`
  expect(stored).toHaveLength(rows.length)
  for (const [index, row] of rows.entries()) {
    expect(stored[index]).toEqual({
      flag: row.flag,
      counter: String(row.counter),
      score: row.score === null ? null : expect.closeTo(row.score, 7),
      id: row.id?.toLowerCase() ?? null,
      happened: String(row.happened),
      amount: (row.cents / 100).toFixed(2),
      note: row.note,
      extra: row.extra,
      features: expect.anything(),
      state: expect.anything(),
    })
    const features = (stored[index]!.features as string[]).map((text) => Math.fround(Number(text)))
    expect(features).toEqual(row.features.map(Math.fround))
    expect([...decodeDoubleArray(stored[index]!.state)]).toEqual(row.state)
  }
})

test('text that Postgres cannot hold loses its NUL characters only', async () => {
  const [row] = rows
  await stack.sql`truncate private.copied`
  const bytes = encode([{ ...row!, note: 'a\u0000b' }])
  await stack.sql.begin((transaction) => copyInto(transaction, 'private.copied', bytes))
  expect(await stack.sql`select note from private.copied`).toEqual([{ note: 'a\ufffdb' }])
})

test('a row that the database refuses after the last byte rejects with its reason', async () => {
  await stack.sql`truncate private.copied`
  const bytes = encode([{ ...rows[0]!, counter: -1 }])
  const copying = stack.sql.begin((transaction) => copyInto(transaction, 'private.copied', bytes))
  await expect(copying).rejects.toMatchObject({ code: '23514' })
  expect(await stack.sql`select count(*)::int as count from private.copied`).toEqual([{ count: 0 }])
})

test('bytes that are no COPY file are refused, and the connection stays usable', async () => {
  const bytes = encode(rows).slice(0, -30)
  const copying = stack.sql.begin((transaction) => copyInto(transaction, 'private.copied', bytes))
  await expect(copying).rejects.toMatchObject({ code: '22P04' })
  expect(await stack.sql`select 1 as alive`).toEqual([{ alive: 1 }])
})

test('text that is no uuid is refused before it is sent', () => {
  for (const text of [
    '',
    'abc',
    'ffffffff-1234-5678-9abc-def01234567',
    'gfffffff-1234-5678-9abc-def012345678',
  ]) {
    const encoder = new CopyEncoder(1)
    expect(() => encoder.uuid(text)).toThrow(RangeError)
  }
})
