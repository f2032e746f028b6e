import { describe, expect, test } from 'vitest'
import { Random } from '../random.ts'
import { bootstrapAveragePrecision, bootstrapDifference } from './bootstrap.ts'
import { averagePrecision } from './precision-recall.ts'
import { rankByScore } from './ranking.ts'
import { resampleAreas } from './resample.ts'

/** Card 1 has two frauds, card 2 one that lies below a legitimate row of its own, card 3 none. */
const SMALL = {
  cards: [1, 1, 2, 2, 3, 3],
  isFraud: [1, 1, 1, 0, 0, 0],
  scores: [0.9, 0.8, 0.3, 0.5, 0.85, 0.1],
}

describe('resampling by card', () => {
  test('draws whole cards: every possible resample comes as often as it should', () => {
    const [areas] = resampleAreas({ vectors: [SMALL.scores], ...SMALL, seed: 1, count: 40_000 })
    // Of the two cards with fraud twice the first, one of each, or twice the second; card 3 is always drawn once.
    // In order of score: fraud 1 (0.9), legitimate 3 (0.85), fraud 1 (0.8), legitimate 2 (0.5), fraud 2 (0.3).
    const twiceFirst = (1 + 4 / 5) / 2
    const oneOfEach = (1 + 2 / 3 + 3 / 5) / 3
    const twiceSecond = 2 / 5
    const counts = new Map<string, number>()
    for (const area of areas!) counts.set(area.toFixed(9), (counts.get(area.toFixed(9)) ?? 0) + 1)
    expect([...counts.keys()].toSorted()).toEqual(
      [twiceFirst, oneOfEach, twiceSecond].map((area) => area.toFixed(9)).toSorted(),
    )
    for (const [area, share] of [
      [twiceFirst, 0.25],
      [oneOfEach, 0.5],
      [twiceSecond, 0.25],
    ] as const) {
      expect(counts.get(area.toFixed(9))! / 40_000).toBeCloseTo(share, 1.9)
    }
    expect(bootstrapAveragePrecision(SMALL, { seed: 1 })).toEqual({
      value: oneOfEach,
      low: twiceSecond,
      high: twiceFirst,
      resampled: 'card',
    })
  })

  test.each([false, true])(
    'has the distribution of drawing card by card, weights: %s',
    (isWeighted) => {
      const rows = episodes(7, 60, 4)
      const weights = rows.isFraud.map((fraud, row) => (fraud ? 1 : 1 + (row % 3)))
      const weighted = { ...rows, ...(isWeighted ? { weights } : {}) }
      const slow = drawCardByCard(weighted, 3000).toSorted((a, b) => a - b)
      const fast = bootstrapAveragePrecision(weighted, { seed: 1, resamples: 3000 })
      expect(Math.abs(fast.low - slow[75]!)).toBeLessThan(0.02)
      expect(Math.abs(fast.high - slow[2925]!)).toBeLessThan(0.02)
    },
  )

  test('a fraud that is told ten times makes nothing surer', () => {
    const once = episodes(3, 80, 1)
    const tenfold = {
      scores: once.scores.flatMap((score) => Array<number>(10).fill(score)),
      isFraud: once.isFraud.flatMap((fraud) => Array<number>(10).fill(fraud)),
      cards: once.cards.flatMap((card) => Array<number>(10).fill(card)),
    }
    const width = ({ low, high }: { low: number; high: number }) => high - low
    const options = { seed: 5, resamples: 2000 }
    const expected = width(bootstrapAveragePrecision(once, options))
    expect(width(bootstrapAveragePrecision(tenfold, options)) / expected).toBeCloseTo(1, 1)
    const { cards: _, ...loose } = tenfold
    expect(width(bootstrapAveragePrecision(loose, options))).toBeLessThan(expected / 2)
  })

  test('pairs two models on the same cards', () => {
    const { scores, ...rows } = episodes(11, 60, 6)
    const paired = { ...rows, first: scores, second: scores.map((score) => score * 2) }
    expect(bootstrapDifference(paired, { seed: 1 })).toEqual({
      value: 0,
      mean: 0,
      low: 0,
      high: 0,
      shareBetter: 0.5,
      resampled: 'card',
    })
  })

  test('asks for a card of every row', () => {
    expect(() => bootstrapAveragePrecision({ ...SMALL, cards: [1] }, { seed: 1 })).toThrow(
      'Cannot resample: 6 labels, 1 cards.',
    )
  })
})

test('without cards, transactions are drawn, and the interval says so', () => {
  const { cards: _, ...loose } = SMALL
  expect(bootstrapAveragePrecision(loose, { seed: 1 }).resampled).toBe('transaction')
})

test('a thousand resamples of fifty thousand rows on five thousand cards take less than two seconds of CPU', () => {
  const { scores, ...rows } = episodes(1, 5_000, 10)
  const second = scores.map((score, row) => score + (row % 7) / 9)
  const start = process.cpuUsage()
  bootstrapDifference({ ...rows, first: scores, second }, { seed: 1 })
  const { user, system } = process.cpuUsage(start)
  expect(user + system).toBeLessThan(2_000_000)
})

/** Cards with `perCard` rows each; every sixth has a run of frauds, which are alike. */
function episodes(seed: number, cardCount: number, perCard: number) {
  const random = new Random(seed)
  const rows = { scores: [] as number[], isFraud: [] as number[], cards: [] as number[] }
  for (let card = 0; card < cardCount; card++) {
    const isFraud = card % 6 === 0 ? 1 : 0
    const own = random.normal(isFraud * 1.5)
    for (let i = 0; i < perCard; i++) {
      rows.scores.push(Number((own + random.normal(0, 0.3)).toFixed(2)))
      rows.isFraud.push(isFraud && i * 2 <= perCard ? 1 : 0)
      rows.cards.push(card)
    }
  }
  return rows
}

/** Draws cards one by one and measures their rows: slow, obviously right. */
function drawCardByCard(
  rows: ReturnType<typeof episodes> & { weights?: number[] },
  resamples: number,
): number[] {
  const random = new Random('card by card')
  const all = [...new Set(rows.cards)]
  const rowsOf = (card: number) => rows.cards.flatMap((own, row) => (own === card ? [row] : []))
  const hasFraud = (card: number) => rowsOf(card).some((row) => rows.isFraud[row])
  const strata = [all.filter(hasFraud), all.filter((card) => !hasFraud(card))]
  const known = new Map(all.map((card) => [card, rowsOf(card)]))
  return Array.from({ length: resamples }, () => {
    const drawn = strata.flatMap((stratum) =>
      stratum.flatMap(() => known.get(random.pick(stratum))!),
    )
    return averagePrecision(
      rankByScore({
        scores: drawn.map((row) => rows.scores[row]!),
        isFraud: drawn.map((row) => rows.isFraud[row]!),
        weights: drawn.map((row) => rows.weights?.[row] ?? 1),
      }),
    )
  })
}
