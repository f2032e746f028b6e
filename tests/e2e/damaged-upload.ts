import { simulateTransactions } from '../../core/simulator/simulate-transactions.ts'
import { sparkovHeader, toSparkovRow } from '../../core/simulator/sparkov-row.ts'

/** A file to upload, and what is known about it. */
export type DamagedUpload = { csv: Buffer; rowCount: number; rejectedCount: number }

/**
 * A month of strangers' cards full of fraud, so that many of its rows are flagged; three of its rows are
 * damaged: an amount and a time that are none, and a row cut short. Another seed gives other cards.
 */
export function writeDamagedUpload(seed: number): DamagedUpload {
  const world = { seed, cards: 100, fraudScale: 60 }
  const rows = [...simulateTransactions({ ...world, from: '2019-01', to: '2019-01' })].map((row) =>
    toSparkovRow(row, { withLabel: false }),
  )
  const damage = [
    // Merchants may be quoted because of a comma; the first number with two decimals is the amount.
    (row: string) => row.replace(/,\d+\.\d\d,/, ',twelve,'),
    (row: string) => row.replace(/^[^,]*/, 'yesterday'),
    (row: string) => row.split(',').slice(0, 9).join(','),
  ]
  damage.forEach((change, index) => {
    const at = 10 * (index + 1)
    rows[at] = change(rows[at]!)
  })
  const csv = Buffer.from(`${[sparkovHeader({ withLabel: false }), ...rows].join('\n')}\n`)
  return { csv, rowCount: rows.length, rejectedCount: damage.length }
}
