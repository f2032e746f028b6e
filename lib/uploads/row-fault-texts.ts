import type { RowFaultCode } from '../../core/datasets/profile.ts'

/** What a code means and what to do about it, as docs/row-faults.md says it at length. */
export interface RowFaultText {
  title: string
  meaning: string
  cure: string
}

const texts: Readonly<Record<RowFaultCode, RowFaultText>> = {
  missing_value: {
    title: 'Missing value',
    meaning: 'A cell that is needed is blank.',
    cure: 'Fill it in.',
  },
  not_a_number: {
    title: 'Not a number',
    meaning:
      'Not a plain decimal number, such as 1,234.5, NaN, 0x10, 1e400 or a card number of 4.5E+15; or not a whole one where one is needed.',
    cure: 'Write 1234.50, without separators or units, and export card numbers as text.',
  },
  out_of_range: {
    title: 'Out of range',
    meaning:
      'A number or date beyond what the column can hold: a negative amount, a latitude above 90, a date before 1970, a birth after the transaction.',
    cure: 'Correct the value.',
  },
  not_a_date: {
    title: 'Not a date',
    meaning: 'Not a date of the calendar, such as 31 February, or written in another way.',
    cure: 'Write 2019-01-31 23:59:59.',
  },
  in_the_future: {
    title: 'In the future',
    meaning: 'More than a day after the present.',
    cure: 'Correct the date.',
  },
  unknown_value: {
    title: 'Unknown value',
    meaning: 'Not one of the values that the column may have, such as a label other than 0 and 1.',
    cure: 'Use one of those that the sentence names.',
  },
  wrong_cell_count: {
    title: 'Wrong number of cells',
    meaning: 'The row has more or fewer cells than the header.',
    cure: 'Quote cells that contain commas, and complete short rows.',
  },
  too_long: {
    title: 'Too long',
    meaning: 'A text of more than 200 characters.',
    cure: 'Shorten it.',
  },
  unclosed_quote: {
    title: 'Quote never closed',
    meaning: 'A quote is opened and never closed, so the rows after it belong to this one.',
    cure: 'Close or remove it.',
  },
  unreadable_text: {
    title: 'Unreadable text',
    meaning: 'Bytes that are not UTF-8, or a NUL, in one of the cells.',
    cure: 'Save the file as UTF-8.',
  },
}

/** The text of a code; null for one that a newer service may answer with. */
export function rowFaultText(code: string): RowFaultText | null {
  return Object.hasOwn(texts, code) ? texts[code as RowFaultCode] : null
}
