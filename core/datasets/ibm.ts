import { DAY_MS } from '../durations.ts'
import { cardFeatures } from '../features/card-features.ts'
import {
  CARD_ATTRIBUTES,
  emptyCardState,
  fade,
  MONTH_MS,
  OWN_ATTRIBUTES,
  PROFILE_SLOTS,
  signedLog,
  timeSinceLatest,
  updateCardState,
  writeCardFeatures,
} from '../features/card-history.ts'
import { paymentFeatures } from '../features/payment-features.ts'
import { hashText } from '../features/text-hash.ts'
import { AttributePool } from './attribute-pool.ts'
import { MERCHANT_GROUPS, merchantGroup } from './merchant-groups.ts'
import { dateToMs, dayOfWeek, hourOfDay, parseTimeOfDay } from './parse-time.ts'
import type { DatasetProfile, FeatureDefinition } from './profile.ts'
import { joinPlace, MAX_AMOUNT_CENTS, RowReader, readLabel } from './row-reader.ts'

const columns = [
  'User',
  'Card',
  'Year',
  'Month',
  'Day',
  'Time',
  'Amount',
  'Use Chip',
  'Merchant Name',
  'Merchant City',
  'Merchant State',
  'Zip',
  'MCC',
  'Errors?',
]
const USER = 0
const CARD = 1
const YEAR = 2
const MONTH = 3
const DAY = 4
const TIME = 5
const AMOUNT = 6
const USE_CHIP = 7
const MERCHANT = 8
const CITY = 9
const STATE = 10
const ZIP = 11
const MCC = 12
const ERRORS = 13

const reader = new RowReader(columns)

/** How the card was used; the position is the code. */
const ENTRY_MODES = ['Swipe Transaction', 'Chip Transaction', 'Online Transaction'] as const
const ONLINE = 2
const entryModeNames = ['Swipe', 'Chip', 'Online']

/** Mistakes that somebody makes who does not know the card's secrets. */
const WRONG_CREDENTIALS = ['Bad PIN', 'Bad CVV', 'Bad Expiration', 'Bad Card Number', 'Bad Zipcode']

const ENTRY_MODE = OWN_ATTRIBUTES
const MERCHANT_CODE = OWN_ATTRIBUTES + 1
const PLACE_HASH = OWN_ATTRIBUTES + 2
const IS_ABROAD = OWN_ATTRIBUTES + 3
const HAS_ERROR = OWN_ATTRIBUTES + 4
const HAS_WRONG_CREDENTIALS = OWN_ATTRIBUTES + 5
const ATTRIBUTE_COUNT = OWN_ATTRIBUTES + 6
const pool = new AttributePool(ATTRIBUTE_COUNT)

// In the card's history: the last three places where it was present, and two decayed counts.
const PLACES = PROFILE_SLOTS
const PLACE_COUNT = 3
const ERRORS_24H = PROFILE_SLOTS + 3
const ABROAD_30D = PROFILE_SLOTS + 4

const ownFeatures: FeatureDefinition[] = [
  ...paymentFeatures,
  {
    name: 'merchant_group',
    label: 'Kind of merchant',
    unit: 'category',
    kind: 'categorical',
    categories: MERCHANT_GROUPS,
  },
  {
    name: 'merchant_code',
    label: 'Merchant category code',
    unit: 'category',
    kind: 'categorical',
  },
  {
    name: 'entry_mode',
    label: 'How the card was used',
    unit: 'category',
    kind: 'categorical',
    categories: entryModeNames,
  },
  {
    name: 'is_online',
    label: 'Online',
    unit: 'flag',
    kind: 'numeric',
    usual: 'online_share',
    phrase: 'online',
  },
  { name: 'is_refund', label: 'Refund', unit: 'flag', kind: 'numeric', phrase: 'a refund' },
  { name: 'is_abroad', label: 'Abroad', unit: 'flag', kind: 'numeric', phrase: 'abroad' },
  {
    name: 'abroad_30d',
    label: 'Payments abroad in the last month',
    unit: 'count',
    kind: 'numeric',
  },
  {
    name: 'is_new_place',
    label: 'Not one of the last places',
    unit: 'flag',
    kind: 'numeric',
    phrase: 'not one of the last places',
  },
  {
    name: 'has_error',
    label: 'Error at payment',
    unit: 'flag',
    kind: 'numeric',
    phrase: 'an error at payment',
  },
  {
    name: 'has_wrong_credentials',
    label: 'Wrong PIN or card data',
    unit: 'flag',
    kind: 'numeric',
    phrase: 'wrong PIN or card data',
  },
  {
    name: 'errors_24h',
    label: 'Errors in the last day',
    unit: 'count',
    kind: 'numeric',
    phrase: 'about {value} {error|errors} in the last day or so',
  },
]

/**
 * IBM TabFormer, card_transaction.v1. A card is a user and the number of the user's card.
 * Attributes: those of every card format, then entry mode, merchant category code, hash of the place
 * (0 online), abroad, error, wrong credentials (each 0 or 1).
 */
