import { describe, expect, test } from 'vitest'
import { describeReason } from './describe-reason.ts'
import { contribution, profile } from './reasons.fixture.ts'
import { topReasons } from './top-reasons.ts'

describe('describeReason', () => {
  test('says of a missing value that it is missing', () => {
    const [reason] = topReasons(profile, Float32Array.of(NaN, NaN, 0, 0), [contribution(0, 1)])
    expect(describeReason(profile, reason!, 'EUR')).toBe('Amount is missing')
  })

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
