import { describe, expect, test } from 'vitest'
import { derive, Random, WeightedTable } from './random.ts'

function moments(count: number, draw: () => number) {
  let sum = 0
  let squares = 0
  for (let i = 0; i < count; i++) {
    const value = draw()
    sum += value
    squares += value * value
  }
  const mean = sum / count
  return { mean, deviation: Math.sqrt(squares / count - mean * mean) }
}

describe('Random', () => {
  test('a seed gives the same numbers for ever', () => {
    const random = new Random(42)
    expect([random.uint32(), random.uint32(), random.uint32()]).toEqual([
      1564713841, 1286245967, 3761871407,
    ])
  })

  test('a number and its text are different seeds', () => {
    expect(new Random(1).uint32()).not.toBe(new Random('1').uint32())
  })

  test('draws stay in their ranges and have the right moments', () => {
    const random = new Random('moments')
    for (let i = 0; i < 10_000; i++) {
      const value = random.next()
      expect(value >= 0 && value < 1).toBe(true)
    }
    expect(moments(200_000, () => random.next()).mean).toBeCloseTo(0.5, 2)
    const normal = moments(200_000, () => random.normal(3, 2))
    expect(normal.mean).toBeCloseTo(3, 1)
    expect(normal.deviation).toBeCloseTo(2, 1)
    expect(moments(200_000, () => random.exponential(4)).mean).toBeCloseTo(0.25, 2)
  })

  test('normal draws have normal tails', () => {
    const random = new Random('tails')
    let outside = 0
    for (let i = 0; i < 200_000; i++) if (Math.abs(random.normal()) > 1.959964) outside++
    expect(outside / 200_000).toBeCloseTo(0.05, 2)
  })

  test('integer reaches every value equally often', () => {
    const random = new Random(5)
    const counts = new Array<number>(7).fill(0)
    for (let i = 0; i < 70_000; i++) counts[random.integer(7)]! += 1
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400)
  })

  test('shuffle keeps every element and moves them', () => {
    const items = Array.from({ length: 100 }, (_, i) => i)
    const shuffled = new Random(9).shuffle([...items])
    expect(shuffled).not.toEqual(items)
    expect(shuffled.toSorted((a, b) => a - b)).toEqual(items)
  })

  test('picking from nothing is refused', () => {
    expect(() => new Random(1).pick([])).toThrow(RangeError)
  })
})

describe('derive', () => {
  test('streams are independent of each other and of how keys join', () => {
    const draws = [derive(1, 'a', 'b'), derive(1, 'ab'), derive(1, 'a'), derive(2, 'a')]
    expect(new Set(draws.map((random) => random.uint32())).size).toBe(4)
    expect(derive(1, 'a').uint32()).toBe(derive(1, 'a').uint32())
  })

  test('neighbouring keys are uncorrelated', () => {
    let matches = 0
    for (let key = 0; key < 10_000; key++) {
      if (derive(7, key).next() < 0.5 === derive(7, key + 1).next() < 0.5) matches++
    }
    expect(Math.abs(matches - 5_000)).toBeLessThan(200)
  })
})

describe('WeightedTable', () => {
  test('picks in proportion to the weights, never what weighs nothing', () => {
    const table = new WeightedTable(['a', 'b', 'c', 'd'], [1, 0, 3, 6])
    const random = new Random('table')
    const counts: Record<string, number> = {}
    for (let i = 0; i < 100_000; i++) {
      const item = table.pick(random)
      counts[item] = (counts[item] ?? 0) + 1
    }
    expect(counts.b).toBeUndefined()
    expect(counts.a! / 100_000).toBeCloseTo(0.1, 2)
    expect(counts.c! / 100_000).toBeCloseTo(0.3, 2)
    expect(counts.d! / 100_000).toBeCloseTo(0.6, 2)
  })

  test.each([[[]], [[0, 0]], [[1, -1]], [[1, Number.NaN]]])('refuses weights %j', (weights) => {
    expect(() => new WeightedTable(weights, weights)).toThrow(RangeError)
  })
})
