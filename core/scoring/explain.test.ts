import { describe, expect, test } from 'vitest'
import type { FeatureDefinition } from '../datasets/profile.ts'
import { describeReason, formatFeature, topReasons } from './explain.ts'

const features: FeatureDefinition[] = [
  {
    name: 'amount',
    label: 'Amount',
    unit: 'money',
    kind: 'numeric',
    usual: 'usual_amount',
    phrase: '{value}',
  },
  { name: 'usual_amount', label: 'Usual amount', unit: 'money', kind: 'numeric' },
  { name: 'hour', label: 'Hour of day', unit: 'hour', kind: 'numeric', phrase: 'at {value}' },
  { name: 'is_new', label: 'New merchant', unit: 'flag', kind: 'numeric' },
  { name: 'is_online', label: 'Online', unit: 'flag', kind: 'numeric', usual: 'online_share' },
  { name: 'online_share', label: 'Usual share online', unit: 'share', kind: 'numeric' },
  { name: 'log_amount', label: 'Amount (log)', unit: 'number', kind: 'numeric', aspect: 'amount' },
  {
    name: 'count_1h',
    label: 'Transactions in the last hour',
    unit: 'count',
    kind: 'numeric',
    phrase: 'about {value} {transaction|transactions} in the last hour or so',
  },
]
const profile = { features }
const contribution = (index: number, value: number) => ({
  feature: features[index]!.name,
  index,
  contribution: value,
})

describe('topReasons', () => {
  test('names what pushed the score up, strongest first, and nothing else', () => {
    const reasons = topReasons(
      profile,
      Float32Array.of(912, 40, 3.2, 0),
      [contribution(1, -3), contribution(2, 0.5), contribution(0, 2), contribution(3, 0)],
      4,
    )
    expect(reasons).toEqual([
      { feature: 'amount', label: 'Amount', value: 912, usual: 40, contribution: 2 },
      {
        feature: 'hour',
        label: 'Hour of day',
        value: Math.fround(3.2),
        usual: null,
        contribution: 0.5,
      },
    ])
  })

  test('stops at the limit', () => {
    const all = [0, 1, 2, 3].map((index) => contribution(index, 1 + index))
    expect(topReasons(profile, new Float32Array(4), all, 2).map((r) => r.feature)).toEqual([
      'is_new',
      'hour',
    ])
  })

  test('tells features of one aspect as one reason, and none when they cancel out', () => {
    const row = Float32Array.of(912, 40, 3.2, 0, 0, 0, 6.8, 0)
    const merged = [contribution(6, 1.5), contribution(2, 1), contribution(0, 0.5)]
    expect(topReasons(profile, row, merged)).toMatchObject([
      { feature: 'amount', value: 912, usual: 40, contribution: 2 },
      { feature: 'hour', contribution: 1 },
    ])
    expect(topReasons(profile, row, [contribution(6, 1.5), contribution(0, -2)])).toEqual([])
  })

  test('a missing value or usual is null, so that reasons survive JSON', () => {
    const [reason] = topReasons(profile, Float32Array.of(NaN, NaN, 0, 0), [contribution(0, 1)])
    expect(reason).toMatchObject({ value: null, usual: null })
    expect(JSON.parse(JSON.stringify(reason))).toEqual(reason)
    expect(describeReason(profile, reason!, 'EUR')).toBe('Amount is missing')
  })
})

describe('describeReason', () => {
  test("puts the card's own normal beside the value", () => {
    const [reason] = topReasons(profile, Float32Array.of(912, 40, 0, 0), [contribution(0, 1)])
    expect(describeReason(profile, reason!, 'EUR')).toBe("€912.00; this card's usual is €40.00")
    expect(describeReason(profile, reason!, 'USD', 'de')).toContain('912,00')
  })

  test('writes hours as a clock does and flags as yes or no', () => {
    const reasons = topReasons(profile, Float32Array.of(0, 0, 3.2, 1), [
      contribution(2, 2),
      contribution(3, 1),
    ])
    expect(reasons.map((reason) => describeReason(profile, reason, 'EUR'))).toEqual([
      'At 03:12',
      'New merchant: yes',
    ])
  })

  test('a clock shows the minute that has begun, whatever an hour lost when it was stored', () => {
    const at = (minutes: number, seconds: number) => {
      const row = Float32Array.of(0, 0, (minutes + seconds / 60) / 60, 0)
      return describeReason(profile, topReasons(profile, row, [contribution(2, 1)])[0]!, 'EUR')
    }
    expect(at(3 * 60 + 14, 59)).toBe('At 03:14')
    for (let minute = 0; minute < 1440; minute++) {
      const two = (part: number) => String(part).padStart(2, '0')
      expect(at(minute, 0)).toBe(`At ${two(Math.floor(minute / 60))}:${two(minute % 60)}`)
    }
  })

  test('a fading count is told in whole numbers, as one while anything is left of it', () => {
    const told = [2.7, 0.3, 0.05].map((count) => {
      const row = Float32Array.of(0, 0, 0, 0, 0, 0, 0, count)
      return describeReason(profile, topReasons(profile, row, [contribution(7, 1)])[0]!, 'EUR')
    })
    expect(told).toEqual([
      'About 3 transactions in the last hour or so',
      'About 1 transaction in the last hour or so',
      'Transactions in the last hour: hardly any',
    ])
  })

  test('writes the usual in its own unit', () => {
    const row = Float32Array.of(0, 0, 0, 0, 1, 0.12)
    const [reason] = topReasons(profile, row, [contribution(4, 1)])
    expect(describeReason(profile, reason!, 'EUR')).toBe(
      "Online: yes; 12% of this card's payments are like that",
    )
  })
})

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
