import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cosine, distanceKm } from './distance.ts'

test('cosine is within a billionth of the true one up to a right angle', () => {
  fc.assert(
    fc.property(fc.double({ min: -Math.PI / 2, max: Math.PI / 2, noNaN: true }), (angle) => {
      expect(Math.abs(cosine(angle) - Math.cos(angle))).toBeLessThan(1e-9)
    }),
    { seed: 1 },
  )
})

/** Great-circle distance by the haversine formula. */
function greatCircleKm(lat1: number, lon1: number, lat2: number, lon2: number): number {
  const rad = Math.PI / 180
  const a =
    Math.sin(((lat2 - lat1) * rad) / 2) ** 2 +
    Math.cos(lat1 * rad) * Math.cos(lat2 * rad) * Math.sin(((lon2 - lon1) * rad) / 2) ** 2
  return 2 * 6371.0088 * Math.asin(Math.sqrt(a))
}

describe('distanceKm', () => {
  test('is within 0.1 % of the great circle for neighbours up to some 200 km apart', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -60, max: 60, noNaN: true }),
        fc.double({ min: -180, max: 180, noNaN: true }),
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.double({ min: -1, max: 1, noNaN: true }),
        (latitude, longitude, north, east) => {
          const flat = distanceKm(latitude, longitude, latitude + north, longitude + east)
          const round = greatCircleKm(latitude, longitude, latitude + north, longitude + east)
          expect(Math.abs(flat - round)).toBeLessThanOrEqual(round * 1e-3 + 1e-6)
        },
      ),
      { seed: 2 },
    )
  })

  test('takes the short way across the date line', () => {
    expect(distanceKm(0, 179.9, 0, -179.9)).toBeCloseTo(22.24, 1)
    expect(distanceKm(0, -179.9, 0, 179.9)).toBeCloseTo(22.24, 1)
  })

  test('is zero for one place and symmetric for two', () => {
    expect(distanceKm(36.07, -81.17, 36.07, -81.17)).toBe(0)
    expect(distanceKm(36, -81, 48, -118)).toBe(distanceKm(48, -118, 36, -81))
  })

  test('tells New York from London', () => {
    const distance = distanceKm(40.7, -74, 51.5, -0.1)
    expect(distance).toBeGreaterThan(5_500)
    expect(distance).toBeLessThan(6_700)
  })
})
