import type { RejectedRow } from './list-rejected-rows.ts'

const HEADER = 'line,column,value,code,message\r\n'

/** Refused rows as CSV (RFC 4180), for the person who mends the file. */
export async function rejectedRowsCsv(chunks: AsyncIterable<RejectedRow[]>): Promise<Blob> {
  const parts: string[] = [HEADER]
  for await (const rows of chunks) {
    parts.push(
      rows
        .map(({ line, column, value, code, message }) =>
          [String(line), column, value, code, message].map(cell).join(','),
        )
        .join('\r\n')
        .concat('\r\n'),
    )
  }
  return new Blob(parts, { type: 'text/csv;charset=utf-8' })
}

/**
 * Quotes where needed. Text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, "CSV
 * injection"); plain numbers such as -5 stay as they are.
 */
function cell(text: string): string {
  const isFormula = /^[=+\-@\t\r]/.test(text) && !/^[+-]?[\d.,]+$/.test(text)
  const safe = isFormula ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
