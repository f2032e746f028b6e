import { buildCustomers, type Customer } from './customers.ts'
import { buildMerchants, type MerchantDirectory } from './merchants.ts'

/** Everything that stays: who lives where and shops where. Its size grows with the cards only. */
export interface World {
  seed: number
  merchants: MerchantDirectory
  customers: readonly Customer[]
}

/** Makes up a world; the same arguments give the same one. */
export function buildWorld(seed: number, cards: number): World {
  const merchants = buildMerchants(seed)
  return { seed, merchants, customers: buildCustomers(seed, cards, merchants) }
}

/** True on the days on which a customer is with the bank. */
export function isActive(customer: Customer, day: number): boolean {
  return day >= customer.arrivalDay && day < customer.departureDay
}
