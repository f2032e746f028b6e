/**
 * A second reading of files, written from docs/data-formats.md alone and as plainly as can be: it shares no code with
 * the product, so that what both get wrong is unlikely to be the same.
 */

/** A row as the second reading sees it. */
export interface StrictRow {
  /** 1-based line of the row's first character. */
  line: number
  /** Null for a row that must not be stored. */
  accepted: { occurredAt: number; cents: number; isFraud: boolean | null } | null
}

type Cells = ReadonlyMap<string, string>
type Format = { columns: string[]; label: string; read: (cells: Cells, now: number) => Reading }
type Reading = { occurredAt: number; cents: number; isFraud: boolean | null } | null

const NEWLINE = 10
const COMMA = 44
const QUOTE = 34
const DAY = 86_400_000
const MAX_CENTS = 99_999_999_999_999
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Reads every row after the header of an unpacked file whose header is known to be good. */
export function readStrictly(bytes: Uint8Array, format: keyof typeof FORMATS, now: number) {
  const rows = splitRows(bytes)
  const header = rows.shift()?.cells ?? []
  const names = header.map((cell) =>
    unquote(decode(cell) ?? '')
      .trim()
      .toLowerCase(),
  )
  const { columns, label, read } = FORMATS[format]
  return rows.map(({ line, cells, isUnclosed }): StrictRow => {
    const texts = cells.map(decode)
    if (isUnclosed || cells.length !== names.length || texts.some((text) => text === null)) {
      return { line, accepted: null }
    }
    const values = texts.map((text) => unquote(text!).trim())
    const wanted = [...columns, label]
    const found = new Map(
      wanted
        .map((column) => [column, names.indexOf(column.toLowerCase())] as const)
        .filter(([, at]) => at >= 0)
        .map(([column, at]) => [column, values[at]!]),
    )
    return { line, accepted: read(found, now) }
  })
}

interface RawRow {
  line: number
  cells: Uint8Array[]
  isUnclosed: boolean
}

/** One byte at a time; a quote counts only as the first character of a cell. Rows without a character are none. */
function splitRows(bytes: Uint8Array): RawRow[] {
  const rows: RawRow[] = []
  let cells: number[][] = [[]]
  let state: 'fresh' | 'plain' | 'quoted' | 'closed' = 'fresh'
  let line = 1
  let firstLine = 1
  const endRow = () => {
    const content = cells.length === 1 ? cells[0]!.join() : 'more than one cell'
    if (content !== '' && content !== '13') {
      const isUnclosed = state === 'quoted'
      rows.push({ line: firstLine, cells: cells.map((cell) => Uint8Array.from(cell)), isUnclosed })
    }
    cells = [[]]
    state = 'fresh'
    firstLine = line
  }
  for (const byte of withoutMark(bytes)) {
    if (byte === NEWLINE) line++
    if (state !== 'quoted' && byte === NEWLINE) {
      endRow()
      continue
    }
    if (state !== 'quoted' && byte === COMMA) {
      cells.push([])
      state = 'fresh'
      continue
    }
    if (byte === QUOTE) {
      if (state === 'fresh' || state === 'closed') state = 'quoted'
      else if (state === 'quoted') state = 'closed'
    } else if (state !== 'quoted') {
      state = 'plain'
    }
    cells.at(-1)!.push(byte)
  }
  endRow()
  return rows
}

function withoutMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
}

function decode(cell: Uint8Array): string | null {
  try {
    const text = decoder.decode(cell)
    return text.includes('\0') || text.includes('\ufffd') ? null : text
  } catch {
    return null
  }
}

/** `"a ""b"" c"d` is a "b" cd. */
function unquote(cell: string): string {
  const quoted = /^"((?:[^"]|"")*)"?(.*)$/s.exec(cell)
  return quoted === null ? cell : quoted[1]!.replaceAll('""', '"') + quoted[2]!
}

function number(text: string | undefined, least: number, most: number): number | null {
  if (text === undefined || !/^-?\d+(\.\d+)?([eE][+-]?\d{1,4})?$/.test(text)) return null
  const value = Number(text)
  return value >= least && value <= most ? value : null
}

function whole(text: string | undefined, least: number, most: number): number | null {
  const value = number(text, least, most)
  return value !== null && Number.isInteger(value) ? value : null
}

function money(text: string | undefined, least: number): number | null {
  const value = number(text, -1e300, 1e300)
  if (value === null) return null
  const cents = Math.round(value * 100) + 0
  return cents >= least && cents <= MAX_CENTS ? cents : null
}

function day(year: number, month: number, date: number): number | null {
  const at = new Date(0)
  at.setUTCFullYear(year, month - 1, date)
  const isReal =
    at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === date
  return isReal && year >= 1 ? at.getTime() : null
}

