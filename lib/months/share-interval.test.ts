import { describe, expect, it } from 'vitest'
import { shareInterval } from './share-interval.ts'

describe('shareInterval', () => {
  it('gives the textbook interval', () => {
    // Newcombe 1998, table I: 81 of 263 and 15 of 148.
    expect(shareInterval(81, 263)).toMatchObject({
      low: expect.closeTo(0.2553, 4),
      high: expect.closeTo(0.3662, 4),
    })
    expect(shareInterval(15, 148)).toMatchObject({
      low: expect.closeTo(0.0624, 4),
      high: expect.closeTo(0.1605, 4),
    })
  })

  it('stays within 0 and 1, and says nothing of nothing', () => {
    expect(shareInterval(0, 20)).toMatchObject({
      value: 0,
      low: 0,
      high: expect.closeTo(0.1611, 4),
    })
    expect(shareInterval(20, 20)).toMatchObject({ value: 1, high: 1 })
    expect(shareInterval(0, 0)).toBeNull()
  })
})
