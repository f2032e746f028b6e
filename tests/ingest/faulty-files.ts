import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { sparkovTable, type Table, ulbTable } from './sample-files.ts'

/** A generated file: rows of a format, and what was done to them. */
export interface FaultyFile {
  format: 'ulb' | 'sparkov' | 'ibm'
  bytes: Uint8Array
  /** Unpacked; null for what was packed and then damaged. */
  plain: Uint8Array | null
}

const NASTY_CELLS = [
  '',
  ' ',
  '0',
  '-1',
  '1e400',
  '-1e400',
  'NaN',
  'Infinity',
  '0x10',
  '1,234.5',
  '"1,234.5"',
  '1.234,5',
  '+1',
  '.5',
  '5.',
  '1e3',
  '9.1e-05',
  '12abc',
  '٣',
  '1 000',
  '99999999999999999999',
  '0.005',
  '2019-02-31 10:00:00',
  '1969-12-31 23:59:59',
  '2999-01-01 00:00:00',
  '2019-13-01 10:00:00',
  '2019-06-15T10:00',
  '2020-02-29 24:00:00',
  'null',
  'yes',
  'Yes',
  '1',
  '2',
  '4.5E+15',
  'a'.repeat(201),
  '"a ""quoted"" cell"',
  '"two\nlines"',
  '"never closed',
  'quo"te',
  '"a" b',
  '=cmd()',
  '😀',
  '\ufeff0',
  '\u00a01',
  'a\tb',
]

/** A place as a share of what is damaged, in ten-thousandths. */
const place = fc.noBias(fc.nat(9_999))
const anyByte = fc.constantFrom(0, 10, 13, 34, 44, 59, 0xc3, 0xff, 0xed)

/** What may happen to rows. */
const damage = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('cell' as const),
      row: fc.nat(9),
      column: fc.nat(99),
      value: fc.constantFrom(...NASTY_CELLS),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('flip' as const),
      at: place,
      mask: fc.integer({ min: 1, max: 255 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('insert' as const), at: place, byte: anyByte }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cut' as const), at: place }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('remove' as const),
      at: place,
      length: fc.integer({ min: 1, max: 40 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('repeat' as const), row: fc.nat(9) }) },
)
type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never

const rowsShape = fc.record({
  rowCount: fc.integer({ min: 2, max: 6 }),
  damages: fc.array(damage, { minLength: 1, maxLength: 4 }),
})
/** What may happen to the header, mostly nothing. */
const headerDamage = fc.oneof(
  { weight: 12, arbitrary: fc.constant(null) },
  { weight: 2, arbitrary: damage },
)
/** How a file is written at last. */
const writing = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('plain', 'crlf', 'mark', 'blank lines', 'gzip') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'utf-16',
      'latin-1',
      'semicolons',
      'tabs',
      'cr',
      'cut gzip',
      'empty',
    ),
  },
)
const partWriting = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('plain', 'crlf', 'blank lines') },
  { weight: 1, arbitrary: fc.constantFrom('utf-16', 'latin-1', 'semicolons', 'cr', 'mark') },
)

const tables: Record<FaultyFile['format'], Table> = {
  ulb: ulbTable({ count: 3_000, seed: 3 }),
  sparkov: sparkovTable({ cards: 150 }),
  ibm: ibmTable(3_100),
}

/** Whole faulty files from a seed; the n-th of one seed is always the same. Each has rows of its own, two to six. */
export function makeFaultyFiles(format: FaultyFile['format'], count: number, seed: number) {
  const shape = fc.record({ rows: rowsShape, headerDamage, writing })
  return fc.sample(shape, { numRuns: count, seed }).map((wanted, index): FaultyFile => {
    const header = Buffer.from(`${headerOf(format)}\n`)
    const written = wanted.headerDamage === null ? header : inflict(header, wanted.headerDamage)
    const plain = Buffer.concat([written, damagedRows(format, index, wanted.rows)])
    return { format, ...write(plain, wanted.writing) }
  })
}

/** Parts of a file without its header, likewise; never empty. */
export function makeFaultyParts(
  format: FaultyFile['format'],
  count: number,
  seed: number,
): Uint8Array[] {
  const shape = fc.record({ rows: rowsShape, writing: partWriting })
  return fc.sample(shape, { numRuns: count, seed }).map((wanted, index) => {
    const bytes = rewrite(damagedRows(format, index, wanted.rows), wanted.writing)
    return bytes.length > 0 ? bytes : Buffer.from('\n')
  })
}

