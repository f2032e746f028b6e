import { derive, type Random } from '../random.ts'
import { areaOfGroups, countAbove, distinctFraudScores } from './average-precision.ts'
import { drawBinomial } from './binomial.ts'
import { requireScoredRows, type ScoredRows } from './ranking.ts'

/** What a resample draws: whole cards with all their transactions, or single transactions. */
export type ResampledUnit = 'card' | 'transaction'

/** Rows that are resampled. */
export interface ResampledRows extends ScoredRows {
  /** The card of each row, as any number. Rows of one card are drawn together; absent, each row is drawn on its own. */
  cards?: ArrayLike<number> | undefined
}

/** Score vectors of the same rows, and how often to draw. */
export interface ResampleRequest extends Omit<ResampledRows, 'scores'> {
  vectors: readonly ArrayLike<number>[]
  seed: number | string
  count: number
}

/**
 * Draws resamples and gives each one's average precision, per score vector. Stratified: every resample draws as many
 * units with fraud from those with fraud, and as many without from those without, as there are
 * (B. Efron and R. Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13; whole cards: A. Davison and D. Hinkley,
 * Bootstrap Methods and Their Application, 1997, section 3.8).
 *
 * @returns per score vector, one area per resample
 */
export function resampleAreas({ vectors, seed, count, ...rows }: ResampleRequest): Float64Array[] {
  const { isFraud, weights, cards } = rows
  for (const scores of vectors) {
    requireScoredRows({ scores, isFraud, ...(weights ? { weights } : {}) })
  }
  if (cards && cards.length !== isFraud.length) {
    throw new RangeError(`Cannot resample: ${isFraud.length} labels, ${cards.length} cards.`)
  }
  const random = derive(seed, 'bootstrap')
  const fraudScores = vectors.map((scores) => distinctFraudScores(scores, isFraud))
  const groupsOf = (row: number) =>
    vectors.map((scores, v) => countAbove(fraudScores[v]!, scores[row]!))
  const isBelowAll = (groups: readonly number[]) =>
    groups.every((group, v) => group === fraudScores[v]!.length)
  const strata = cards ? cardCells(rows, cards, groupsOf, isBelowAll) : rowCells(rows, groupsOf)
  const drawers = strata.map((cells) => stratumDrawer(cells, fraudScores))
  const sums = fraudScores.map(({ length }) => new Float64Array(2 * (length + 1)))
  const halves = sums.map((sum) => [sum.subarray(0, sum.length / 2), sum.subarray(sum.length / 2)])
  const areas = vectors.map(() => new Float64Array(count))
  for (let i = 0; i < count; i++) {
    for (const sum of sums) sum.fill(0)
    for (const draw of drawers) draw(random, sums)
    for (const [v, [fraud, legitimate]] of halves.entries()) {
      areas[v]![i] = areaOfGroups(fraud!, legitimate!)
    }
  }
  return areas
}

/**
 * What one row adds: its weight, to one group of each score vector. Group n lies below n of the vector's distinct fraud
 * scores, descending.
 */
interface RowWeight {
  isFraud: boolean
  groups: number[]
  weight: number
}

/**
 * Units that no measure tells apart. How often units of a cell are drawn matters, which of them does not; so a resample
 * draws one number per cell instead of one per unit, with the same distribution.
 */
interface Cell {
  unitCount: number
  /** What each unit adds. */
  rows: RowWeight[]
}

type RowsToDraw = Pick<ResampledRows, 'isFraud' | 'weights'>

/** Rows are alike when they lie between the same frauds in every score vector and weigh the same. */
function rowCells({ isFraud, weights }: RowsToDraw, groupsOf: (row: number) => number[]): Cell[][] {
  const [fraud, legitimate] = [new Map<string, Cell>(), new Map<string, Cell>()]
  for (let row = 0; row < isFraud.length; row++) {
    const groups = groupsOf(row)
    const weight = weights ? weights[row]! : 1
    const key = `${groups.join()},${weight}`
    const stratum = isFraud[row] ? fraud : legitimate
    const cell = stratum.get(key)
    if (cell) cell.unitCount++
    else
      stratum.set(key, { unitCount: 1, rows: [{ isFraud: Boolean(isFraud[row]), groups, weight }] })
  }
  return [[...fraud.values()], [...legitimate.values()]]
}