function timeOfDay(text: string): number | null {
  const [, hour, minute, second] = /^(\d{1,2}):(\d\d)(?::(\d\d))?$/.exec(text) ?? []
  if (hour === undefined || +hour > 23 || +minute! > 59 || +(second ?? 0) > 59) return null
  return ((+hour * 60 + +minute!) * 60 + +(second ?? 0)) * 1000
}

function date(text: string): number | null {
  const [, year, month, dayOfMonth] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text) ?? []
  return year === undefined ? null : day(+year, +month!, +dayOfMonth!)
}

function plausible(at: number | null, now: number): number | null {
  return at !== null && at >= 0 && at <= now + DAY ? at : null
}

function isText(text: string | undefined, isNeeded: boolean): boolean {
  return text !== undefined && text.length <= 200 && !(isNeeded && text === '')
}

function label(text: string | undefined, yes: string, no: string): boolean | null | undefined {
  if (text === undefined || text === '') return null
  return text === yes ? true : text === no ? false : undefined
}

const COMPONENTS = Array.from({ length: 28 }, (_, index) => `V${index + 1}`)
const SPARKOV =
  'trans_date_trans_time cc_num merchant category amt city state lat long city_pop dob merch_lat merch_long'
const IBM =
  'User,Card,Year,Month,Day,Time,Amount,Use Chip,Merchant Name,Merchant City,Merchant State,MCC'

/** The formats by their slug. */
const FORMATS = {
  ulb: {
    columns: ['Time', ...COMPONENTS, 'Amount'],
    label: 'Class',
    read(cells, now) {
      const seconds = number(cells.get('Time'), 0, 1e11)
      const occurredAt =
        seconds === null ? null : plausible(Date.UTC(2013, 8, 1) + Math.round(seconds * 1000), now)
      const cents = money(cells.get('Amount'), 0)
      const isFraud = label(cells.get('Class'), '1', '0')
      const areComponents = COMPONENTS.every((name) => number(cells.get(name), -1e6, 1e6) !== null)
      if (occurredAt === null || cents === null || isFraud === undefined || !areComponents)
        return null
      return { occurredAt, cents, isFraud }
    },
  },
  sparkov: {
    columns: SPARKOV.split(' '),
    label: 'is_fraud',
    read(cells, now) {
      const [on, at] = [/^[^ T]*/, /[ T](.*)$/s].map(
        (part) => part.exec(cells.get('trans_date_trans_time')!)?.at(-1) ?? '',
      )
      const start = date(on!)
      const time = timeOfDay(at!)
      const occurredAt = start === null || time === null ? null : plausible(start + time, now)
      const cents = money(cells.get('amt'), 0)
      const isFraud = label(cells.get('is_fraud'), '1', '0')
      const born = date(cells.get('dob')!)
      if (occurredAt === null || cents === null || isFraud === undefined || born === null)
        return null
      if (born > occurredAt || born < Date.UTC(1890, 0, 1)) return null
      const isGood =
        /^\d{8,19}$/.test(cells.get('cc_num')!) &&
        isText(cells.get('merchant'), true) &&
        isText(cells.get('category'), true) &&
        isText(cells.get('city'), false) &&
        isText(cells.get('state'), false) &&
        ['lat', 'merch_lat'].every((name) => number(cells.get(name), -90, 90) !== null) &&
        ['long', 'merch_long'].every((name) => number(cells.get(name), -180, 180) !== null) &&
        number(cells.get('city_pop'), 0, 1e9) !== null
      return isGood ? { occurredAt, cents, isFraud } : null
    },
  },
  ibm: {
    columns: IBM.split(','),
    label: 'Is Fraud?',
    read(cells, now) {
      const parts = [
        whole(cells.get('Year'), 1, 9999),
        whole(cells.get('Month'), 1, 12),
        whole(cells.get('Day'), 1, 31),
      ]
      const time = timeOfDay(cells.get('Time')!)
      if (parts.includes(null) || time === null) return null
      const start = day(parts[0]!, parts[1]!, parts[2]!)
      const occurredAt = start === null ? null : plausible(start + time, now)
      const cents = money(cells.get('Amount')!.replace(/^\$/, ''), -MAX_CENTS)
      const isFraud = label(cells.get('Is Fraud?'), 'Yes', 'No')
      const isGood =
        whole(cells.get('User'), 0, 1e9) !== null &&
        whole(cells.get('Card'), 0, 1e6) !== null &&
        whole(cells.get('MCC'), 0, 9999) !== null &&
        /^(Swipe|Chip|Online) Transaction$/.test(cells.get('Use Chip')!) &&
        isText(cells.get('Merchant Name'), true) &&
        isText(cells.get('Merchant City'), false) &&
        isText(cells.get('Merchant State'), false)
      if (!isGood || occurredAt === null || cents === null || isFraud === undefined) return null
      return { occurredAt, cents, isFraud }
    },
  },
} satisfies Record<string, Format>
