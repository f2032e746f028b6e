import { sparkov } from '../datasets/sparkov.ts'
import { dayOf, dayStart } from './calendar.ts'
import { cities } from './cities.ts'
import type { Customer } from './customers.ts'
import type { SimulatedTransaction } from './simulate-transactions.ts'
import { spendingCategories } from './spending-categories.ts'

/** Whether the file says which transactions were fraud. */
export interface SparkovLabel {
  withLabel: boolean
}

/** The header row, without line end: the public file's columns without its unnamed index. */
export function sparkovHeader({ withLabel }: SparkovLabel): string {
  return (withLabel ? [...sparkov.columns, sparkov.labelColumn] : sparkov.columns).join(',')
}

/** One row of the sparkov format, without line end. */
export function toSparkovRow(
  transaction: SimulatedTransaction,
  { withLabel }: SparkovLabel,
): string {
  const { customer, merchant, occurredAt } = transaction
  const row =
    `${timeText(occurredAt)},${customer.cardNumber},${cell(merchant.name)},` +
    `${spendingCategories[merchant.category]!.name},${moneyText(transaction.amountCents)},` +
    `${personCells(customer)},${transaction.transactionNumber},${occurredAt / 1000},` +
    `${transaction.latitude},${transaction.longitude}`
  return withLabel ? `${row},${transaction.fraudPattern === null ? 0 : 1}` : row
}

const twoDigits = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'))
const personTexts = new WeakMap<Customer, string>()
let latestDate = { day: Number.NaN, text: '' }

/** `2019-01-01 00:00:18` (UTC). Rows come in the order of time, so one date is kept. */
function timeText(epochMs: number): string {
  const day = dayOf(epochMs)
  if (day !== latestDate.day) {
    latestDate = { day, text: new Date(epochMs).toISOString().slice(0, 10) }
  }
  const second = (epochMs - dayStart(day)) / 1000
  const hour = Math.floor(second / 3600)
  const minute = Math.floor(second / 60) % 60
  return `${latestDate.text} ${twoDigits[hour]}:${twoDigits[minute]}:${twoDigits[second % 60]}`
}

function moneyText(cents: number): string {
  return `${Math.floor(cents / 100)}.${twoDigits[cents % 100]}`
}

/** The twelve columns from `first` to `dob`, which never change for a card. */
function personCells(customer: Customer): string {
  const known = personTexts.get(customer)
  if (known !== undefined) return known
  const { person } = customer
  const city = cities[customer.homeCity]!
  const text = [
    person.firstName,
    person.lastName,
    person.gender,
    person.street,
    city.name,
    city.state,
    city.zip,
    customer.latitude,
    customer.longitude,
    city.population,
    person.job,
    person.dateOfBirth,
  ]
    .map((value) => cell(String(value)))
    .join(',')
  personTexts.set(customer, text)
  return text
}

function cell(text: string): string {
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
