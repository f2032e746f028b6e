import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ibm } from '../datasets/ibm.ts'
import { sparkov } from '../datasets/sparkov.ts'
import { sparkovCells, sparkovRow } from '../datasets/sparkov-row.fixture.ts'
import { ULB_START_MS, ulb } from '../datasets/ulb.ts'
import { DAY_MS } from '../durations.ts'
import { fingerprintRow } from './fingerprint.ts'
import { validatePart } from './validate-part.ts'

const encoder = new TextEncoder()
const now = Date.UTC(2026, 0, 1)
const quote = (cell: string) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
const sparkovLine = (changes: Record<string, string> = {}, label = '0') =>
  [...sparkovCells(changes), label].map(quote).join(',')

function validateSparkov(text: string | Uint8Array, columns = [...sparkov.columns, 'is_fraud']) {
  const bytes = typeof text === 'string' ? encoder.encode(text) : text
  return validatePart({ profile: sparkov, columns, firstLine: 2, bytes, now })
}

describe('validatePart', () => {
  test('accepts good rows, with their lines and fingerprints', () => {
    const part = validateSparkov(`${sparkovLine()}\n${sparkovLine({ amt: '5' }, '1')}`)
    expect(part).toMatchObject({ rowCount: 2, rejected: [] })
    expect(part.transactions.map((row) => [row.line, row.amountCents, row.isFraud])).toEqual([
      [2, 497, false],
      [3, 500, true],
    ])
    expect(part.transactions[0]!.fingerprint).toBe(fingerprintRow(sparkovCells()))
  })

  test('gives plain rows the fingerprint of their cells, with an index before them and a label behind', () => {
    const row = (seconds: number, amount: string) => [
      String(seconds),
      ...Array(28).fill('-0.5'),
      amount,
    ]
    const rows = [row(1, '12.50'), row(2, '0')]
    const lines = rows.map((cells, index) => [index, ...cells, 1].join(','))
    const columns = ['', ...ulb.columns, 'Class']
    for (const text of [
      lines.join('\n'),
      `\n${lines.join('\n\n')}\n`,
      lines.join('\r\n'),
      lines.map((line) => line.replace(/[^,]+/, '"$&"')).join('\n'),
    ]) {
      const part = { profile: ulb, columns, firstLine: 2, bytes: encoder.encode(text), now }
      expect(validatePart(part).transactions.map(({ fingerprint }) => fingerprint)).toEqual(
        rows.map(fingerprintRow),
      )
    }
  })

  test('gives the same fingerprint whatever the order of columns, quotes, label, index and blanks', () => {
    const columns = ['', 'is_fraud', ...sparkov.columns.toReversed(), 'src']
    const cells = ['7', '1', ...sparkovCells().toReversed(), 'sample'].map((cell) => ` ${cell} `)
    const line = cells.map((cell) => `"${cell}"`).join(',')
    const { transactions } = validateSparkov(`${line}\r\n`, columns)
    expect(transactions[0]).toMatchObject({
      fingerprint: fingerprintRow(sparkovCells()),
      isFraud: true,
      merchant: 'Rippin, Kub and Mann',
    })
  })

  test('rejects a row with line, column, value, code and cure, and goes on', () => {
    const part = validateSparkov(`${sparkovLine({ amt: 'free' })}\n${sparkovLine()}\n`)
    expect(part.rowCount).toBe(2)
    expect(part.transactions.map((row) => row.line)).toEqual([3])
    expect(part.rejected).toEqual([
      {
        line: 2,
        column: 'amt',
        value: 'free',
        code: 'not_a_number',
        message: 'amt is not a plain number. Write it as 1234.50, without separators or units.',
      },
    ])
  })

  test('reports a row once, with the first fault, and names the columns of the others', () => {
    const { rejected } = validateSparkov(sparkovLine({ amt: '', lat: 'x', dob: '' }))
    expect(rejected).toHaveLength(1)
    expect(rejected[0]).toMatchObject({ column: 'amt', code: 'missing_value' })
    expect(rejected[0]!.message).toMatch(/ Also at fault: lat, dob\.$/)
  })

  test('never repeats a personal value', () => {
    const text = [
      sparkovLine({ cc_num: '2.7E+15' }),
      sparkovLine({ dob: '1812-02-07' }),
      `${sparkovLine()},surplus`,
      sparkovLine({ last: 'Ban\u0000ks' }),
      `"${sparkovLine({ merchant: 'x', job: 'y' })}`,
    ].join('\n')
    const { rejected } = validateSparkov(text)
    expect(rejected.map((row) => row.code)).toEqual([
      'not_a_number',
      'out_of_range',
      'wrong_cell_count',
      'unreadable_text',
      'unclosed_quote',
    ])
    const report = JSON.stringify(rejected)
    for (const value of ['2.7E+15', '1812', 'Ban', 'Jennifer', 'Perry', '2703186189652095']) {
      expect(report).not.toContain(value)
    }
  })

  test('rejects rows that are short or long', () => {
    const { rejected } = validateSparkov(`a,b\n${sparkovLine()},x\n`)
    expect(rejected.map((row) => [row.line, row.code, row.value])).toEqual([
      [2, 'wrong_cell_count', '2 cells'],
      [3, 'wrong_cell_count', '23 cells'],
    ])
  })

  test('rejects text that is not UTF-8, whatever else the part holds', () => {
    const latin = encoder.encode(`${sparkovLine()}\n${sparkovLine({ merchant: 'Caf?' })}\n`)
    latin[latin.lastIndexOf(63)] = 0xe9
    const { transactions, rejected } = validateSparkov(latin)
    expect(transactions).toHaveLength(1)
    expect(rejected).toMatchObject([{ line: 3, column: 'merchant', code: 'unreadable_text' }])
    expect(validateSparkov(sparkovLine({ merchant: 'Café 東京' })).rejected).toEqual([])
  })

  test('shortens long values without halving a character', () => {
    const { rejected } = validateSparkov(sparkovLine({ amt: '😀'.repeat(80) }))
    expect(rejected[0]!.value).toHaveLength(100)
    expect(rejected[0]!.value.isWellFormed()).toBe(true)
  })

  test('counts lines from the first line of the part, through quoted newlines', () => {
    const bytes = encoder.encode(`${sparkovLine({ job: 'a\n\nb' })}\n\n${sparkovLine()}\n`)
    const columns = [...sparkov.columns, 'is_fraud']
    const part = validatePart({ profile: sparkov, columns, firstLine: 100, bytes, now })
    expect(part.transactions.map((row) => row.line)).toEqual([100, 104])
  })

  test('depends on the present only through its argument', () => {
    const bytes = encoder.encode(sparkovLine())
    const columns = [...sparkov.columns, 'is_fraud']
    const earlier = { profile: sparkov, columns, firstLine: 2, bytes, now: Date.UTC(2018, 0, 1) }
    expect(validatePart(earlier).rejected).toMatchObject([{ code: 'in_the_future' }])
  })

  test('throws for a header that is not the profile’s', () => {
    expect(() => validateSparkov('', [...ulb.columns])).toThrow(/^Cannot validate rows\./)
  })

  test('accounts for every row of damaged files, and accepts nothing that a strict reading refuses', () => {
    const good = encoder.encode(
      `${sparkovLine()}\n${sparkovLine({ amt: '12.5' }, '1')}\n`.repeat(3),
    )
    const damage = fc.record({
      at: fc.nat(good.length - 1),
      kind: fc.constantFrom('flip', 'insert', 'cut'),
      byte: fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(10, 13, 34, 44)),
    })
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), (damages) => {
        let bytes = Array.from(good)
        for (const { at, kind, byte } of damages) {
          if (kind === 'flip') bytes[at % bytes.length] = byte
          else if (kind === 'insert') bytes.splice(at % bytes.length, 0, byte)
          else bytes = bytes.slice(0, Math.max(1, at % bytes.length))
        }
        const part = validateSparkov(Uint8Array.from(bytes))
        expect(part.transactions.length + part.rejected.length).toBe(part.rowCount)
        for (const row of part.transactions) {
          expect(Number.isSafeInteger(row.amountCents) && row.amountCents >= 0).toBe(true)
          expect(row.occurredAt >= 0 && row.occurredAt <= now + DAY_MS).toBe(true)
          expect(row.cardLast4).toMatch(/^\d{4}$/)
          expect(row.attributes.every(Number.isFinite)).toBe(true)
          const shown = `${row.merchant}${row.category}${row.place}`
          expect(shown.includes('\u0000') || shown.includes('\ufffd')).toBe(false)
        }
        for (const row of part.rejected) {
          expect(row.line).toBeGreaterThanOrEqual(2)
          expect(row.message).toMatch(/\.$/)
          expect(row.value.includes('\u0000')).toBe(false)
        }
      }),
      { seed: 1, numRuns: 400 },
    )
  })
})

