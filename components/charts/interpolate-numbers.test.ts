import * as d3 from 'd3-interpolate'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  interpolate,
  interpolateNumber,
  interpolateRound,
  piecewise,
} from './interpolate-numbers.ts'

const number = fc.double({ min: -1e6, max: 1e6, noNaN: true })
const share = fc.double({ min: 0, max: 1, noNaN: true })

test('goes from number to number as D3 does', () => {
  fc.assert(
    fc.property(number, number, share, (from, to, at) => {
      expect(interpolate(from, to)(at)).toBe(d3.interpolate(from, to)(at))
      expect(interpolateNumber(from, to)(at)).toBe(d3.interpolateNumber(from, to)(at))
      expect(interpolateRound(from, to)(at)).toBe(d3.interpolateRound(from, to)(at))
    }),
    { seed: 1 },
  )
})

test('goes through several numbers as D3 does', () => {
  const numbers = fc.array(number, { minLength: 2, maxLength: 5 })
  fc.assert(
    fc.property(numbers, share, (values, at) => {
      expect(piecewise(interpolateNumber, values)(at)).toBe(
        d3.piecewise(d3.interpolateNumber, values)(at),
      )
    }),
    { seed: 1 },
  )
})
