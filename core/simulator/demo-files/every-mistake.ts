import type { RowFaultCode } from '../../datasets/profile.ts'
import { sparkov } from '../../datasets/sparkov.ts'
import { sparkovLines } from '../sparkov-lines.ts'

/** Changes the cells of a good row into text for a bad one, without line end. */
type Mistake = (cells: string[]) => string | Uint8Array

const TIME = sparkov.columns.indexOf('trans_date_trans_time')
const CARD = sparkov.columns.indexOf('cc_num')
const MERCHANT = sparkov.columns.indexOf('merchant')
const AMOUNT = sparkov.columns.indexOf('amt')
const LATITUDE = sparkov.columns.indexOf('lat')
const BIRTH_DATE = sparkov.columns.indexOf('dob')
/** The label follows the columns. */
const LABEL = sparkov.columns.length

const put = (position: number, text: string): Mistake => {
  return (cells) => cells.with(position, text).join(',')
}

/** What people get wrong, by the code that ingest answers with. */
const mistakes: Readonly<Record<RowFaultCode, readonly Mistake[]>> = {
  missing_value: [put(AMOUNT, ''), put(MERCHANT, '')],
  not_a_number: [
    put(AMOUNT, '"1,234.50"'),
    put(AMOUNT, 'NaN'),
    put(AMOUNT, '=2+2'),
    put(CARD, '4.5E+15'),
  ],
  out_of_range: [put(AMOUNT, '-20.00'), put(LATITUDE, '97.2'), put(BIRTH_DATE, '2024-05-01')],
  not_a_date: [put(TIME, '2019-02-31 12:00:00'), put(TIME, '31.01.2019 12:00')],
  in_the_future: [put(TIME, '2099-01-15 08:30:00')],
  unknown_value: [put(LABEL, 'yes'), put(LABEL, '2')],
  wrong_cell_count: [
    (cells) => cells.slice(0, 9).join(','),
    (cells) => [...cells, 'one', 'more'].join(','),
  ],
  too_long: [put(MERCHANT, 'Smith & Sons '.repeat(20).trim())],
  // As a program writes "Café" that knows Latin letters only.
  unreadable_text: [(cells) => latin1(cells.with(MERCHANT, 'Caf\u00e9').join(','))],
  // What follows belongs to the row with the quote, so this one comes last.
  unclosed_quote: [(cells) => cells.with(MERCHANT, '"Never closed').join(',')],
}

const FIRST_MISTAKE_LINE = 20
const LINES_BETWEEN = 15

/**
 * A labelled sparkov file of January 2019: good rows of cards that are in no other file, with every kind of mistake
 * among them. About four hundred rows.
 */
export function* everyMistakeLines(): Generator<string | Uint8Array, void, void> {
  const planned = Object.values(mistakes).flat()
  const last = planned.pop()!
  const simulation = {
    seed: 2019,
    cards: 30,
    fraudScale: 25,
    from: '2019-01',
    to: '2019-01',
  } as const
  let line = 0
  let latest: string[] = []
  for (const text of sparkovLines(simulation, { withLabel: true })) {
    yield text
    line++
    if (line === 1 || text.includes('"')) continue
    latest = text.trimEnd().split(',')
    if (line < FIRST_MISTAKE_LINE || line % LINES_BETWEEN !== 0) continue
    const mistake = planned.shift()
    if (mistake === undefined) continue
    yield mistake(latest)
    yield '\n'
  }
  for (const mistake of [...planned, last]) {
    yield mistake(latest)
    yield '\n'
  }
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text.split(''), (letter) => letter.charCodeAt(0))
}
