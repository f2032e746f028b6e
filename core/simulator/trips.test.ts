import { expect, test } from 'vitest'
import { buildCustomers } from './customers.ts'
import { buildMerchants } from './merchants.ts'
import { tripOn } from './trips.ts'

const customers = buildCustomers(4, 200, buildMerchants(4))

test('a trip is the same on each of its days, in another city, and ends', () => {
  let trips = 0
  for (const customer of customers) {
    for (let day = 0; day < 360; day++) {
      const trip = tripOn(customer, day)
      if (trip === null) continue
      trips++
      expect(trip.city).not.toBe(customer.homeCity)
      expect(tripOn(customer, trip.firstDay)).toEqual(trip)
      expect(tripOn(customer, trip.lastDay)).toEqual(trip)
      expect(tripOn(customer, trip.lastDay + 1)).not.toEqual(trip)
    }
  }
  const share = trips / (customers.length * 360)
  expect(share).toBeGreaterThan(0.005)
  expect(share).toBeLessThan(0.05)
})
