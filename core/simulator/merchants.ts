import { derive, type Random } from '../random.ts'
import { cities } from './cities.ts'
import { familyNames } from './names.ts'
import { spendingCategories } from './spending-categories.ts'

/** A shop, local or online. */
export interface Merchant {
  /** Unique in one simulated world. */
  name: string
  /** Position in `spendingCategories`. */
  category: number
  /** Position in `cities`; null for an online merchant. */
  city: number | null
  /** Degrees; of no meaning for an online merchant. */
  latitude: number
  longitude: number
}

/** All merchants of a world. */
export interface MerchantDirectory {
  /** `local[city][category]`; an empty list for an online category. */
  local: readonly (readonly (readonly Merchant[])[])[]
  /** `online[category]`; an empty list for a local category. */
  online: readonly (readonly Merchant[])[]
}

/** Merchants grow with the square root of the population, relative to a city of this size. */
const MIDDLE_POPULATION = 500_000

/** Makes up the merchants of every city and of the internet. */
export function buildMerchants(seed: number): MerchantDirectory {
  const random = derive(seed, 'merchants')
  const taken = new Set<string>()
  const online = spendingCategories.map((category, position) =>
    category.isOnline
      ? Array.from({ length: category.merchantCount }, () =>
          makeMerchant(random, taken, position, null),
        )
      : [],
  )
  const local = cities.map((city, cityPosition) =>
    spendingCategories.map((category, position) => {
      if (category.isOnline) return []
      const size = Math.sqrt(city.population / MIDDLE_POPULATION)
      const count = Math.max(2, Math.min(24, Math.round(category.merchantCount * size)))
      return Array.from({ length: count }, () =>
        makeMerchant(random, taken, position, cityPosition),
      )
    }),
  )
  return { local, online }
}

/** All shops where one can buy something of a category in a city; online ones for an online category. */
export function merchantsAt(
  directory: MerchantDirectory,
  category: number,
  city: number,
): readonly Merchant[] {
  return spendingCategories[category]!.isOnline
    ? directory.online[category]!
    : directory.local[city]![category]!
}

function makeMerchant(
  random: Random,
  taken: Set<string>,
  category: number,
  city: number | null,
): Merchant {
  const centre = city === null ? null : cities[city]!
  return {
    name: makeName(random, taken),
    category,
    city,
    latitude: centre === null ? 0 : roundDegrees(centre.latitude + random.normal(0, 0.06)),
    longitude: centre === null ? 0 : roundDegrees(centre.longitude + random.normal(0, 0.07)),
  }
}

function makeName(random: Random, taken: Set<string>): string {
  for (;;) {
    const first = random.pick(familyNames)
    const second = random.pick(familyNames)
    const form = random.next()
    const name =
      form < 0.35
        ? `${first} and ${second}`
        : form < 0.6
          ? `${first}-${second}`
          : form < 0.8
            ? `${first}, ${second} and ${random.pick(familyNames)}`
            : `${first} ${second} ${random.pick(['Inc', 'LLC', 'Group', 'Ltd', 'Stores'])}`
    if (first === second || taken.has(name)) continue
    taken.add(name)
    return name
  }
}

/** Rounds degrees to six decimals, about ten centimetres. */
export function roundDegrees(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6
}
