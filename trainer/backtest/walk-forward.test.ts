import { beforeAll, describe, expect, test } from 'vitest'
import { ulb } from '../../core/datasets/ulb.ts'
import { addMonths, type Month, monthStart } from '../../core/month.ts'
import { parseDatasetSettings } from '../../core/publishing/dataset-settings.ts'
import { Random } from '../../core/random.ts'
import { TrainingDataBuilder } from '../training-data.ts'
import type { Backtest } from './backtest.ts'
import { WayComparison } from './compare-ways.ts'
import {
  type BacktestPlan,
  type GateDecision,
  type WalkedMonth,
  walkForward,
} from './walk-forward.ts'
import { writeTable } from './write-table.ts'

const FIRST: Month = '2018-01'
const MONTHS = 12
const ROWS = 360
/** From this month on fraud shows in another feature than before. */
const CHANGE: Month = '2018-07'

/**
 * Twelve months; every sixth row is fraud, which shows strongly in feature 0 at first and in feature 1 later, and always
 * a little in feature 2.
 */
const data = (() => {
  const builder = new TrainingDataBuilder(ulb.features.length, MONTHS * ROWS)
  const random = new Random('backtest')
  for (let i = 0; i < MONTHS; i++) {
    const month = addMonths(FIRST, i)
    for (let n = 0; n < ROWS; n++) {
      const row = builder.addRow()
      const isFraud = n % 6 === 3
      const told = month < CHANGE ? 0 : 1
      builder.data.occurredAt[row] = monthStart(month) + n * 3_600_000
      builder.data.labels[row] = isFraud ? 1 : 0
      builder.data.amountCents[row] = 1_000
      builder.data.fingerprints[row * 4] = row + 1
      for (let f = 0; f < ulb.features.length; f++) {
        const offset = !isFraud ? 0 : f === told ? 2.5 : f === 2 ? 1 : 0
        builder.data.features[row * ulb.features.length + f] = random.normal(offset)
      }
    }
  }
  return builder.finish()
})()

const settings = parseDatasetSettings({}).data!
const plan: BacktestPlan = {
  profile: ulb,
  settings,
  families: ['gradient-boosting'],
  from: '2018-09',
  to: '2018-11',
  labelDelayMonths: 0,
  log: () => {},
}

describe('a walk over a change of habits', () => {
  const walked: WalkedMonth[] = []
  const comparison = new WayComparison(settings)
  let decisions: GateDecision[]

  beforeAll(async () => {
    decisions = await walkForward(data, plan, (month) => {
      walked.push(month)
      comparison.add(month)
    })
  }, 180_000)

  test('no model has seen what was not known when its month began', () => {
    for (const { month, models } of walked) {
      expect(models.everyMonth.trainedUntil).toBeLessThan(monthStart(month))
      expect(models.everyMonth.month).toBe(month)
      expect(models.neverRetrained.month).toBe('2018-09')
    }
    expect(decisions.map(({ holdout }) => holdout.to <= '2018-11-01')).toEqual([true, true, true])
  })

  test('every decision is kept with its reason, the first one as that of a first model', () => {
    expect(decisions.map(({ month }) => month)).toEqual(['2018-09', '2018-10', '2018-11'])
    expect(decisions[0]).toMatchObject({ code: 'first_model', champion: null })
    expect(decisions[1]!.champion).toBe('2018-09')
    for (const { reason } of decisions)
      expect(reason).toMatch(/Average precision|average precision/)
  })

  test('the gate keeps a model where it refuses, and else lets the newest predict', () => {
    let champion = decisions[0]!.month
    for (const [index, { models }] of walked.entries()) {
      if (decisions[index]!.decision === 'promote') champion = decisions[index]!.month
      expect(models.whenGateAllows?.month).toBe(champion)
    }
  })

  test('the retrained model is ahead of the frozen one, and the interval says so', () => {
    const [everyMonth] = comparison.summarise()
    expect(everyMonth).toMatchObject({
      first: 'everyMonth',
      second: 'neverRetrained',
      monthCount: 3,
    })
    expect(everyMonth!.difference.low).toBeGreaterThan(0)
    expect(comparison.months[0]!.differences[0]!.difference.value).toBe(0)
  })

  test('the table tells months, differences and decisions', () => {
    const result: Backtest = {
      dataset: 'ulb',
      ...plan,
      gitSha: null,
      dataHash: 'x',
      rowCount: data.rowCount,
      durationMs: 1,
      months: comparison.months,
      differences: comparison.summarise(),
      decisions,
    }
    const text = writeTable(result)
    expect(text).toMatch(/^2018-11 +60 +0\.\d{3} \(/m)
    expect(text).toMatch(/^every month against never retrained +\+0\.\d{3} \(\+0/m)
    expect(text).toMatch(/^2018-09 {2}promoted {2}First model/m)
  })
})

test('labels that come late are not known earlier', async () => {
  const lines: string[] = []
  const late: BacktestPlan = {
    ...plan,
    to: '2018-09',
    labelDelayMonths: 2,
    log: (_, message) => lines.push(message),
  }
  await walkForward(data, late, ({ models }) => {
    expect(models.everyMonth.trainedUntil).toBeLessThan(monthStart('2018-07'))
  })
  expect(lines[0]).toBe('2018-09: labels known up to 2018-06')
}, 180_000)

test('a month without labels is refused before anything is trained', async () => {
  const beyond: BacktestPlan = { ...plan, to: '2019-02' }
  await expect(walkForward(data, beyond, () => {})).rejects.toThrow(
    /2019-01, 2019-02: .* Labels reach 2018-12\./,
  )
})
