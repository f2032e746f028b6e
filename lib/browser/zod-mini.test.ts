import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import * as zod from 'zod/mini'
import * as small from './zod-mini.ts'

// As the bundler does it: modules written for zod get the small one.
const inBrowser = small as unknown as typeof zod

const schemas: Record<string, (z: typeof zod) => zod.ZodMiniType> = {
  string: (z) => z.string(),
  number: (z) => z.number(),
  int: (z) => z.int(),
  boolean: (z) => z.boolean(),
  unknown: (z) => z.unknown(),
  literal: (z) => z.literal('all'),
  enum: (z) => z.enum(['file', 'review']),
  uuid: (z) => z.uuid(),
  day: (z) => z.iso.date(),
  instant: (z) => z.iso.datetime({ offset: true, local: true }),
  nullable: (z) => z.nullable(z.int()),
  custom: (z) => z.custom((value) => value === 'all' || value === 3),
  'trimmed text': (z) => z.string().check(z.trim(), z.minLength(1), z.maxLength(4)),
  'text of a form': (z) => z.string().check(z.regex(/^[a-z]+$/)),
  'number in bounds': (z) => z.number().check(z.minimum(0), z.maximum(1)),
  'number that is whole': (z) => z.number().check(z.int(), z.minimum(1)),
  count: (z) => z.int().check(z.nonnegative()),
  position: (z) => z.int().check(z.positive()),
  'list of two': (z) => z.array(z.int()).check(z.length(2)),
  'number in text': (z) => z.pipe(z.string(), z.pipe(z.transform(Number), z.int())),
  'caught in a list': (z) => z.catch(z.array(z.string()), []),
  record: (z) => z.record(z.string(), z.int()),
  object: (z) => z.object({ a: z.int(), b: z.optional(z.string()), c: z.catch(z.int(), 7) }),
  'extended and cut': (z) =>
    z.extend(z.omit(z.object({ a: z.string(), b: z.int() }), { a: true }), { a: z.int() }),
  union: (z) =>
    z.discriminatedUnion('a', [
      z.object({ a: z.literal('all'), b: z.int() }),
      z.object({ a: z.enum(['file', 'review']), b: z.string() }),
    ]),
}

const scalar = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, Number.NaN, Number.POSITIVE_INFINITY, -0, 2 ** 53),
  fc.constantFrom('all', 'file', 'review', '', ' ab ', ' abcd ', '3', '1e3', '-1', 'abc\n'),
  fc.constantFrom('2024-02-29', '2023-02-29', '2023-13-01', '2023-01-01T', '2023-1-1'),
  fc.constantFrom(
    '2023-01-31T23:59:59.123456+00:00',
    '2023-01-31T23:59',
    '2023-01-31T24:00:00Z',
    '2023-01-31 23:59:00Z',
    '2023-02-30T00:00:00Z',
    '2023-02-28T00:00:00+0100',
    '2023-02-28T00:00:00-24:00',
  ),
  fc.uuid(),
  fc.uuid().map((id) => id.toUpperCase()),
  fc.constantFrom('00000000-0000-0000-0000-000000000000', '00000000-0000-0000-8000-000000000000'),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.boolean(),
  fc.integer({ min: -3, max: 9 }),
  fc.double(),
)
const value = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', '__proto__'), scalar),
  fc.record({ a: fc.constantFrom('all', 'file', 3), b: fc.constantFrom(3, 'x'), c: scalar }),
)

describe('reads and refuses what zod does', () => {
  for (const [name, make] of Object.entries(schemas)) {
    test(name, () => {
      const [served, browsed] = [make(zod), make(inBrowser)]
      fc.assert(
        fc.property(value, (given) => {
          const expected = served.safeParse(given)
          const read = browsed.safeParse(given)
          expect(read.success).toBe(expected.success)
          expect(read.data).toEqual(expected.data)
        }),
        { numRuns: 500, seed: 1 },
      )
    })
  }
})

test('says where a value has another shape', () => {
  const rows = inBrowser.object({
    rows: inBrowser.array(inBrowser.object({ id: inBrowser.int() })),
  })
  expect(() => inBrowser.parse(rows, { rows: [{ id: 1 }, { id: 'x' }] })).toThrow(
    'rows.1.id is not a whole number.',
  )
  expect(() => inBrowser.parse(rows, 3)).toThrow('The answer is not an object.')
})

test('addresses are read as on the server', async () => {
  const load = async () => {
    vi.resetModules()
    return [
      (await import('../transactions/flagged-filters.ts')).parseFlaggedFilters,
      (await import('../monitoring/event-filters.ts')).parseEventFilters,
      (await import('../monitoring/monitoring-state.ts')).parseMonitoringState,
    ]
  }
  const onServer = await load()
  vi.doMock('zod/mini', () => small)
  const browsers = await load()
  vi.doUnmock('zod/mini')
  const names =
    'show label category card day amount scoreTo q sort order page hide kind since month'
  const value = fc.constantFrom('', '1', '31', '77', '2.5', 'x', 'missed', 'asc', '2024-02-30')
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names.split(' ')), value), (params) => {
      for (const [index, parse] of onServer.entries())
        expect(browsers[index]?.(params)).toEqual(parse(params))
    }),
    { seed: 1 },
  )
})