export const ibm: DatasetProfile = {
  slug: 'ibm',
  title: 'IBM TabFormer card transactions',
  currency: 'USD',
  columns,
  ignoredColumns: ['', 'Unnamed: 0'],
  labelColumn: 'Is Fraud?',
  personalColumns: [],
  hasCards: true,
  features: [...ownFeatures, ...cardFeatures],

  parseRow(cells, label, now) {
    reader.start(cells)
    const user = reader.integer(USER, 0, 1e9)
    const card = reader.integer(CARD, 0, 1e6)
    const occurredAt = readInstant(cells, now)
    const amountCents = reader.amountCents(AMOUNT, -MAX_AMOUNT_CENTS, '$')
    const entryMode = readEntryMode(cells[USE_CHIP]!)
    const merchant = reader.text(MERCHANT)
    const city = reader.optionalText(CITY)
    const state = reader.optionalText(STATE)
    const merchantCode = reader.integer(MCC, 0, 9999)
    const errors = cells[ERRORS]!
    const isFraud = readLabel(label, 'Is Fraud?', 'Yes', 'No', reader.faults)
    if (reader.faults.length > 0) return { faults: reader.faults }

    const group = merchantGroup(merchantCode)
    const isOnline = entryMode === ONLINE
    const attributes = pool.take()
    attributes[CARD_ATTRIBUTES.merchantHash] = hashText(merchant)
    attributes[CARD_ATTRIBUTES.categorySlot] = group
    attributes[CARD_ATTRIBUTES.isOnline] = isOnline ? 1 : 0
    attributes[ENTRY_MODE] = entryMode
    attributes[MERCHANT_CODE] = merchantCode
    attributes[PLACE_HASH] = isOnline ? 0 : hashText(`${city ?? ''}|${state ?? ''}|${cells[ZIP]}`)
    // A state of the USA has two letters; another country stands there with its name.
    attributes[IS_ABROAD] = state !== null && state.length > 2 ? 1 : 0
    attributes[HAS_ERROR] = errors === '' ? 0 : 1
    attributes[HAS_WRONG_CREDENTIALS] =
      errors !== '' && WRONG_CREDENTIALS.some((mistake) => errors.includes(mistake)) ? 1 : 0
    return {
      transaction: {
        occurredAt,
        amountCents,
        cardId: `${user}-${card}`,
        cardLast4: null,
        merchant,
        category: MERCHANT_GROUPS[group]!,
        place: isOnline ? 'Online' : joinPlace(city, state),
        isFraud,
        attributes,
      },
    }
  },

  writeFeatures(transaction, cardState, out, offset) {
    const state = cardState ?? emptyCardState()
    const { attributes, occurredAt } = transaction
    const amount = transaction.amountCents / 100
    const elapsed = timeSinceLatest(state, occurredAt) ?? 0
    out[offset] = amount
    out[offset + 1] = signedLog(amount)
    out[offset + 2] = hourOfDay(occurredAt)
    out[offset + 3] = dayOfWeek(occurredAt)
    out[offset + 4] = attributes[CARD_ATTRIBUTES.categorySlot]!
    out[offset + 5] = attributes[MERCHANT_CODE]!
    out[offset + 6] = attributes[ENTRY_MODE]!
    out[offset + 7] = attributes[CARD_ATTRIBUTES.isOnline]!
    out[offset + 8] = amount < 0 ? 1 : 0
    out[offset + 9] = attributes[IS_ABROAD]!
    out[offset + 10] = fade(state[ABROAD_30D]!, Math.exp(-elapsed / MONTH_MS))
    out[offset + 11] = isNewPlace(state, attributes[PLACE_HASH]!) ? 1 : 0
    out[offset + 12] = attributes[HAS_ERROR]!
    out[offset + 13] = attributes[HAS_WRONG_CREDENTIALS]!
    out[offset + 14] = fade(state[ERRORS_24H]!, Math.exp(-elapsed / DAY_MS))
    writeCardFeatures(state, transaction, out, offset + ownFeatures.length)
  },

  updateCardState(state, transaction) {
    const { attributes, occurredAt } = transaction
    const elapsed = timeSinceLatest(state, occurredAt) ?? 0
    state[ERRORS_24H] =
      fade(state[ERRORS_24H]!, Math.exp(-elapsed / DAY_MS)) + attributes[HAS_ERROR]!
    state[ABROAD_30D] =
      fade(state[ABROAD_30D]!, Math.exp(-elapsed / MONTH_MS)) + attributes[IS_ABROAD]!
    rememberPlace(state, attributes[PLACE_HASH]!)
    updateCardState(state, transaction)
  },
}

function readInstant(cells: readonly string[], now: number): number {
  const year = reader.integer(YEAR, 1, 9999)
  const month = reader.integer(MONTH, 1, 12)
  const day = reader.integer(DAY, 1, 31)
  const time = parseTimeOfDay(cells[TIME]!)
  if (cells[TIME] === '') reader.fault(TIME, 'missing_value', 'Time is blank. Fill it in.')
  else if (Number.isNaN(time)) reader.notADate(TIME, '23:59')
  if (reader.faults.length > 0) return 0
  const date = dateToMs(year, month, day)
  if (Number.isNaN(date)) {
    reader.notADate(DAY, 'a day that the month has')
    return 0
  }
  return reader.requirePlausible(YEAR, date + time, now)
}

function readEntryMode(cell: string): number {
  const mode = ENTRY_MODES.indexOf(cell as (typeof ENTRY_MODES)[number])
  if (mode >= 0) return mode
  if (cell === '') reader.fault(USE_CHIP, 'missing_value', 'Use Chip is blank. Fill it in.')
  else {
    reader.fault(
      USE_CHIP,
      'unknown_value',
      `Use Chip must be one of: ${ENTRY_MODES.join(', ')}. Correct the value.`,
    )
  }
  return 0
}

function isNewPlace(state: Float64Array, place: number): boolean {
  if (place === 0 || state[PLACES] === 0) return false
  return !state.subarray(PLACES, PLACES + PLACE_COUNT).includes(place)
}

/** Moves a place to the front of the last three; online payments have none. */
function rememberPlace(state: Float64Array, place: number): void {
  if (place === 0) return
  const known = state.subarray(PLACES, PLACES + PLACE_COUNT).indexOf(place)
  for (let rank = known < 0 ? PLACE_COUNT - 1 : known; rank > 0; rank--) {
    state[PLACES + rank] = state[PLACES + rank - 1]!
  }
  state[PLACES] = place
}
