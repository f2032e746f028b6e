import { createReadStream, existsSync } from 'node:fs'
import { join } from 'node:path'
import { createGunzip } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { extractFeatures } from '../features/extract-features.ts'
import { cutParts } from './cut-parts.ts'
import { HEAD_BYTES, inspectFileHead } from './inspect-file.ts'
import { type PlannedPart, planParts } from './plan-parts.ts'
import { validatePart } from './validate-part.ts'

// Published rows that may not be part of the repository; the tests run where they are laid beside it.
const folder = join(import.meta.dirname, '../../../shared/data')
const isPresent = existsSync(folder)
if (!isPresent) console.info('Published sample files are not present: their tests are skipped.')

async function readFile(name: string) {
  const path = join(folder, name)
  const chunks: Uint8Array[] = []
  for await (const chunk of createReadStream(path).pipe(createGunzip())) chunks.push(chunk)
  const { data: head, error } = inspectFileHead(Buffer.concat(chunks).subarray(0, HEAD_BYTES))
  if (error !== null) throw new Error(error.message)

  const counts = { profile: head.profile.slug, rows: 0, rejected: 0, frauds: 0, labelled: 0 }
  const codes = new Set<string>()
  const fingerprints = new Set<string>()
  const states = new Map<string, Float64Array>()
  const missing = new Set<string>()
  const names = head.profile.features.map((feature) => feature.name)
  async function* source() {
    yield* chunks
  }
  const plan: PlannedPart[] = []
  for await (const part of planParts(source(), { partBytes: 1_000_000 })) plan.push(part)
  for await (const { number, rowBytes } of cutParts(source(), head.dataOffset, plan)) {
    const { profile, columns } = head
    const { firstLine } = plan[number]!
    const now = Date.UTC(2026, 0, 1)
    const part = validatePart({ profile, columns, firstLine, bytes: rowBytes, now })
    counts.rows += part.rowCount
    counts.rejected += part.rejected.length
    for (const row of part.rejected) codes.add(`${row.column} ${row.code}`)
    for (const row of part.transactions) {
      fingerprints.add(row.fingerprint)
      if (row.isFraud !== null) counts.labelled++
      if (row.isFraud) counts.frauds++
    }
    const features = extractFeatures(profile, part.transactions, states)
    for (const [index, value] of features.entries()) {
      if (Number.isNaN(value)) missing.add(names[index % names.length]!)
      else if (!Number.isFinite(value))
        throw new Error(`${names[index % names.length]} is infinite`)
    }
  }
  return { ...counts, codes: [...codes], distinct: fingerprints.size, missing: [...missing] }
}

describe.skipIf(!isPresent)('every row of the published samples', () => {
  test('ULB', async () => {
    expect(await readFile('ulb-creditcard-sample.csv.gz')).toEqual({
      profile: 'ulb',
      rows: 39_750,
      rejected: 0,
      frauds: 492,
      labelled: 39_750,
      codes: [],
      distinct: 39_731,
      missing: [],
    })
  })

  test('Sparkov fraudTrain: CRLF, and a last line without line end', async () => {
    expect(await readFile('sparkov-fraudTrain-head.csv.gz')).toMatchObject({
      profile: 'sparkov',
      rows: 5_039,
      rejected: 0,
      frauds: 22,
      distinct: 5_039,
      missing: ['usual_amount', 'usual_category_amount'],
    })
  })

  test('Sparkov fraudTest: a date format of its own', async () => {
    expect(await readFile('sparkov-fraudTest-head.csv.gz')).toMatchObject({
      profile: 'sparkov',
      rows: 4_443,
      rejected: 0,
      frauds: 18,
    })
  })

  test('Sparkov union: 581 rows have lost their card number', async () => {
    expect(await readFile('sparkov-labelled-union.csv.gz')).toMatchObject({
      profile: 'sparkov',
      rows: 22_740,
      rejected: 581,
      codes: ['cc_num missing_value'],
    })
  })

  test('IBM', async () => {
    expect(await readFile('ibm-user0-transactions.csv.gz')).toMatchObject({
      profile: 'ibm',
      rows: 19_963,
      rejected: 0,
      frauds: 27,
      labelled: 19_963,
      missing: ['usual_amount', 'usual_category_amount'],
    })
  })
})
