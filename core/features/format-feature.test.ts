import { expect, test } from 'vitest'
import { formatFeature } from './format-feature.ts'

test.each([
  [{ unit: 'seconds' } as const, 5400, '1.5 hr'],
  [{ unit: 'seconds' } as const, 0.2, '0.2 sec'],
  [{ unit: 'seconds' } as const, 200_000, '2.3 days'],
  [{ unit: 'kilometres' } as const, 1234.5, '1,235 km'],
  [{ unit: 'kilometresPerHour' } as const, 912.3, '912 km/h'],
  [{ unit: 'share' } as const, 0.123, '12.3%'],
  [{ unit: 'ratio' } as const, 22.83, '22.8 times'],
  [{ unit: 'years' } as const, 43.4, '43 years'],
  [{ unit: 'hour' } as const, 23.999, '23:59'],
  [{ unit: 'count' } as const, 3, '3'],
  [{ unit: 'number' } as const, -2.31224, '-2.312'],
  [{ unit: 'category', categories: ['grocery', 'travel'] } as const, 1, 'travel'],
  [{ unit: 'category' } as const, 7, 'no. 7'],
])('formatFeature(%j, %d) is %s', (definition, value, text) => {
  expect(formatFeature(definition, value, 'EUR').replace(/\s/g, ' ')).toBe(text)
})
