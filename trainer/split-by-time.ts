import { addMonths, type Month, monthOf, monthStart } from '../core/month.ts'
import { fail, ok, type Result } from '../core/result.ts'
import { FingerprintSet } from './fingerprint-set.ts'
import type { TrainingData } from './training-data.ts'

/** Fewest labelled months for cutting at months. */
const LEAST_MONTHS = 6

/**
 * Frauds that validation and hold-out should have when cut at months; they grow backwards from one month until they
 * do. More would judge better, but every month held out is one that the model has not learned from.
 */
const WANTED_FRAUDS = 50

/** Share of the frauds that must be left for training. */
const LEAST_TRAINING_SHARE = 0.5

/** Shares of the frauds before validation and before the hold-out when months do not do. */
const FRAUD_SHARES = { validation: 0.6, holdout: 0.8 } as const

/** How far a cut may move from its share, in shares and in frauds, to reach a longer pause between frauds. */
const TOLERANCE = { share: 0.08, frauds: 4 } as const

/** Fewer frauds than this in a part say nothing. */
export const leastFrauds = { train: 8, validation: 3, holdout: 4 } as const

/** One part of the split: row numbers of the data, ascending. */
export interface SplitPart {
  rows: Uint32Array
  fraudCount: number
  /** First instant, in milliseconds since the epoch. */
  from: number
  /** First instant after it; the last row's instant + 1 ms for the last part. */
  to: number
}

/** Rows parted by time: everything in a part is older than everything in the next. */
export interface TimeSplit {
  /** Cut at months, or, where months are too few or hold too few frauds, at shares of the frauds. */
  strategy: 'months' | 'fraud-shares'
  train: SplitPart
  validation: SplitPart
  holdout: SplitPart
  /** Later copies of rows of an earlier part, left out. */
  twinCount: number
}

/** Why rows cannot be parted. */
export type SplitFaultCode = 'no_labelled_rows' | 'no_frauds' | 'one_class' | 'too_few_frauds'

/**
 * Parts labelled rows in time order into train, validation and hold-out.
 *
 * With six or more months, cuts are at the starts of months: the hold-out is the last month, validation the one
 * before, each growing backwards until it has 50 frauds, while at least half of the frauds are left for training.
 * Otherwise cuts are between distinct instants so that about 60, 20 and 20 percent of the frauds lie in the parts,
 * each in the middle of the longest pause between frauds near its share: a burst of frauds on one card then stays in
 * one part, and every part has legitimate rows.
 * A row whose exact copy lies in an earlier part is left out of the later one.
 */
export function splitByTime(data: TrainingData): Result<TimeSplit, SplitFaultCode> {
  const frauds = fraudRows(data)
  const fault = checkClasses(data, frauds.length)
  if (fault) return fault
  if (frauds.length < leastFrauds.train + leastFrauds.validation + leastFrauds.holdout) {
    return tooFewFrauds(frauds.length)
  }

  const byMonths = cutAtMonths(data, frauds)
  const cuts = byMonths ?? cutAtFraudShares(data, frauds)
  const split = partRows(data, cuts, byMonths ? 'months' : 'fraud-shares')
  for (const name of ['train', 'validation', 'holdout'] as const) {
    if (split[name].fraudCount < leastFrauds[name]) return tooFewFrauds(frauds.length)
  }
  return ok(split)
}

function checkClasses(data: TrainingData, fraudCount: number) {
  if (data.rowCount === 0) {
    return fail(
      'no_labelled_rows',
      'Cannot train: no transaction has a label. Upload a file with labels, or review transactions.',
    )
  }
  if (fraudCount === 0) {
    return fail(
      'no_frauds',
      `Cannot train: none of the ${data.rowCount} labelled transactions is fraud. Upload labels of frauds.`,
    )
  }
  if (fraudCount === data.rowCount) {
    return fail(
      'one_class',
      `Cannot train: all ${data.rowCount} labelled transactions are fraud. Upload legitimate ones too.`,
    )
  }
  return null
}

function tooFewFrauds(fraudCount: number) {
  const { train, validation, holdout } = leastFrauds
  return fail(
    'too_few_frauds',
    `Cannot train: ${fraudCount} frauds cannot be parted by time into at least ${train} for training, ${validation} for validation and ${holdout} for the hold-out. Wait for more labels.`,
  )
}

function fraudRows({ labels, rowCount }: TrainingData): Uint32Array {
  const rows = new Uint32Array(rowCount)
  let count = 0
  for (let row = 0; row < rowCount; row++) if (labels[row] === 1) rows[count++] = row
  return rows.subarray(0, count)
}

/** The first instants of validation and hold-out. */
interface Cuts {
  validationFrom: number
  holdoutFrom: number
}

