import { describe, expect, test } from 'vitest'
import { contribution, profile } from './reasons.fixture.ts'
import { topReasons } from './top-reasons.ts'

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
  })
})
