import { HOUR_MS, YEAR_MS } from '../durations.ts'
import { cardFeatures } from '../features/card-features.ts'
import {
  CARD_ATTRIBUTES,
  emptyCardState,
  isLate,
  OWN_ATTRIBUTES,
  PROFILE_SLOTS,
  signedLog,
  updateCardState,
  writeCardFeatures,
} from '../features/card-history.ts'
import { distanceKm } from '../features/distance.ts'
import { paymentFeatures } from '../features/payment-features.ts'
import { hashText } from '../features/text-hash.ts'
import { AttributePool } from './attribute-pool.ts'
import { describeCategory } from './describe-category.ts'
import { dayOfWeek, hourOfDay, parseDate } from './parse-time.ts'
import type { DatasetProfile, FeatureDefinition } from './profile.ts'
import { joinPlace, RowReader, readLabel } from './row-reader.ts'

/** The categories of the published file; anything else is accepted as the last one, `other`. */
export const SPARKOV_CATEGORIES = [
  'entertainment',
  'food_dining',
  'gas_transport',
  'grocery_net',
  'grocery_pos',
  'health_fitness',
  'home',
  'kids_pets',
  'misc_net',
  'misc_pos',
  'personal_care',
  'shopping_net',
  'shopping_pos',
  'travel',
  'other',
] as const

const OTHER = SPARKOV_CATEGORIES.length - 1
const categoryCodes = new Map<string, number>(
  SPARKOV_CATEGORIES.map((category, code) => [category, code]),
)

const columns = [
  'trans_date_trans_time',
  'cc_num',
  'merchant',
  'category',
  'amt',
  'first',
  'last',
  'gender',
  'street',
  'city',
  'state',
  'zip',
  'lat',
  'long',
  'city_pop',
  'job',
  'dob',
  'trans_num',
  'unix_time',
  'merch_lat',
  'merch_long',
]
const TIME = 0
const CARD = 1
const MERCHANT = 2
const CATEGORY = 3
const AMOUNT = 4
const CITY = 9
const STATE = 10
const LATITUDE = 12
const LONGITUDE = 13
const CITY_POPULATION = 14
const BIRTH_DATE = 16
const MERCHANT_LATITUDE = 19
const MERCHANT_LONGITUDE = 20

const OLDEST_BIRTH_MS = Date.UTC(1890, 0, 1)
const personalColumns = ['cc_num', 'first', 'last', 'street', 'dob']
const reader = new RowReader(columns, personalColumns)

const AGE = OWN_ATTRIBUTES
const LOG_POPULATION = OWN_ATTRIBUTES + 1
const HOME_DISTANCE = OWN_ATTRIBUTES + 2
const PLACE_LATITUDE = OWN_ATTRIBUTES + 3
const PLACE_LONGITUDE = OWN_ATTRIBUTES + 4
const ATTRIBUTE_COUNT = OWN_ATTRIBUTES + 5
const pool = new AttributePool(ATTRIBUTE_COUNT)

// Where and when the card was last present, in the card's history.
const HAS_PLACE = PROFILE_SLOTS
const LAST_LATITUDE = PROFILE_SLOTS + 1
const LAST_LONGITUDE = PROFILE_SLOTS + 2
const LAST_PRESENT_AT = PROFILE_SLOTS + 3

/** Nobody is timed to the minute: a shorter stay counts as ten minutes when speed is computed. */
const SHORTEST_TRIP_HOURS = 1 / 6
const SPEED_LIMIT = 5_000

const ownFeatures: FeatureDefinition[] = [
  ...paymentFeatures,
  {
    name: 'category',
    label: 'Category',
    unit: 'category',
    kind: 'categorical',
    categories: SPARKOV_CATEGORIES.map(describeCategory),
    phrase: '{value}',
  },
  {
    name: 'is_online',
    label: 'Online',
    unit: 'flag',
    kind: 'numeric',
    usual: 'online_share',
    phrase: 'online',
  },
  {
    name: 'age',
    label: 'Age of the cardholder',
    unit: 'years',
    kind: 'numeric',
    phrase: 'cardholder of {value}',
  },
  {
    name: 'log_city_population',
    label: 'Size of the home town (log scale)',
    unit: 'number',
    kind: 'numeric',
  },
  {
    name: 'home_distance',
    label: 'Distance from home',
    unit: 'kilometres',
    kind: 'numeric',
    phrase: '{value} from home',
  },
  {
    name: 'last_distance',
    label: 'Distance from the last place',
    unit: 'kilometres',
    kind: 'numeric',
    phrase: '{value} from the last place',
  },
  {
    name: 'last_speed',
    label: 'Speed from the last place',
    unit: 'kilometresPerHour',
    kind: 'numeric',
    phrase: '{value} from the last place to this one',
  },
]

/**
 * Kaggle fraudTrain/fraudTest, made by the Sparkov generator; the demo's simulator writes it too.
 * Attributes: those of every card format, then age in years, log of the home town's population,
 * kilometres from home to merchant, latitude and longitude of the merchant.
 *
 * `gender` is not a feature: deciding by sex is unlawful in many places, and it carries no signal that
 * behaviour does not. `unix_time` is not read: in the published file it is seven years off.
 */