test('the short cut for plain rows of numbers changes nothing', () => {
  const { parsePlainRow: _, ...longWay } = ulb
  const cell = fc.oneof(
    { weight: 60, arbitrary: fc.constantFrom('0', '1', '-0.5', '0.00516776890624916', '12.5') },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '',
        ' 1',
        '"1"',
        '1e-5',
        'x',
        '-3',
        '1e400',
        '9999999',
        '1\r',
        'é',
      ),
    },
  )
  // Three days before the present, the last moment that is not in the future, and the first that is.
  const lastSecond = (now + DAY_MS - ULB_START_MS) / 1000
  const time = fc.constantFrom(0, lastSecond - 259_200, lastSecond, lastSecond + 1).map(String)
  const row = fc
    .tuple(cell, time, fc.array(cell, { minLength: 30, maxLength: 30 }))
    .map(([index, seconds, rest]) => [index, seconds, ...rest])
  const damaged = fc.oneof(
    { weight: 20, arbitrary: row },
    { weight: 1, arbitrary: fc.array(cell, { maxLength: 33 }) },
  )
  const columns = ['', ...ulb.columns, 'Class']
  let accepted = 0
  let rejected = 0
  fc.assert(
    fc.property(fc.array(damaged, { maxLength: 6 }), fc.constantFrom('\n', '\r\n'), (rows, end) => {
      const bytes = encoder.encode(rows.map((cells) => cells.join(',') + end).join(''))
      const part = { columns, firstLine: 2, bytes, now }
      const validated = validatePart({ ...part, profile: ulb })
      expect(validated).toEqual(validatePart({ ...part, profile: longWay }))
      accepted += validated.transactions.length
      rejected += validated.rejected.length
    }),
    { seed: 1, numRuns: 500 },
  )
  expect(Math.min(accepted, rejected)).toBeGreaterThan(100)
})

test('the fixture row is complete', () => {
  expect(Object.keys(sparkovRow)).toEqual([...sparkov.columns])
})

test('ibm rows are validated by the same path', () => {
  const columns = [...ibm.columns, ibm.labelColumn]
  const line =
    '0,0,2002,9,1,06:21,$134.09,Swipe Transaction,352,La Verne,CA,91750.0,5300,"Bad PIN,",Yes'
  const bytes = encoder.encode(line)
  const part = validatePart({ profile: ibm, columns, firstLine: 2, bytes, now })
  expect(part.transactions).toMatchObject([{ amountCents: 13_409, isFraud: true }])
})
