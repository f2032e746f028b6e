import type { Month } from '../../core/month.ts'
import { Random } from '../../core/random.ts'
import { simulateTransactions } from '../../core/simulator/simulate-transactions.ts'
import { sparkovHeader, toSparkovRow } from '../../core/simulator/sparkov-row.ts'
import type { UploadSource } from '../../lib/uploads/upload-source.ts'

/** A table in memory: its header row and its rows, without line ends. */
export interface Table {
  header: string
  rows: string[]
}

/** Simulated card transactions in the sparkov format, labelled, in the order of time. */
export function sparkovTable({
  cards = 40,
  from = '2018-01' as Month,
  to = '2018-02' as Month,
  seed = 11,
} = {}): Table {
  const rows: string[] = []
  for (const transaction of simulateTransactions({ seed, cards, from, to })) {
    rows.push(toSparkovRow(transaction, { withLabel: true }))
  }
  return { header: sparkovHeader({ withLabel: true }), rows }
}

/** Random rows in the ulb format, labelled; every twentieth row has an exact twin right behind it. */
export function ulbTable({ count = 600, seed = 5 } = {}): Table {
  const random = new Random(seed)
  const names = Array.from({ length: 28 }, (_, index) => `V${index + 1}`)
  const header = ['Time', ...names, 'Amount', 'Class'].join(',')
  const rows: string[] = []
  for (let index = 0; index < count; index++) {
    const values = names.map(() => (random.next() * 4 - 2).toFixed(6))
    const amount = (random.next() * 300).toFixed(2)
    const label = random.chance(0.05) ? '1' : '0'
    const row = [String(index * 7), ...values, amount, label].join(',')
    rows.push(row)
    if (index % 20 === 0) rows.push(row)
  }
  return { header, rows }
}

/** The same table without its last column, the label. */
export function withoutLabel({ header, rows }: Table): Table {
  const cut = (line: string) => line.slice(0, line.lastIndexOf(','))
  return { header: cut(header), rows: rows.map(cut) }
}

/** A table as a file to upload. */
export function asFile(name: string, { header, rows }: Table): UploadSource {
  const blob = new Blob([`${[header, ...rows].join('\n')}\n`])
  return {
    name,
    size: blob.size,
    stream: () => blob.stream() as ReadableStream<Uint8Array<ArrayBuffer>>,
  }
}
