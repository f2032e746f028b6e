import type { ParsedTransaction } from '../datasets/profile.ts'
import { DAY_MS, HOUR_MS, WEEK_MS } from '../durations.ts'

/**
 * A card's history, as a fixed run of doubles, so that it can be stored as `float8[]` and costs the same
 * after ten transactions as after a million.
 *
 * | Position | Holds |
 * |---|---|
 * | 0 | payments in the means below, at most MEMORY |
 * | 1, 2, 3 | mean amount; mean and variance of its logarithm |
 * | 4 | time of the latest transaction (ms since the epoch) |
 * | 5–10 | decayed count and sum of amounts over 1 h, 24 h, 7 d |
 * | 11 | decayed count over 30 d |
 * | 12 | decayed count of online transactions over 30 d |
 * | 13 | decayed count of small online amounts over 1 h |
 * | 14 | decayed count of new merchants over 24 h |
 * | 15–22 | decayed counts by time of day over 30 d, in bands of 3 h |
 * | 23–54 | by category slot (16): count (at most MEMORY) and mean amount |
 * | 55–78 | hashes of the merchants last seen, latest first; 0 is empty |
 * | 79 | transactions seen, at most MEMORY |
 * | 80–84 | the profile's own: see `PROFILE_SLOTS` |
 *
 * Refunds (negative amounts) count as transactions; they leave sums, means and categories alone.
 * A decayed sum over a window w is S ← S·exp(−dt/w) + x: for a steady card it is what falls into w.
 */
export const CARD_STATE_LENGTH = 85

/** First of the five positions that each profile uses as it likes (the last place, declined payments). */
export const PROFILE_SLOTS = 80

/** Number of category slots; a profile maps its categories to 0 … 15. */
export const CATEGORY_SLOTS = 16

const PAYMENTS = 0
const MEAN = 1
const LOG_MEAN = 2
const LOG_VARIANCE = 3
const LATEST = 4
const COUNT_1H = 5
const SUM_1H = 6
const COUNT_24H = 7
const SUM_24H = 8
const COUNT_7D = 9
const SUM_7D = 10
const COUNT_30D = 11
const ONLINE_30D = 12
const SMALL_ONLINE_1H = 13
const NEW_MERCHANTS_24H = 14
const HOUR_BANDS = 15
const BAND_COUNT = 8
const CATEGORIES = 23
const MERCHANTS = 55
const MERCHANT_COUNT = 24
const SEEN = 79

/** Means forget what is older than this many transactions, so that they follow a card's habits. */
const MEMORY = 100
/** Online amounts up to this (currency units) are what a thief tries a card with. */
const SMALL_AMOUNT = 10
/** The thirty days over which a card's habits are counted. */
export const MONTH_MS = 30 * DAY_MS
/** The wait since the last transaction is counted up to here, and is this for a card's first one. */
const LONGEST_WAIT_SECONDS = MONTH_MS / 1000

/** Attributes that every profile with cards writes first, before its own. */
export const CARD_ATTRIBUTES = {
  /** 32-bit hash of the merchant, never 0. */
  merchantHash: 0,
  /** 0 … 15. */
  categorySlot: 1,
  /** 1 when the card was not present. */
  isOnline: 2,
} as const

/** Position of the first attribute that is a profile's own. */
export const OWN_ATTRIBUTES = 3

/** The history of a card that was never seen. */
export function emptyCardState(): Float64Array {
  return new Float64Array(CARD_STATE_LENGTH)
}

/**
 * Milliseconds since the card's latest transaction; null for a card's first. A row that is older than
 * the latest one counts as simultaneous with it: the history cannot be unrolled, and never runs back.
 */
export function timeSinceLatest(state: Float64Array, occurredAt: number): number | null {
  if (state[SEEN] === 0) return null
  const elapsed = occurredAt - state[LATEST]!
  return elapsed > 0 ? elapsed : 0
}

/** True when the transaction is older than one the card's history already holds. */
export function isLate(state: Float64Array, occurredAt: number): boolean {
  return state[SEEN]! > 0 && occurredAt < state[LATEST]!
}

/** A decayed value; what is left of it below a millionth is nothing. */
export function fade(value: number, factor: number): number {
  const faded = value * factor
  return faded > 1e-6 ? faded : 0
}

