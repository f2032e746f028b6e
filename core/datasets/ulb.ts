import { DAY_MS } from '../durations.ts'
import { AttributePool } from './attribute-pool.ts'
import { parsePlainDecimal } from './parse-number.ts'
import { hourOfDay } from './parse-time.ts'
import type { DatasetProfile, FeatureDefinition } from './profile.ts'
import { MAX_AMOUNT_CENTS, RowReader, readLabel } from './row-reader.ts'

/** `Time` counts seconds from here: the source names only the month, so the day is our convention. */
export const ULB_START_MS = Date.UTC(2013, 8, 1)

const COMPONENT_COUNT = 28
/** Far beyond the ±121 of the published file, and well inside float32. */
const COMPONENT_LIMIT = 1e6
const AMOUNT = COMPONENT_COUNT + 1
const MAX_TIME_SECONDS = 1e11

const components = Array.from({ length: COMPONENT_COUNT }, (_, index) => `V${index + 1}`)
const columns = ['Time', ...components, 'Amount']
const reader = new RowReader(columns)
const pool = new AttributePool(COMPONENT_COUNT)

const features: FeatureDefinition[] = [
  ...components.map(
    (component): FeatureDefinition => ({
      name: component.toLowerCase(),
      label: component,
      unit: 'number',
      kind: 'numeric',
    }),
  ),
  { name: 'amount', label: 'Amount', unit: 'money', kind: 'numeric', phrase: '{value}' },
  {
    name: 'hour_of_day',
    label: 'Hour of day',
    unit: 'hour',
    kind: 'numeric',
    phrase: 'at {value}',
  },
]

/**
 * Kaggle mlg-ulb/creditcardfraud: two days in September 2013, 28 principal components, no card id.
 * Attributes: V1 … V28.
 */
export const ulb: DatasetProfile = {
  slug: 'ulb',
  title: 'ULB credit-card fraud (2013)',
  currency: 'EUR',
  columns,
  ignoredColumns: ['', 'Unnamed: 0'],
  labelColumn: 'Class',
  personalColumns: [],
  hasCards: false,
  features,

  parseRow(cells, label, now) {
    reader.start(cells)
    const seconds = reader.number(0, 0, MAX_TIME_SECONDS)
    const occurredAt = reader.requirePlausible(0, ULB_START_MS + Math.round(seconds * 1000), now)
    const attributes = pool.take()
    for (let index = 0; index < COMPONENT_COUNT; index++) {
      attributes[index] = reader.number(index + 1, -COMPONENT_LIMIT, COMPONENT_LIMIT)
    }
    const amountCents = reader.amountCents(AMOUNT, 0)
    const isFraud = readLabel(label, 'Class', '1', '0', reader.faults)
    if (reader.faults.length > 0) return { faults: reader.faults }
    return {
      transaction: {
        occurredAt,
        amountCents,
        cardId: null,
        cardLast4: null,
        merchant: null,
        category: null,
        place: null,
        isFraud,
        attributes,
      },
    }
  },

  parsePlainRow({ bytes, starts }, first, label, now) {
    if (label !== null && label !== '0' && label !== '1') return null
    const seconds = parsePlainDecimal(bytes, starts[first]!, starts[first + 1]! - 1)
    const occurredAt = ULB_START_MS + Math.round(seconds * 1000)
    // Each comparison fails for NaN as well.
    if (!(seconds >= 0 && seconds <= MAX_TIME_SECONDS && occurredAt <= now + DAY_MS)) return null
    const attributes = pool.take()
    for (let index = 0; index < COMPONENT_COUNT; index++) {
      const at = first + 1 + index
      const value = parsePlainDecimal(bytes, starts[at]!, starts[at + 1]! - 1)
      if (!(value >= -COMPONENT_LIMIT && value <= COMPONENT_LIMIT)) return null
      attributes[index] = value
    }
    const amount = parsePlainDecimal(
      bytes,
      starts[first + AMOUNT]!,
      starts[first + AMOUNT + 1]! - 1,
    )
    const amountCents = Math.round(amount * 100) + 0
    if (!(amountCents >= 0 && amountCents <= MAX_AMOUNT_CENTS)) return null
    return {
      occurredAt,
      amountCents,
      cardId: null,
      cardLast4: null,
      merchant: null,
      category: null,
      place: null,
      isFraud: label === null ? null : label === '1',
      attributes,
    }
  },

  writeFeatures(transaction, _cardState, out, offset) {
    out.set(transaction.attributes, offset)
    out[offset + COMPONENT_COUNT] = transaction.amountCents / 100
    out[offset + COMPONENT_COUNT + 1] = hourOfDay(transaction.occurredAt)
  },

  updateCardState() {},
}