/** The header of a format, with its label. */
export function headerOf(format: FaultyFile['format']): string {
  return tables[format].header
}

function damagedRows(
  format: FaultyFile['format'],
  index: number,
  { rowCount, damages }: { rowCount: number; damages: readonly Damage[] },
): Buffer {
  const { rows } = tables[format]
  const start = (index * 6) % (rows.length - 6)
  const text = `${rows.slice(start, start + rowCount).join('\n')}\n`
  return damages.reduce(inflict, Buffer.from(text) as Buffer)
}

function inflict(bytes: Buffer, damage: Damage): Buffer {
  const lines = bytes.toString('latin1').split('\n')
  const lineAt = (row: number) => row % Math.max(lines.length - 1, 1)
  const byteAt = (share: number) => Math.floor((share / 10_000) * bytes.length)
  switch (damage.kind) {
    case 'cell': {
      const line = lineAt(damage.row)
      const cells = lines[line]!.split(',')
      cells[damage.column % cells.length] = Buffer.from(damage.value).toString('latin1')
      lines[line] = cells.join(',')
      return Buffer.from(lines.join('\n'), 'latin1')
    }
    case 'repeat':
      return Buffer.from([lines[lineAt(damage.row)], ...lines].join('\n'), 'latin1')
    case 'flip': {
      const flipped = Buffer.from(bytes)
      if (bytes.length > 0) flipped[byteAt(damage.at)]! ^= damage.mask
      return flipped
    }
    case 'insert': {
      const at = byteAt(damage.at)
      return Buffer.concat([bytes.subarray(0, at), Buffer.of(damage.byte), bytes.subarray(at)])
    }
    case 'cut':
      return bytes.subarray(0, byteAt(damage.at))
    case 'remove': {
      const at = byteAt(damage.at)
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + damage.length)])
    }
  }
}

function write(bytes: Buffer, how: string): Pick<FaultyFile, 'bytes' | 'plain'> {
  const plain = rewrite(bytes, how)
  if (how === 'gzip') return { bytes: gzipSync(plain, { level: 1 }), plain }
  if (how === 'cut gzip')
    return { bytes: gzipSync(plain, { level: 1 }).subarray(0, -12), plain: null }
  return { bytes: plain, plain }
}

function rewrite(bytes: Buffer, how: string): Buffer {
  const text = bytes.toString('latin1')
  const replaced = (from: string, to: string) => Buffer.from(text.replaceAll(from, to), 'latin1')
  switch (how) {
    case 'crlf':
      return replaced('\n', '\r\n')
    case 'cr':
      return replaced('\n', '\r')
    case 'semicolons':
      return replaced(',', ';')
    case 'tabs':
      return replaced(',', '\t')
    case 'blank lines':
      return replaced('\n', '\n\r\n\n')
    case 'mark':
      return Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), bytes])
    case 'utf-16':
      return Buffer.from(text, 'utf16le')
    case 'latin-1':
      return Buffer.from(text.replaceAll('e', 'é'), 'latin1')
    case 'empty':
      return Buffer.alloc(0)
    default:
      return bytes
  }
}

/** Rows in the ibm format, each with a time of its own. */
function ibmTable(count: number): Table {
  const header =
    'User,Card,Year,Month,Day,Time,Amount,Use Chip,Merchant Name,Merchant City,Merchant State,Zip,MCC,Errors?,Is Fraud?'
  const rows = Array.from({ length: count }, (_, index) => {
    const at = new Date(Date.UTC(2018, 0, 1) + index * 37 * 60_000)
    const clock = at.toISOString().slice(11, 16)
    const entry = ['Chip Transaction', 'Swipe Transaction', 'Online Transaction'][index % 3]
    const place = index % 3 === 2 ? 'ONLINE,,' : 'Monterey Park,CA,91754.0'
    return `${index % 40},${index % 2},2018,${at.getUTCMonth() + 1},${at.getUTCDate()},${clock},$${(index % 500) + 0.25},${entry},${5e17 + (index % 90)},${place},${[5411, 5812, 4829][index % 3]},${index % 50 === 0 ? '"Bad PIN,Insufficient Balance"' : ''},${index % 30 === 0 ? 'Yes' : 'No'}`
  })
  return { header, rows }
}