function cutAtMonths(data: TrainingData, frauds: Uint32Array): Cuts | null {
  const fraudsByMonth = new Map<Month, number>()
  for (let row = 0, next = -Infinity; row < data.rowCount; row++) {
    if (data.occurredAt[row]! < next) continue
    const month = monthOf(data.occurredAt[row]!)
    next = monthStart(addMonths(month, 1))
    fraudsByMonth.set(month, 0)
  }
  for (const row of frauds) {
    const month = monthOf(data.occurredAt[row]!)
    fraudsByMonth.set(month, fraudsByMonth.get(month)! + 1)
  }
  const months = [...fraudsByMonth.keys()].sort()
  if (months.length < LEAST_MONTHS) return null

  const takeBackwards = (end: number): number => {
    let start = end
    let count = 0
    while (start > 0 && count < WANTED_FRAUDS) {
      start--
      count += fraudsByMonth.get(months[start]!)!
    }
    return start
  }
  const holdout = takeBackwards(months.length)
  const validation = takeBackwards(holdout)
  const left = months
    .slice(0, validation)
    .reduce((sum, month) => sum + fraudsByMonth.get(month)!, 0)
  if (left < LEAST_TRAINING_SHARE * frauds.length) return null
  return {
    validationFrom: monthStart(months[validation]!),
    holdoutFrom: monthStart(months[holdout]!),
  }
}

function cutAtFraudShares({ occurredAt }: TrainingData, frauds: Uint32Array): Cuts {
  const count = frauds.length
  const tolerance = Math.min(TOLERANCE.share * count, TOLERANCE.frauds)
  /**
   * Leaves about a share of the frauds before the cut, but at least `least` before and `after` after it:
   * the first instant after the middle of the longest pause within reach.
   */
  const cut = (share: number, least: number, after: number) => {
    const reach = (offset: number) =>
      Math.max(Math.min(Math.round(share * count + offset), count - after), least)
    let best = reach(-tolerance)
    for (let before = best; before <= reach(tolerance); before++) {
      const pause = frauds[before]! - frauds[before - 1]!
      if (pause > frauds[best]! - frauds[best - 1]!) best = before
    }
    const middle = Math.ceil((frauds[best - 1]! + frauds[best]!) / 2)
    return { instant: occurredAt[middle]!, before: best }
  }
  const { train, validation, holdout } = leastFrauds
  const first = cut(FRAUD_SHARES.validation, train, validation + holdout)
  const second = cut(FRAUD_SHARES.holdout, first.before + validation, holdout)
  return { validationFrom: first.instant, holdoutFrom: second.instant }
}

function partRows(
  data: TrainingData,
  { validationFrom, holdoutFrom }: Cuts,
  strategy: TimeSplit['strategy'],
): TimeSplit {
  const { occurredAt, rowCount } = data
  const validationStart = firstAtLeast(occurredAt, validationFrom)
  const holdoutStart = firstAtLeast(occurredAt, holdoutFrom)
  const seen = new FingerprintSet(data.fingerprints)
  const part = (start: number, end: number, from: number, to: number): SplitPart => {
    const rows = new Uint32Array(end - start)
    let count = 0
    let fraudCount = 0
    for (let row = start; row < end; row++) {
      if (seen.has(row)) continue
      rows[count++] = row
      fraudCount += data.labels[row]!
    }
    for (let row = start; row < end; row++) seen.add(row)
    return { rows: rows.subarray(0, count), fraudCount, from, to }
  }
  const train = part(0, validationStart, occurredAt[0]!, validationFrom)
  const validation = part(validationStart, holdoutStart, validationFrom, holdoutFrom)
  const holdout = part(holdoutStart, rowCount, holdoutFrom, occurredAt[rowCount - 1]! + 1)
  const kept = train.rows.length + validation.rows.length + holdout.rows.length
  return { strategy, train, validation, holdout, twinCount: rowCount - kept }
}

/** What of a part lies at or after an instant: the part itself where all of it does. */
export function unseenPart(data: TrainingData, part: SplitPart, instant: number): SplitPart {
  if (part.from >= instant) return part
  const rows = part.rows.filter((row) => data.occurredAt[row]! >= instant)
  const fraudCount = rows.reduce((sum, row) => sum + data.labels[row]!, 0)
  return { rows, fraudCount, from: instant, to: Math.max(part.to, instant) }
}

/** Number of the first row at or after an instant. */
export function firstAtLeast(occurredAt: Float64Array, instant: number): number {
  let low = 0
  let high = occurredAt.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (occurredAt[middle]! < instant) low = middle + 1
    else high = middle
  }
  return low
}
