import { beforeAll, describe, expect, test } from 'vitest'
import type { DatasetProfile } from '../core/datasets/profile.ts'
import { ulb } from '../core/datasets/ulb.ts'
import { addMonths, monthStart } from '../core/month.ts'
import { parseDatasetSettings } from '../core/publishing/dataset-settings.ts'
import { Random } from '../core/random.ts'
import { refitChosen, tryCandidates } from './fit-challenger.ts'
import { compareWithChampion } from './judge-challenger.ts'
import { splitByTime } from './split-by-time.ts'
import { type TrainingData, TrainingDataBuilder } from './training-data.ts'

// What a model must not learn from. Small data, the real way from rows to verdict.

const MONTHS = 8
const ROWS = 400
const FRAUD_EVERY = 6

/** A number, a constant, and a category: the last is where labels leak through encodings. */
const profile: DatasetProfile = {
  ...ulb,
  features: [
    { name: 'signal', label: 'Signal', unit: 'number', kind: 'numeric' },
    { name: 'noise', label: 'Noise', unit: 'number', kind: 'numeric' },
    { name: 'category', label: 'Category', unit: 'category', kind: 'categorical' },
  ],
}
const settings = parseDatasetSettings({}).data!

/** Eight months of rows; `write` fills a row's features, given its number and whether it is fraud. */
function makeData(
  write: (row: number, isFraud: boolean, random: Random) => number[],
): TrainingData {
  const builder = new TrainingDataBuilder(profile.features.length, MONTHS * ROWS)
  const random = new Random('no leak')
  for (let n = 0; n < MONTHS * ROWS; n++) {
    const row = builder.addRow()
    const isFraud = random.chance(1 / FRAUD_EVERY)
    const month = addMonths('2018-01', Math.floor(n / ROWS))
    builder.data.occurredAt[row] = monthStart(month) + (n % ROWS) * 3_600_000
    builder.data.labels[row] = isFraud ? 1 : 0
    builder.data.amountCents[row] = 1_000
    builder.data.fingerprints[row * 4] = row + 1
    builder.data.features.set(write(n, isFraud, random), row * profile.features.length)
  }
  return builder.finish()
}

async function learn(data: TrainingData) {
  const split = splitByTime(data).data!
  const task = { profile, settings, families: ['gradient-boosting'], data, split, log: () => {} }
  const tried = await tryCandidates(task)
  const challenger = await refitChosen(task, tried)
  const trial = {
    challenger: challenger.scorer,
    artifact: challenger.artifact,
    data,
    part: split.holdout,
    settings,
    featureNames: profile.features.map(({ name }) => name),
  }
  return { split, challenger, trial, verdict: compareWithChampion(trial, null) }
}

const told = (isFraud: boolean, random: Random) => random.normal(isFraud ? 3 : 0)

describe('what lies behind the cut', () => {
  const data = makeData((row, isFraud, random) => [told(isFraud, random), random.normal(), row % 5])
  let before: Awaited<ReturnType<typeof learn>>

  beforeAll(async () => {
    before = await learn(data)
  })

  test('changes nothing of the model: neither trees nor encodings, threshold nor calibration', async () => {
    const changed = {
      ...data,
      features: data.features.slice(),
      labels: data.labels.slice(),
      amountCents: data.amountCents.slice(),
    }
    const from = before.split.holdout.rows[0]!
    const random = new Random('another hold-out')
    for (let row = from; row < data.rowCount; row++) {
      changed.features.set([random.normal(9), -7, 4], row * profile.features.length)
      changed.amountCents[row] = 99_999
      // Still so many frauds that the cut stays where it is.
      changed.labels[row] = row % FRAUD_EVERY === 0 ? 1 : 0
    }
    const after = await learn(changed)
    expect(after.split.holdout.rows[0]).toBe(from)
    expect(after.challenger.artifact.payload).toEqual(before.challenger.artifact.payload)
    const { createdAt: _, ...manifest } = after.challenger.artifact.manifest
    expect(before.challenger.artifact.manifest).toMatchObject(manifest)
    expect(after.verdict.metrics.averagePrecision.value).not.toBe(
      before.verdict.metrics.averagePrecision.value,
    )
  })

  test('rows that the champion has learned from are left out of its comparison', () => {
    const { from, to, rows } = before.split.holdout
    const { scorer } = before.challenger
    const half = (from + to) / 2
    const known = [...rows].filter((row) => data.occurredAt[row]! < half).length
    expect(known).toBeGreaterThan(100)
    const later = compareWithChampion(before.trial, { scorer, trainedUntil: half })
    expect(later.decision.reason).toContain(
      `Left out: ${known} rows of the hold-out that the champion has learned from.`,
    )
    expect(later.metrics.rows).toBe(rows.length)

    const all = compareWithChampion(before.trial, { scorer, trainedUntil: to })
    expect(all.decision).toMatchObject({ decision: 'refuse', code: 'too_few_frauds' })
    expect(all.decision.reason).toContain('0 frauds in 0 rows')
  })

  test('is told apart by what the model has learned', () => {
    expect(before.verdict.decision.code).toBe('first_model')
    expect(before.verdict.metrics.averagePrecision.value).toBeGreaterThan(0.5)
  })
})

test.each<[string, (row: number, isFraud: boolean, random: Random) => number[]]>([
  ['labels that nothing tells', (row, _, random) => [random.normal(), row % 13, row % 5]],
  ['a category of one row each', (row, _, random) => [random.normal(), 0, row]],
  [
    'a category of two or three rows',
    (row, _, random) => [0, random.normal(), Math.floor(row / 2.5)],
  ],
])('%s: no skill, and the gate refuses', async (_name, write) => {
  const { verdict } = await learn(makeData(write))
  const { averagePrecision, baseRate } = verdict.metrics
  expect(averagePrecision.value).toBeLessThan(1.5 * baseRate)
  expect(verdict.decision.code).toBe('no_skill')
})