/** sign(x)·ln(1 + |x|): amounts on a scale where a refund mirrors a payment. */
export function signedLog(amount: number): number {
  return amount < 0 ? -Math.log1p(-amount) : Math.log1p(amount)
}

/**
 * Writes the values of `cardFeatures` at `out[offset]`, reading the state as it was before the
 * transaction. Only `usual_amount` and `usual_category_amount` can be NaN: no such transaction is known.
 */
export function writeCardFeatures(
  state: Float64Array,
  transaction: ParsedTransaction,
  out: Float32Array,
  offset: number,
): void {
  const { occurredAt, attributes } = transaction
  const amount = transaction.amountCents / 100
  const category = CATEGORIES + 2 * attributes[CARD_ATTRIBUTES.categorySlot]!
  const wait = timeSinceLatest(state, occurredAt)
  const elapsed = wait ?? 0
  const hour = elapsed === 0 ? 1 : Math.exp(-elapsed / HOUR_MS)
  const day = elapsed === 0 ? 1 : Math.exp(-elapsed / DAY_MS)
  const week = elapsed === 0 ? 1 : Math.exp(-elapsed / WEEK_MS)
  const month = elapsed === 0 ? 1 : Math.exp(-elapsed / MONTH_MS)

  const payments = state[PAYMENTS]!
  const mean = state[MEAN]!
  const categoryCount = state[category]!
  const categoryMean = state[category + 1]!
  const monthCount = fade(state[COUNT_30D]!, month)
  const bandCount = fade(state[HOUR_BANDS + hourBand(occurredAt)]!, month)

  out[offset] = wait === null || wait > MONTH_MS ? LONGEST_WAIT_SECONDS : wait / 1000
  out[offset + 1] = fade(state[COUNT_1H]!, hour)
  out[offset + 2] = fade(state[SUM_1H]!, hour)
  out[offset + 3] = fade(state[COUNT_24H]!, day)
  out[offset + 4] = fade(state[SUM_24H]!, day)
  out[offset + 5] = fade(state[COUNT_7D]!, week)
  out[offset + 6] = fade(state[SUM_7D]!, week)
  out[offset + 7] = monthCount / 30
  out[offset + 8] = payments === 0 ? Number.NaN : mean
  // A prior of 0.5 on the spread keeps the score calm while few amounts are known.
  out[offset + 9] =
    payments === 0
      ? 0
      : clamp(
          (signedLog(amount) - state[LOG_MEAN]!) /
            Math.sqrt((state[LOG_VARIANCE]! * payments + 0.5) / (payments + 1)),
          20,
        )
  out[offset + 10] = ratio(amount, mean, payments)
  out[offset + 11] = categoryCount === 0 ? Number.NaN : categoryMean
  out[offset + 12] = ratio(amount, categoryMean, categoryCount)
  out[offset + 13] = merchantRank(state, attributes[CARD_ATTRIBUTES.merchantHash]!) < 0 ? 1 : 0
  out[offset + 14] = categoryCount === 0 ? 1 : 0
  out[offset + 15] = fade(state[NEW_MERCHANTS_24H]!, day)
  // One pseudo-count per band and for online: an unknown card is an average one.
  out[offset + 16] = (bandCount + 1) / (monthCount + BAND_COUNT)
  out[offset + 17] = (fade(state[ONLINE_30D]!, month) + 0.5) / (monthCount + 1)
  out[offset + 18] = fade(state[SMALL_ONLINE_1H]!, hour)
  out[offset + 19] = state[SEEN]!
}

