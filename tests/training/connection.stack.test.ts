import postgres, { type Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readCopyRows } from '../../core/postgres-copy/read-copy.ts'
import { openTestStack, type TestStack } from '../ingest/test-stack.ts'

// One connection does it all: were it left standing still, the next statement would never be answered.

let desk: TestStack
let sql: Sql

beforeAll(async () => {
  desk = await openTestStack()
  sql = postgres(desk.stack.databaseUrl, { max: 1, onnotice: () => {} })
}, 120_000)

afterAll(async () => {
  await sql?.end({ timeout: 1 })
  await desk?.close()
})

describe('a copy out of the database', () => {
  test.each([1, 3])('leaves the connection ready behind %i rows of a megabyte', async (count) => {
    const lengths: number[] = []
    const stream = await sql
      .unsafe(
        `copy (select repeat('x', 1000000) from generate_series(1, ${count})) to stdout (format binary)`,
      )
      .readable()
    await readCopyRows(stream, 1, (row) => lengths.push(row.lengths[0]!))
    expect(lengths).toEqual(Array(count).fill(1_000_000))
    expect(await sql`select 1 as one`).toEqual([{ one: 1 }])
  })

  test('leaves the connection ready when a row in its middle cannot be used', async () => {
    const reading = sql.begin(async (transaction) => {
      const stream = await transaction
        .unsafe(
          `copy (select repeat('x', 100000) from generate_series(1, 40)) to stdout (format binary)`,
        )
        .readable()
      await readCopyRows(stream, 1, () => {
        throw new RangeError('a row without features')
      })
    })
    await expect(reading).rejects.toThrow('a row without features')
    expect(await sql`select 1 as one`).toEqual([{ one: 1 }])
  })
})