/** Cards differ, but for those all of whose rows lie below every fraud: they add nothing to any average precision. */
function cardCells(
  { isFraud, weights }: RowsToDraw,
  cards: ArrayLike<number>,
  groupsOf: (row: number) => number[],
  isBelowAll: (groups: readonly number[]) => boolean,
): Cell[][] {
  const known = new Map<number, { hasFraud: boolean; rows: Map<string, RowWeight> }>()
  for (let row = 0; row < isFraud.length; row++) {
    const card = known.get(cards[row]!) ?? { hasFraud: false, rows: new Map() }
    known.set(cards[row]!, card)
    const fraud = Boolean(isFraud[row])
    card.hasFraud ||= fraud
    const groups = groupsOf(row)
    if (isBelowAll(groups)) continue
    const key = `${fraud},${groups.join()}`
    const weight = weights ? weights[row]! : 1
    const same = card.rows.get(key)
    if (same) same.weight += weight
    else card.rows.set(key, { isFraud: fraud, groups, weight })
  }
  const [withFraud, without]: [Cell[], Cell[]] = [[], []]
  const silent: Cell = { unitCount: 0, rows: [] }
  for (const { hasFraud, rows } of known.values()) {
    if (rows.size === 0) silent.unitCount++
    else (hasFraud ? withFraud : without).push({ unitCount: 1, rows: [...rows.values()] })
  }
  if (silent.unitCount > 0) without.push(silent)
  return [withFraud, without]
}

/**
 * Draws one resample of a stratum and adds what it weighs to the sums, of which each score vector has one: the frauds'
 * weights by group, and behind them those of legitimate rows.
 */
type StratumDrawer = (random: Random, sums: Float64Array[]) => void

/** A conditional binomial costs as much as drawing this many units one by one. */
const UNITS_PER_BINOMIAL = 8

function stratumDrawer(cells: Cell[], fraudScores: readonly Float64Array[]): StratumDrawer {
  const unitCount = cells.reduce((sum, cell) => sum + cell.unitCount, 0)
  const add = cellAdder(cells, fraudScores)
  if (unitCount > UNITS_PER_BINOMIAL * cells.length) {
    // A multinomial draw over the cells, as one conditional binomial after the other.
    return (random, sums) => {
      let draws = unitCount
      let units = unitCount
      for (let cell = 0; cell < cells.length && draws > 0; cell++) {
        const { unitCount: own } = cells[cell]!
        const drawn = drawBinomial(random, draws, own / units)
        draws -= drawn
        units -= own
        if (drawn > 0) add(cell, drawn, sums)
      }
    }
  }
  const cellOfUnit = new Int32Array(unitCount)
  let filled = 0
  for (const [index, cell] of cells.entries()) {
    cellOfUnit.fill(index, filled, filled + cell.unitCount)
    filled += cell.unitCount
  }
  const drawn = new Int32Array(cells.length)
  return (random, sums) => {
    drawn.fill(0)
    for (let draw = 0; draw < unitCount; draw++) drawn[cellOfUnit[random.integer(unitCount)]!]! += 1
    for (let cell = 0; cell < drawn.length; cell++) {
      if (drawn[cell]! > 0) add(cell, drawn[cell]!, sums)
    }
  }
}

/** Cells laid end to end, per score vector: from `starts[cell]` on, places in the sums and what each unit adds there. */
function cellAdder(cells: readonly Cell[], fraudScores: readonly Float64Array[]) {
  const entryCount = cells.reduce((sum, cell) => sum + cell.rows.length, 0)
  const starts = new Int32Array(cells.length + 1)
  const weights = new Float64Array(entryCount)
  const places = fraudScores.map(() => new Int32Array(entryCount))
  let at = 0
  for (const [cell, { rows }] of cells.entries()) {
    for (const { isFraud, groups, weight } of rows) {
      weights[at] = weight
      for (const [v, { length }] of fraudScores.entries()) {
        places[v]![at] = groups[v]! + (isFraud ? 0 : length + 1)
      }
      at++
    }
    starts[cell + 1] = at
  }
  return (cell: number, times: number, sums: Float64Array[]) => {
    const end = starts[cell + 1]!
    for (let v = 0; v < sums.length; v++) {
      const [sum, place] = [sums[v]!, places[v]!]
      for (let i = starts[cell]!; i < end; i++) sum[place[i]!]! += times * weights[i]!
    }
  }
}
