import { Random } from '../random.ts'
import { dayStart, isGiftSeason, seasonFactor, weekdayOf } from './calendar.ts'
import { type Customer, categoryTable } from './customers.ts'
import { drawSecondOfDay } from './daily-rhythm.ts'
import { type Merchant, merchantsAt } from './merchants.ts'
import { makePurchase, type Purchase } from './purchase.ts'
import { categoryPosition, spendingCategories } from './spending-categories.ts'
import { streamPurpose, streamSeed, streamUniform } from './stream-seed.ts'
import { tripOn } from './trips.ts'
import type { World } from './world.ts'

const LARGEST_PURCHASE_DOLLARS = 12_000
const MOST_PURCHASES_A_DAY = 40

const tripTable = categoryTable(
  spendingCategories.map((category) => category.frequency * category.tripFactor),
)
const spreeTable = categoryTable(
  spendingCategories.map(({ name, frequency }) =>
    /^(shopping|misc|kids|home|personal)/.test(name) ? frequency : 0,
  ),
)
const onlineSpreeTable = categoryTable(
  spendingCategories.map(({ name, frequency }) => (/_net$/.test(name) ? frequency : 0)),
)
const largestDecemberFactor = Math.max(
  ...spendingCategories.map((category) => category.decemberFactor),
)
const miscOnline = categoryPosition('misc_net')

/** What is the same for every customer on one day. */
export interface GenuineDay {
  day: number
  season: number
  isWeekend: boolean
  isGiftSeason: boolean
}

/** Works out once a day what `writeGenuineDay` needs for every customer. */
export function describeDay(day: number): GenuineDay {
  return {
    day,
    season: seasonFactor(day),
    isWeekend: weekdayOf(day) >= 5,
    isGiftSeason: isGiftSeason(day),
  }
}

/**
 * Appends what a customer buys on a day, in no particular order. The result depends on the world,
 * the customer and the day alone: no earlier day is needed.
 */
export function writeGenuineDay(
  world: World,
  customer: Customer,
  today: GenuineDay,
  out: Purchase[],
): void {
  const { day } = today
  const pace = today.season * (today.isWeekend ? customer.weekendFactor : 1)
  const count = drawCount(
    customer.dailyRate * pace * (1 + (0.02 * day) / 365),
    streamUniform(customer.seed, day, streamPurpose.purchaseCount),
  )
  const isSpree =
    streamUniform(customer.seed, day, streamPurpose.spree) <
    customer.spreeChance * (today.isGiftSeason ? 4 : 1)
  if (count === 0 && !isSpree) return

  const random = new Random(streamSeed(customer.seed, day, streamPurpose.purchases))
  const trip = tripOn(customer, day)
  const shopper: Shopper = { world, customer, today, random, tripCity: trip?.city ?? null }
  for (let i = 0; i < count; i++) {
    const second = drawSecondOfDay(random, customer.rhythm, today.isWeekend, customer.rhythmShift)
    const category = drawCategory(shopper)
    buy(shopper, category, second, 1, out)
    if (category === miscOnline && customer.buysSmallOnline && random.chance(0.25)) {
      buySmallThings(shopper, second, out)
    }
  }
  if (isSpree) goOnSpree(shopper, out)
}

interface Shopper {
  world: World
  customer: Customer
  today: GenuineDay
  random: Random
  tripCity: number | null
}

/** Poisson count by inversion of one uniform number. */
function drawCount(mean: number, uniform: number): number {
  let probability = Math.exp(-mean)
  let reached = probability
  let count = 0
  while (uniform >= reached && count < MOST_PURCHASES_A_DAY) {
    count++
    probability *= mean / count
    reached += probability
  }
  return count
}

function drawCategory({ random, customer, today, tripCity }: Shopper): number {
  const table = tripCity === null ? customer.categoryTable : tripTable
  let category = table[random.uint32() >>> 24]!
  if (today.isGiftSeason) {
    // Rejection keeps categories in proportion to their factor in December.
    for (let attempt = 0; attempt < 3; attempt++) {
      const { decemberFactor } = spendingCategories[category]!
      if (random.next() * largestDecemberFactor < decemberFactor) break
      category = table[random.uint32() >>> 24]!
    }
  }
  return category
}

function buy(
  shopper: Shopper,
  category: number,
  second: number,
  amountFactor: number,
  out: Purchase[],
): void {
  const { random, customer, today } = shopper
  const { amountSpread, largePurchaseShare } = spendingCategories[category]!
  const growth = 1 + (customer.incomeGrowth * today.day) / 365
  let logAmount = customer.logAmounts[category]! + random.normal(0, amountSpread)
  if (random.chance(largePurchaseShare)) logAmount += random.normal(2.1, 0.6)
  const amount = Math.min(
    LARGEST_PURCHASE_DOLLARS,
    Math.max(0.5, Math.exp(logAmount) * growth * amountFactor),
  )
  const occurredAt = dayStart(today.day) + second * 1000
  out.push(makePurchase(random, customer, chooseMerchant(shopper, category), occurredAt, amount))
}

function chooseMerchant(
  { world, random, customer, tripCity }: Shopper,
  category: number,
): Merchant {
  const isLocal = !spendingCategories[category]!.isOnline
  const secondCity = isLocal && customer.secondCity !== null && random.chance(0.3)
  const city = secondCity ? customer.secondCity : tripCity
  const isAway = isLocal && city !== null
  const regulars = customer.regularMerchants[category]!
  if (!isAway && random.chance(customer.loyalty)) {
    const favour = random.next()
    return regulars[Math.floor(favour * favour * regulars.length)]!
  }
  return random.pick(merchantsAt(world.merchants, category, city ?? customer.homeCity))
}

/** Two to four payments of a few dollars within half an hour: harmless, but it looks like card testing. */
function buySmallThings(
  { random, customer, today }: Shopper,
  second: number,
  out: Purchase[],
): void {
  const merchant = random.pick(customer.regularMerchants[miscOnline]!)
  const count = 2 + random.integer(3)
  let at = second
  for (let i = 0; i < count; i++) {
    at = Math.min(86_399, at + 60 + random.integer(600))
    const occurredAt = dayStart(today.day) + at * 1000
    const amount = 0.99 + random.integer(8)
    out.push(makePurchase(random, customer, merchant, occurredAt, amount))
  }
}

/** Three to eight purchases in a row, in shops or online. */
function goOnSpree(shopper: Shopper, out: Purchase[]): void {
  const { random, customer, today } = shopper
  const table = random.chance(0.4) ? onlineSpreeTable : spreeTable
  const count = 3 + random.integer(6)
  let second = drawSecondOfDay(random, customer.rhythm, today.isWeekend, customer.rhythmShift)
  for (let i = 0; i < count; i++) {
    second += 120 + random.integer(2400)
    if (second >= 86_400) break
    buy(shopper, table[random.uint32() >>> 24]!, second, 1.6, out)
  }
}
