import { describe, expect, it } from 'vitest'
import { getProfile } from '../../core/datasets/registry.ts'
import { csvCell, flaggedCsvHeader, toCsvLines } from './flagged-csv.ts'

describe('a cell of the export', () => {
  it.each(['=1+1', '+49', '-cmd', '@SUM(A1)', '\t=1', '\r=1'])('is no formula: %j', (text) => {
    expect(csvCell(text).replace(/^"/, '')).toMatch(/^'/)
  })

  it('leaves numbers as they are, negative ones too', () => {
    expect(csvCell(-12.5)).toBe('-12.5')
    expect(csvCell(null)).toBe('')
  })

  it('is quoted where the format asks for it', () => {
    expect(csvCell('Boise, ID')).toBe('"Boise, ID"')
    expect(csvCell('the "Bar"')).toBe('"the ""Bar"""')
    expect(csvCell('two\nlines')).toBe('"two\nlines"')
  })
})

it('writes one line per transaction, with its reasons in words', () => {
  const { features } = getProfile('sparkov')
  const amount = features.find(({ unit }) => unit === 'money')!
  const line = toCsvLines(
    [
      {
        id: 7,
        occurredAt: '2019-01-05T03:12:00+00:00',
        amount: 912,
        merchant: '=HYPERLINK("http://x")',
        category: 'shopping_net',
        place: 'Boise, ID',
        cardLast4: '0042',
        fraudScore: 0.91,
        threshold: 0.5,
        version: 3,
        label: 'awaiting',
        labelSource: null,
        reasons: [
          { feature: amount.name, label: amount.label, value: 912, usual: null, contribution: 1.5 },
        ],
      },
    ],
    features,
    'USD',
  )
  const cells = line.trimEnd().split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)
  expect(cells).toHaveLength(flaggedCsvHeader.split(',').length)
  expect(line).toContain(`"'=HYPERLINK(""http://x"")"`)
  expect(cells.at(-1)).toContain('912')
  expect(line.endsWith('\r\n')).toBe(true)
})
