import { derive, type Random, WeightedTable } from '../random.ts'
import { cities } from './cities.ts'
import { type DailyRhythm, dailyRhythms } from './daily-rhythm.ts'
import { type Merchant, type MerchantDirectory, merchantsAt, roundDegrees } from './merchants.ts'
import { familyNames, givenNames, jobs, streetKinds, streetNames } from './names.ts'
import { slotTable } from './slot-table.ts'
import { type SpendingCategory, spendingCategories } from './spending-categories.ts'

/** Who holds a card: the personal columns of the sparkov format. Everything is invented. */
export interface Person {
  firstName: string
  lastName: string
  gender: 'F' | 'M'
  street: string
  job: string
  /** `YYYY-MM-DD`. */
  dateOfBirth: string
}

/** One card, its holder and the holder's habits. Its size does not depend on the time simulated. */
export interface Customer {
  index: number
  /** Seed of this card's own streams. */
  seed: number
  /** Sixteen digits with a wrong check digit, so that it is nobody's. */
  cardNumber: string
  person: Person
  /** Position in `cities`. */
  homeCity: number
  latitude: number
  longitude: number
  /** The city where a child or a partner uses a second copy of the card; null for most. */
  secondCity: number | null
  /** The first day with the bank, and the first day after leaving. */
  arrivalDay: number
  departureDay: number
  /** Purchases on an average day. */
  dailyRate: number
  /** How much more often the person buys on Saturday and Sunday. */
  weekendFactor: number
  rhythm: DailyRhythm
  /** Hours by which the person's clock is late. */
  rhythmShift: number
  /** 256 positions of categories, each as often as the person buys in it. */
  categoryTable: Uint8Array
  /** Logarithm of the median amount in dollars, per category. */
  logAmounts: Float64Array
  /** Yearly growth of the amounts. */
  incomeGrowth: number
  /** The merchants that the person goes to again and again, per category; the favourite first. */
  regularMerchants: readonly (readonly Merchant[])[]
  /** Share of purchases at a regular merchant. */
  loyalty: number
  /** Chance of a shopping spree on a day. */
  spreeChance: number
  /** Chance of a trip in a quarter. */
  tripChance: number
  /** Buys small things online several times in a row: games, songs, rides. */
  buysSmallOnline: boolean
}

const CATEGORY_SLOTS = 256

/** Customers who were there when the simulation starts; the others arrive over thirty months. */
const INITIAL_SHARE = 0.74
const ARRIVAL_DAYS = 900
/** On average a customer stays for about twelve years. */
const DAILY_DEPARTURE_RATE = 1 / 4400

/** Makes up the customers of a world; each depends on the seed and its own number alone. */
export function buildCustomers(
  seed: number,
  count: number,
  merchants: MerchantDirectory,
): Customer[] {
  const cityTable = new WeightedTable(
    cities.map((_, position) => position),
    cities.map((city) => Math.sqrt(city.population)),
  )
  const rhythmTable = new WeightedTable(
    dailyRhythms,
    dailyRhythms.map((rhythm) => rhythm.share),
  )
  return Array.from({ length: count }, (_, index) => {
    const random = derive(seed, 'customer', index)
    const homeCity = cityTable.pick(random)
    const arrivalDay = random.chance(INITIAL_SHARE) ? 0 : 1 + random.integer(ARRIVAL_DAYS)
    const age =
      18 + Math.floor(Math.min(66, Math.abs(random.normal(0, 24)) + random.between(0, 14)))
    const onlineTaste = random.normal(age < 40 ? 0.25 : -0.15, 0.5)
    return {
      index,
      seed: random.uint32(),
      cardNumber: makeCardNumber(random, index),
      person: makePerson(random, age),
      homeCity,
      latitude: roundDegrees(cities[homeCity]!.latitude + random.normal(0, 0.12)),
      longitude: roundDegrees(cities[homeCity]!.longitude + random.normal(0, 0.14)),
      secondCity: random.chance(0.02) ? cityTable.pick(random) : null,
      arrivalDay,
      departureDay: arrivalDay + 30 + Math.floor(random.exponential(DAILY_DEPARTURE_RATE)),
      dailyRate: 0.28 * Math.exp(random.normal(0, 0.55)),
      weekendFactor: random.between(0.9, 1.7),
      rhythm: rhythmTable.pick(random),
      rhythmShift: random.normal(0, 0.7),
      categoryTable: makeCategoryTable(random, onlineTaste),
      logAmounts: makeLogAmounts(random),
      incomeGrowth: Math.max(-0.03, random.normal(0.035, 0.025)),
      regularMerchants: spendingCategories.map((_, category) =>
        pickRegulars(random, merchantsAt(merchants, category, homeCity)),
      ),
      loyalty: random.between(0.6, 0.92),
      spreeChance: 0.0012 * Math.exp(random.normal(0, 0.8)),
      tripChance: Math.min(0.8, 0.22 * Math.exp(random.normal(0, 0.8))),
      buysSmallOnline: random.chance(age < 45 ? 0.16 : 0.05),
    }
  })
}

/** The table of CATEGORY_SLOTS slots of a list of frequencies, one per category. */
export function categoryTable(frequencies: readonly number[]): Uint8Array {
  return slotTable(frequencies, CATEGORY_SLOTS)
}

function makeCategoryTable(random: Random, onlineTaste: number): Uint8Array {
  const taste = (category: SpendingCategory) => (category.isOnline ? onlineTaste : 0)
  return categoryTable(
    spendingCategories.map(
      (category) => category.frequency * Math.exp(random.normal(taste(category), 0.55)),
    ),
  )
}

function makeLogAmounts(random: Random): Float64Array {
  const wealth = random.normal(0, 0.35)
  return Float64Array.from(
    spendingCategories,
    (category) => Math.log(category.medianAmount) + wealth + random.normal(0, 0.25),
  )
}

function pickRegulars(random: Random, candidates: readonly Merchant[]): Merchant[] {
  const count = Math.min(candidates.length, 1 + random.integer(4))
  const regulars = new Set<Merchant>()
  while (regulars.size < count) regulars.add(random.pick(candidates))
  return [...regulars]
}

function makePerson(random: Random, ageIn2018: number): Person {
  const gender = random.chance(0.52) ? 'F' : 'M'
  const month = 1 + random.integer(12)
  const day = 1 + random.integer(28)
  return {
    firstName: random.pick(givenNames[gender]),
    lastName: random.pick(familyNames),
    gender,
    street: `${1 + random.integer(9800)} ${random.pick(streetNames)} ${random.pick(streetKinds)}`,
    job: random.pick(jobs),
    dateOfBirth: `${2018 - ageIn2018}-${twoDigits(month)}-${twoDigits(day)}`,
  }
}

/** Issuer digit, five random digits, nine unique ones, and a check digit that is wrong by Luhn. */
function makeCardNumber(random: Random, index: number): string {
  const issuer = random.pick(['4', '5', '6'])
  const account = String(random.integer(100_000)).padStart(5, '0')
  // A factor without a common divisor with 10⁹ makes nine digits of their own for every index.
  const unique = String((index * 387_420_489 + 123_456_789) % 1_000_000_000).padStart(9, '0')
  const digits = `${issuer}${account}${unique}`
  let sum = 0
  for (let position = 0; position < digits.length; position++) {
    const digit = Number(digits[position]) * (position % 2 === 0 ? 2 : 1)
    sum += digit > 9 ? digit - 9 : digit
  }
  const right = (10 - (sum % 10)) % 10
  return `${digits}${(right + 1 + random.integer(9)) % 10}`
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}
