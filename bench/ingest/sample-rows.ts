import { addMonths, type Month } from '../../core/month.ts'
import { derive, type Random } from '../../core/random.ts'
import { simulateTransactions } from '../../core/simulator/simulate-transactions.ts'
import { sparkovHeader, toSparkovRow } from '../../core/simulator/sparkov-row.ts'

/** A table to upload: its header, and its rows without line ends, made as they are asked for. */
export interface SampleRows {
  header: string
  rows: Iterable<string>
}

/** Row counts of the published files, or of the largest share of them that is measured. */
export const FULL_SIZE = { ulb: 284_807, sparkov: 1_300_000, ibm: 2_000_000 } as const

/** A format that can be measured. */
export type SampleProfile = keyof typeof FULL_SIZE

/** Rows of a format, labelled, the same for the same seed. */
export function sampleRows(profile: SampleProfile, seed: number, rowCount: number): SampleRows {
  const make = { ulb: ulbRows, sparkov: sparkovRows, ibm: ibmRows }[profile]
  return make(seed, rowCount)
}

const FRAUD_SHARE_ULB = 492 / 284_807
const TWIN_SHARE_ULB = 1_081 / 284_807

/** Two days, 28 components of 15 significant digits, exact twins and frauds at the published file's rates. */
function ulbRows(seed: number, rowCount: number): SampleRows {
  const names = Array.from({ length: 28 }, (_, index) => `V${index + 1}`)
  function* rows() {
    const random = derive(seed, 'ulb')
    let twin = ''
    for (let row = 0; row < rowCount; row++) {
      if (twin !== '' && random.chance(TWIN_SHARE_ULB)) {
        yield twin
        continue
      }
      let line = String(Math.floor((row * 172_792) / rowCount))
      // Number and back: the shortest text of 15 digits, with an exponent where it is small, as the file has it.
      for (let index = 0; index < 28; index++) {
        line += `,${Number((random.normal() * 2).toPrecision(15))}`
      }
      const amount = Math.exp(random.normal(3, 1.6)).toFixed(2)
      twin = `${line},${amount},${random.chance(FRAUD_SHARE_ULB) ? 1 : 0}`
      yield twin
    }
  }
  return { header: ['Time', ...names, 'Amount', 'Class'].join(','), rows: rows() }
}

/** Two years of cards from the simulator, in the order of time. */
function sparkovRows(seed: number, rowCount: number): SampleRows {
  const from: Month = '2017-01'
  const to = addMonths(from, 23)
  function* rows() {
    let row = 0
    // Some 200 rows a card in two years; the tail is cut off.
    const cards = Math.ceil(rowCount / 170)
    for (const transaction of simulateTransactions({ seed, cards, from, to })) {
      if (row++ === rowCount) return
      yield toSparkovRow(transaction, { withLabel: true })
    }
  }
  return { header: sparkovHeader({ withLabel: true }), rows: rows() }
}

const ROWS_PER_IBM_CARD = 4_000
const CARDS_PER_IBM_USER = 3
const IBM_PLACES = ['La Verne,CA,91750.0', 'Upland,CA,91786.0', 'Reno,NV,89501.0', 'Rome,Italy,']
const IBM_CODES = [3000, 3389, 3640, 4829, 5311, 5411, 5541, 5812, 5912, 7995, 9402]

/** User after user and card after card, each through ten years, as the published file has them. */
function ibmRows(seed: number, rowCount: number): SampleRows {
  function* rows() {
    const spacingMs = (10 * 365.25 * 86_400_000) / ROWS_PER_IBM_CARD
    for (let row = 0; row < rowCount; ) {
      const card = Math.floor(row / ROWS_PER_IBM_CARD)
      const owner = `${Math.floor(card / CARDS_PER_IBM_USER)},${card % CARDS_PER_IBM_USER}`
      const random = derive(seed, 'ibm', card)
      let time = Date.UTC(2010, 0, 1)
      for (let step = 0; step < ROWS_PER_IBM_CARD && row < rowCount; step++, row++) {
        time += random.exponential() * spacingMs
        yield `${owner},${ibmRow(random, new Date(time))}`
      }
    }
  }
  const header =
    'User,Card,Year,Month,Day,Time,Amount,Use Chip,Merchant Name,Merchant City,Merchant State,Zip,MCC,Errors?,Is Fraud?'
  return { header, rows: rows() }
}

function ibmRow(random: Random, at: Date): string {
  const isOnline = random.chance(0.12)
  const amount = `$${random.chance(0.05) ? '-' : ''}${(random.exponential() * 45).toFixed(2)}`
  const merchant = `${random.chance(0.5) ? '-' : ''}${3_000_000_000_000_000 + random.integer(20_000)}`
  return [
    at.getUTCFullYear(),
    at.getUTCMonth() + 1,
    at.getUTCDate(),
    at.toISOString().slice(11, 16),
    amount,
    isOnline ? 'Online Transaction' : random.chance(0.7) ? 'Swipe Transaction' : 'Chip Transaction',
    merchant,
    isOnline ? 'ONLINE,,' : random.pick(IBM_PLACES),
    random.pick(IBM_CODES),
    random.chance(0.98) ? '' : 'Insufficient Balance',
    random.chance(0.0012) ? 'Yes' : 'No',
  ].join(',')
}
