import { describe, expect, it } from 'vitest'
import { getFormatter } from './formatter.ts'
import { pickLocale } from './pick-locale.ts'

const en = getFormatter('en-US')

describe('formatter', () => {
  it('writes money in the currency of the dataset and the manner of the reader', () => {
    expect(en.money(1234.5, 'EUR')).toBe('€1,234.50')
    expect(getFormatter('de-DE').money(1234.5, 'EUR')).toBe('1.234,50\u00a0€')
    expect(en.compactMoney(1234.5, 'USD')).toBe('$1,235')
    expect(en.compactMoney(90865.39, 'USD')).toBe('$90.9K')
  })

  it('writes no decimals where a currency has none', () => {
    const ja = getFormatter('ja-JP')
    expect([ja.money(1234, 'JPY'), ja.money(1234, 'KRW')]).toEqual(['￥1,234', '₩1,234'])
    expect(ja.compactMoney(123_456, 'JPY')).toBe('￥12.3万')
    expect(en.compactMoney(9_999, 'KRW')).toBe('₩9,999')
    expect(en.axisMoney(2_500_000, 'KRW')).toBe('₩2.5M')
    expect(en.money(-5000, 'JPY')).toBe('-¥5,000')
  })

  it('leaves no empty decimals in short money, wherever it is written', () => {
    expect(getFormatter('de-DE').compactMoney(12_345, 'EUR')).toBe('12.345\u00a0€')
    expect(getFormatter('de-CH').compactMoney(12_345, 'USD')).toBe("$\u00a012'345")
    expect(en.compactMoney(12_000, 'USD')).toBe('$12K')
  })

  it('writes the money of an axis in a few letters', () => {
    expect([0, 250, 2500, 7500, 12_000, 1_200_000].map((a) => en.axisMoney(a, 'USD'))).toEqual([
      '$0',
      '$250',
      '$2.5K',
      '$7.5K',
      '$12K',
      '$1.2M',
    ])
  })

  it('writes times in UTC, whatever the machine thinks', () => {
    expect(en.month('2019-01')).toBe('January 2019')
    expect(en.time('2019-01-01T00:30:00+02:00')).toBe('Dec 31, 2018, 22:30')
    expect(en.dayTime('2019-01-01T00:30:00+02:00')).toBe('Dec 31, 22:30')
    expect(en.day('2019-01-31T23:59:59Z')).toBe('Jan 31, 2019')
  })

  it('keeps midnight at 00, not 24', () => {
    expect(en.time('2019-01-01T00:05:00Z')).toBe('Jan 1, 2019, 00:05')
  })

  it('writes sizes and durations in the largest unit that fits', () => {
    expect(en.bytes(0)).toBe('0 byte')
    expect(en.bytes(4_200_000)).toBe('4.2 MB')
    expect(en.bytes(999_999)).toBe('1,000 kB')
    expect(en.duration(850)).toBe('850 ms')
    expect(en.duration(73_000)).toBe('1 min 13 sec')
    expect(en.duration(119_700)).toBe('2 min')
  })
})

describe('pickLocale', () => {
  it('takes the reader’s first choice that Intl knows', () => {
    expect(pickLocale('de-CH,de;q=0.9,en;q=0.8')).toBe('de-CH')
    expect(pickLocale('en;q=0.5, fr;q=0.9')).toBe('fr')
  })

  it('gives one name to what is written alike, so that made-up tags are not remembered each', () => {
    const madeUp = ['en-US-u-nu-arab', 'en-US-x-1', 'en-US-x-2', 'en-US-variant']
    expect(new Set(madeUp.map(pickLocale))).toEqual(new Set(['en-US']))
    expect(pickLocale('en-Qaaa-US')).toBe('en')
    expect(pickLocale('ja-JP-u-ca-japanese')).toBe('ja-JP')
    expect(pickLocale('zh-Hant-TW')).toBe('zh-Hant-TW')
  })

  it.each([null, '', '*', 'not a language', '🙂;q=1', 'x'.repeat(10_000)])(
    'falls back for %j',
    (header) => {
      expect(pickLocale(header)).toBe('en-US')
    },
  )
})
