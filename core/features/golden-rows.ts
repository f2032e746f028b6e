import { ibm } from '../datasets/ibm.ts'
import { SPARKOV_CATEGORIES, sparkov } from '../datasets/sparkov.ts'
import { ulb } from '../datasets/ulb.ts'
import { Random } from '../random.ts'

/** A small file: its header, and its rows as CSV text without the header. */
export interface GoldenFile {
  columns: string[]
  text: string
}

const START_MS = Date.UTC(2018, 11, 30)
const CARD_COUNT = 6

/**
 * A small file in one of the formats, the same for the same seed in every engine. It is made to reach every
 * branch of the features, not to look real: few cards, bursts, pauses, late rows, refunds, far places.
 * Throws RangeError for a format it cannot write.
 */
export function goldenRows(slug: string, seed: number, rowCount: number): GoldenFile {
  const random = new Random(`${slug} ${seed}`)
  if (slug === ulb.slug)
    return writeFile([...ulb.columns, ulb.labelColumn], rowCount, ulbRow(random))
  if (slug === sparkov.slug) return writeFile(sparkovColumns, rowCount, sparkovRow(random))
  if (slug === ibm.slug)
    return writeFile([...ibm.columns, ibm.labelColumn], rowCount, ibmRow(random))
  throw new RangeError(`There are no golden rows for the profile "${slug}". Add a writer for it.`)
}

const sparkovColumns = ['', ...sparkov.columns, sparkov.labelColumn]

function writeFile(columns: string[], rowCount: number, next: () => string[]): GoldenFile {
  let text = ''
  for (let row = 0; row < rowCount; row++) text += `${next().join(',')}\n`
  return { columns, text }
}

/** A clock that mostly runs on, by seconds or by days, and at times runs back. */
function createClock(random: Random): () => Date {
  let now = START_MS
  return () => {
    if (random.chance(0.06)) return new Date(now - random.integer(5_000_000))
    now += random.integer(
      random.chance(0.1) ? 500_000_000 : random.chance(0.5) ? 60_000 : 9_000_000,
    )
    return new Date(now - (now % 1000))
  }
}

function label(random: Random, yes: string, no: string): string {
  return random.chance(0.1) ? '' : random.chance(0.05) ? yes : no
}

function ulbRow(random: Random): () => string[] {
  let seconds = 0
  return () => {
    seconds += random.integer(3_000)
    const components = Array.from({ length: 28 }, () =>
      String(random.normal() * random.pick([1, 10, 100])),
    )
    return [String(seconds), ...components, cents(random.integer(300_000)), label(random, '1', '0')]
  }
}

function cents(amount: number): string {
  const sign = amount < 0 ? '-' : ''
  const digits = String(Math.abs(amount)).padStart(3, '0')
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

function sparkovRow(random: Random): () => string[] {
  const clock = createClock(random)
  const categories = [...SPARKOV_CATEGORIES.slice(0, -1), 'a_new_category']
  let row = 0
  return () => {
    const card = random.integer(CARD_COUNT)
    const time = clock().toISOString()
    const isAway = random.chance(0.2)
    const latitude = 30 + card
    const longitude = card === 0 ? 179.5 : -120 + 7 * card
    return [
      String(row++),
      `${time.slice(0, 10)} ${time.slice(11, random.chance(0.5) ? 19 : 16)}`,
      String(4_000_000_000_000_000 + card),
      `"fraud_Merchant, ${random.integer(40)}"`,
      random.pick(categories),
      cents(random.integer(random.chance(0.3) ? 1_000 : 200_000)),
      'First',
      'Last',
      'F',
      '1 Street',
      'Städtchen',
      'NC',
      '28654',
      String(latitude),
      String(longitude),
      String(random.integer(1_000_000)),
      'Engineer',
      `19${60 + card}-0${1 + card}-1${card}`,
      'abc',
      '0',
      String(latitude + (random.next() - 0.5) * (isAway ? 40 : 2)),
      String(isAway ? (random.next() - 0.5) * 360 : longitude + (random.next() - 0.5)),
      label(random, '1', '0'),
    ]
  }
}

function ibmRow(random: Random): () => string[] {
  const clock = createClock(random)
  const places = [
    ['La Verne', 'CA', '91750.0'],
    ['Upland', 'CA', '91786.0'],
    ['Reno', 'NV', '89501.0'],
    ['Rome', 'Italy', ''],
    ['Austin', 'TX', '78701.0'],
  ] as const
  return () => {
    const card = random.integer(CARD_COUNT)
    const time = clock()
    const isOnline = random.chance(0.3)
    const place = isOnline ? (['ONLINE', '', ''] as const) : random.pick(places)
    const amount = random.integer(random.chance(0.3) ? 1_500 : 80_000)
    return [
      String(card >> 1),
      String(card & 1),
      String(time.getUTCFullYear()),
      String(time.getUTCMonth() + 1),
      String(time.getUTCDate()),
      time.toISOString().slice(11, 16),
      `$${cents(random.chance(0.1) ? -amount : amount)}`,
      isOnline ? 'Online Transaction' : random.pick(['Swipe Transaction', 'Chip Transaction']),
      String(-3_000_000_000_000 - random.integer(40)),
      ...place,
      String(random.pick([3000, 3389, 3640, 4829, 5311, 5411, 5541, 5812, 5912, 7995, 9402])),
      random.chance(0.9)
        ? ''
        : random.pick(['"Bad PIN,"', '"Bad CVV,Technical Glitch"', 'Technical Glitch']),
      label(random, 'Yes', 'No'),
    ]
  }
}
