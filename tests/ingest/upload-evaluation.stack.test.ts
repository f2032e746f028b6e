import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { confusionAt, ratesOf } from '../../core/evaluation/confusion.ts'
import { averagePrecision, precisionRecallCurve } from '../../core/evaluation/precision-recall.ts'
import { rankByScore } from '../../core/evaluation/ranking.ts'
import { publishModel } from './publish-model.ts'
import { sparkovTable, type Table, withoutLabel } from './sample-files.ts'
import { openUploadDesk, type UploadDesk } from './upload-desk.ts'

let desk: UploadDesk

/** Every third row is fraud, whatever its amount: more frauds than points of a curve. */
function labelled(cards: number): Table {
  const { header, rows } = sparkovTable({ cards })
  return { header, rows: rows.map((row, at) => `${row.slice(0, -1)}${at % 3 === 0 ? 1 : 0}`) }
}

beforeAll(async () => {
  desk = await openUploadDesk()
})
afterAll(() => desk?.close())
beforeEach(() => desk.empty())

async function evaluate(uploadId: string): Promise<Record<string, unknown>> {
  const { data, error } = await desk.pinky.rpc('upload_evaluation', { upload_id: uploadId })
  expect(error).toBeNull()
  return data as Record<string, unknown>
}

/** What core/evaluation says of the rows that are stored. */
async function measureStored() {
  const rows = await desk.sql`
    select fraud_score, is_fraud from public.predictions
    join public.transactions on id = transaction_id and transactions.occurred_at = predictions.occurred_at`
  const ranking = rankByScore({
    scores: rows.map((row) => row.fraud_score),
    isFraud: rows.map((row) => row.is_fraud),
  })
  const confusion = confusionAt(ranking, 0.5)
  return {
    averagePrecision: averagePrecision(ranking),
    curve: precisionRecallCurve(ranking, 200),
    confusion,
    rates: ratesOf(confusion),
    rowCount: rows.length,
  }
}

async function expectAsMeasured(evaluation: Record<string, unknown>): Promise<void> {
  const { averagePrecision: area, curve, confusion, rates, rowCount } = await measureStored()
  expect(evaluation).toMatchObject({
    state: 'evaluated',
    reasonCode: null,
    modelVersion: expect.any(Number),
    rowCount,
    labelledCount: rowCount,
    fraudCount: confusion.truePositives + confusion.falseNegatives,
    averagePrecision: expect.closeTo(area, 10),
    threshold: 0.5,
    precision: expect.closeTo(rates.precision, 10),
    recall: expect.closeTo(rates.recall, 10),
    truePositiveCount: confusion.truePositives,
    falsePositiveCount: confusion.falsePositives,
    falseNegativeCount: confusion.falseNegatives,
    trueNegativeCount: confusion.trueNegatives,
  })
  const points = evaluation.curve as typeof curve
  expect(points).toHaveLength(curve.length)
  for (const [at, point] of curve.entries()) {
    expect(points[at]).toEqual({
      threshold: expect.closeTo(point.threshold, 6),
      precision: expect.closeTo(point.precision, 10),
      recall: expect.closeTo(point.recall, 10),
    })
  }
}

test('a labelled file is measured as core/evaluation measures the same rows', async () => {
  await publishModel(desk, 'sparkov', { feature: 'amount', slope: 0.05, offset: 150 })
  const { uploadId } = await desk.upload(labelled(90))
  const evaluation = await evaluate(uploadId)
  await expectAsMeasured(evaluation)
  expect(evaluation.curve).toHaveLength(200)
})

test('labels that come later are measured in the upload that brought them', async () => {
  await publishModel(desk, 'sparkov', { feature: 'amount', slope: 0.05, offset: 150 })
  const table = labelled(5)
  const first = await desk.upload(withoutLabel(table))
  expect(await evaluate(first.uploadId)).toMatchObject({
    state: 'impossible',
    reasonCode: 'no_labels',
  })
  // Another model serves by now; it did not say anything about these rows.
  await publishModel(desk, 'sparkov', { feature: 'amount', slope: -1, offset: 1 })
  const second = await desk.upload(table)
  expect(second).toMatchObject({ acceptedCount: 0, labelsAddedCount: table.rows.length })
  await expectAsMeasured(await evaluate(second.uploadId))
})

test('without a model, or with one that learned from such rows, it says so', async () => {
  const table = labelled(5)
  const unscored = await desk.upload(table)
  expect(await evaluate(unscored.uploadId)).toMatchObject({ reasonCode: 'no_model' })
  await desk.empty()
  await publishModel(desk, 'sparkov', { feature: 'amount', slope: 0.05, offset: 150 })
  await desk.sql`update public.model_versions set trained_until = '2018-03-01'`
  const learned = await desk.upload(table)
  expect(await evaluate(learned.uploadId)).toMatchObject({
    state: 'impossible',
    reasonCode: 'model_learned_from_rows',
    averagePrecision: null,
    curve: [],
  })
})

test('contradicting labels are listed line by line, and a review settles them', async () => {
  const table = labelled(5)
  await desk.upload(table)
  const changed = table.rows.map((row, at) => (at === 6 ? `${row.slice(0, -1)}0` : row))
  const { uploadId, labelConflictCount } = await desk.upload({ ...table, rows: changed })
  expect(labelConflictCount).toBe(1)
  const list = async () => {
    const { data } = await desk.pinky.rpc('upload_label_conflicts', { upload_id: uploadId })
    return data as { total: number; rows: Record<string, unknown>[] }
  }
  const { total, rows } = await list()
  expect(total).toBe(1)
  expect(rows[0]).toMatchObject({
    line: 8,
    storedLabel: true,
    storedSource: 'file',
    fileLabel: false,
    currentLabel: true,
    isSettled: false,
  })
  await desk.brain.rpc('record_review', {
    transaction_id: rows[0]!.transactionId as number,
    occurred_at: rows[0]!.occurredAt as string,
    outcome: 'legitimate',
  })
  expect((await list()).rows[0]).toMatchObject({ currentLabel: false, isSettled: true })
})