export const sparkov: DatasetProfile = {
  slug: 'sparkov',
  title: 'Sparkov simulated transactions (2019–2020)',
  currency: 'USD',
  columns,
  ignoredColumns: ['', 'Unnamed: 0', 'src'],
  labelColumn: 'is_fraud',
  personalColumns,
  hasCards: true,
  features: [...ownFeatures, ...cardFeatures],

  parseRow(cells, label, now) {
    reader.start(cells)
    const occurredAt = reader.dateTime(TIME, now)
    const cardId = readCardNumber(cells[CARD]!)
    const merchantCell = reader.text(MERCHANT)
    const category = reader.text(CATEGORY)
    const amountCents = reader.amountCents(AMOUNT, 0)
    const latitude = reader.number(LATITUDE, -90, 90)
    const longitude = reader.number(LONGITUDE, -180, 180)
    const population = reader.number(CITY_POPULATION, 0, 1e9)
    const age = readAge(cells[BIRTH_DATE]!, occurredAt)
    const merchantLatitude = reader.number(MERCHANT_LATITUDE, -90, 90)
    const merchantLongitude = reader.number(MERCHANT_LONGITUDE, -180, 180)
    const place = joinPlace(reader.optionalText(CITY), reader.optionalText(STATE))
    const isFraud = readLabel(label, 'is_fraud', '1', '0', reader.faults)
    if (reader.faults.length > 0) return { faults: reader.faults }

    const merchant = merchantCell.startsWith('fraud_') ? merchantCell.slice(6) : merchantCell
    const attributes = pool.take()
    attributes[CARD_ATTRIBUTES.merchantHash] = hashText(merchant)
    attributes[CARD_ATTRIBUTES.categorySlot] = categoryCodes.get(category) ?? OTHER
    attributes[CARD_ATTRIBUTES.isOnline] = category.endsWith('_net') ? 1 : 0
    attributes[AGE] = age
    attributes[LOG_POPULATION] = Math.log1p(population)
    attributes[HOME_DISTANCE] = distanceKm(latitude, longitude, merchantLatitude, merchantLongitude)
    attributes[PLACE_LATITUDE] = merchantLatitude
    attributes[PLACE_LONGITUDE] = merchantLongitude
    return {
      transaction: {
        occurredAt,
        amountCents,
        cardId,
        cardLast4: cardId.slice(-4),
        merchant,
        category,
        place,
        isFraud,
        attributes,
      },
    }
  },

  writeFeatures(transaction, cardState, out, offset) {
    const state = cardState ?? emptyCardState()
    const { attributes, occurredAt } = transaction
    const amount = transaction.amountCents / 100
    const trip = tripFromLastPlace(state, occurredAt, attributes)
    out[offset] = amount
    out[offset + 1] = signedLog(amount)
    out[offset + 2] = hourOfDay(occurredAt)
    out[offset + 3] = dayOfWeek(occurredAt)
    out[offset + 4] = attributes[CARD_ATTRIBUTES.categorySlot]!
    out[offset + 5] = attributes[CARD_ATTRIBUTES.isOnline]!
    out[offset + 6] = attributes[AGE]!
    out[offset + 7] = attributes[LOG_POPULATION]!
    out[offset + 8] = attributes[HOME_DISTANCE]!
    out[offset + 9] = trip
    out[offset + 10] = speedOf(trip, occurredAt - state[LAST_PRESENT_AT]!)
    writeCardFeatures(state, transaction, out, offset + ownFeatures.length)
  },

  updateCardState(state, transaction) {
    const { attributes, occurredAt } = transaction
    if (attributes[CARD_ATTRIBUTES.isOnline] === 0 && !isLate(state, occurredAt)) {
      state[HAS_PLACE] = 1
      state[LAST_LATITUDE] = attributes[PLACE_LATITUDE]!
      state[LAST_LONGITUDE] = attributes[PLACE_LONGITUDE]!
      state[LAST_PRESENT_AT] = occurredAt
    }
    updateCardState(state, transaction)
  },
}

/** Kilometres from where the card was last present; 0 online, for a first place, and for a late row. */
function tripFromLastPlace(
  state: Float64Array,
  occurredAt: number,
  attributes: readonly number[],
): number {
  if (attributes[CARD_ATTRIBUTES.isOnline] === 1 || state[HAS_PLACE] === 0) return 0
  if (isLate(state, occurredAt)) return 0
  return distanceKm(
    state[LAST_LATITUDE]!,
    state[LAST_LONGITUDE]!,
    attributes[PLACE_LATITUDE]!,
    attributes[PLACE_LONGITUDE]!,
  )
}

function speedOf(kilometres: number, elapsedMs: number): number {
  if (kilometres === 0) return 0
  return Math.min(kilometres / Math.max(elapsedMs / HOUR_MS, SHORTEST_TRIP_HOURS), SPEED_LIMIT)
}

function readCardNumber(cell: string): string {
  if (cell === '') {
    reader.fault(CARD, 'missing_value', 'cc_num is blank. Fill it in.')
  } else if (!/^\d{8,19}$/.test(cell)) {
    reader.fault(
      CARD,
      'not_a_number',
      'cc_num must be 8 to 19 digits. If a spreadsheet shortened it (4.5E+15), export it again as text.',
    )
  }
  return cell
}

function readAge(cell: string, occurredAt: number): number {
  const bornAt = parseDate(cell)
  if (cell === '') {
    reader.fault(BIRTH_DATE, 'missing_value', 'dob is blank. Fill it in.')
  } else if (Number.isNaN(bornAt)) {
    reader.notADate(BIRTH_DATE, '1988-03-09')
  } else if (bornAt < OLDEST_BIRTH_MS || (occurredAt > 0 && bornAt > occurredAt)) {
    reader.fault(
      BIRTH_DATE,
      'out_of_range',
      'dob must be after 1890 and before the transaction. Correct the date.',
    )
  }
  return (occurredAt - bornAt) / YEAR_MS
}