/** Advances a card's history by a transaction, in place. */
export function updateCardState(state: Float64Array, transaction: ParsedTransaction): void {
  const { occurredAt, attributes } = transaction
  const amount = transaction.amountCents / 100
  const isOnline = attributes[CARD_ATTRIBUTES.isOnline]!
  const elapsed = timeSinceLatest(state, occurredAt) ?? 0
  if (elapsed > 0) decay(state, elapsed)

  state[COUNT_1H]! += 1
  state[COUNT_24H]! += 1
  state[COUNT_7D]! += 1
  state[COUNT_30D]! += 1
  state[ONLINE_30D]! += isOnline
  state[HOUR_BANDS + hourBand(occurredAt)]! += 1
  if (isOnline === 1 && amount > 0 && amount <= SMALL_AMOUNT) state[SMALL_ONLINE_1H]! += 1
  rememberMerchant(state, attributes[CARD_ATTRIBUTES.merchantHash]!)
  if (amount >= 0) rememberPayment(state, amount, attributes[CARD_ATTRIBUTES.categorySlot]!)

  if (state[SEEN] === 0 || occurredAt > state[LATEST]!) state[LATEST] = occurredAt
  state[SEEN] = Math.min(state[SEEN]! + 1, MEMORY)
}

function rememberPayment(state: Float64Array, amount: number, categorySlot: number): void {
  state[SUM_1H]! += amount
  state[SUM_24H]! += amount
  state[SUM_7D]! += amount

  const payments = Math.min(state[PAYMENTS]! + 1, MEMORY)
  state[PAYMENTS] = payments
  state[MEAN]! += (amount - state[MEAN]!) / payments
  // Welford's update with a floor on the step: Finch, "Incremental calculation of weighted mean and
  // variance", 2009, section 9.
  const step = 1 / payments
  const difference = signedLog(amount) - state[LOG_MEAN]!
  state[LOG_MEAN]! += step * difference
  state[LOG_VARIANCE] = (1 - step) * (state[LOG_VARIANCE]! + step * difference * difference)

  const category = CATEGORIES + 2 * categorySlot
  const known = Math.min(state[category]! + 1, MEMORY)
  state[category] = known
  state[category + 1]! += (amount - state[category + 1]!) / known
}

function decay(state: Float64Array, elapsed: number): void {
  const hour = Math.exp(-elapsed / HOUR_MS)
  const day = Math.exp(-elapsed / DAY_MS)
  const week = Math.exp(-elapsed / WEEK_MS)
  const month = Math.exp(-elapsed / MONTH_MS)
  state[COUNT_1H] = fade(state[COUNT_1H]!, hour)
  state[SUM_1H] = fade(state[SUM_1H]!, hour)
  state[SMALL_ONLINE_1H] = fade(state[SMALL_ONLINE_1H]!, hour)
  state[COUNT_24H] = fade(state[COUNT_24H]!, day)
  state[SUM_24H] = fade(state[SUM_24H]!, day)
  state[NEW_MERCHANTS_24H] = fade(state[NEW_MERCHANTS_24H]!, day)
  state[COUNT_7D] = fade(state[COUNT_7D]!, week)
  state[SUM_7D] = fade(state[SUM_7D]!, week)
  state[COUNT_30D] = fade(state[COUNT_30D]!, month)
  state[ONLINE_30D] = fade(state[ONLINE_30D]!, month)
  for (let band = HOUR_BANDS; band < HOUR_BANDS + BAND_COUNT; band++) {
    state[band] = fade(state[band]!, month)
  }
}

function hourBand(occurredAt: number): number {
  return Math.floor((occurredAt % DAY_MS) / (3 * HOUR_MS))
}

/** Amount over what is usual, one currency unit added to both; 1 when nothing is usual yet. */
function ratio(amount: number, usual: number, count: number): number {
  if (count === 0) return 1
  return clamp((amount + 1) / (usual + 1), 100)
}

/** Keeps a value within ±limit: a few extreme ones would drown the rest in a mean and a scale. */
function clamp(value: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, value))
}

function merchantRank(state: Float64Array, hash: number): number {
  for (let rank = 0; rank < MERCHANT_COUNT; rank++) {
    if (state[MERCHANTS + rank] === hash) return rank
  }
  return -1
}

/** Moves a merchant to the front of those seen; the one not seen for longest falls out. */
function rememberMerchant(state: Float64Array, hash: number): void {
  const known = merchantRank(state, hash)
  if (known < 0) state[NEW_MERCHANTS_24H]! += 1
  for (let rank = known < 0 ? MERCHANT_COUNT - 1 : known; rank > 0; rank--) {
    state[MERCHANTS + rank] = state[MERCHANTS + rank - 1]!
  }
  state[MERCHANTS] = hash
}
