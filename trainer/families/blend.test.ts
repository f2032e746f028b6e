import { expect, test, vi } from 'vitest'
import { averagePrecision } from '../../core/evaluation/precision-recall.ts'
import { rankByScore } from '../../core/evaluation/ranking.ts'
import { Random } from '../../core/random.ts'
import { logOddsOf } from '../../core/scoring/log-odds.ts'
import { encodeModelArtifact, parseModelArtifact } from '../../core/scoring/model-artifact.ts'
import { loadScorer } from '../../core/scoring/score.ts'
import type { LabelledRows } from '../engine/labelled-rows.ts'
import {
  combineCandidates,
  fitCandidates,
  listCandidates,
  refitCandidate,
} from '../fit-candidates.ts'
import type { Combination } from './model-family.ts'

vi.setConfig({ testTimeout: 120_000 })

/** Fraud grows likelier along one feature and inside a ring of two others. */
function makeRows(seed: number, rowCount: number): LabelledRows {
  const random = new Random(seed)
  const features = Float32Array.from({ length: rowCount * 4 }, () => random.normal())
  const labels = Uint8Array.from({ length: rowCount }, (_, row) => {
    const [a, b, c] = features.subarray(row * 4, row * 4 + 3) as unknown as [number, number, number]
    const ring = b * b + c * c > 2 ? 1.5 : -1.5
    return random.chance(1 / (1 + Math.exp(3 - 2 * a - ring))) ? 1 : 0
  })
  return { rowCount, featureCount: 4, features, labels }
}

const rows = { train: makeRows(1, 2_000), validation: makeRows(2, 2_000), encodings: [] }
const names = ['blend', 'gradient-boosting', 'random-forest', 'logistic-regression']

// Threads and trees take seconds, and every test begins with the same candidates.
let candidates: ReturnType<typeof fitCandidates> | undefined
function fitOnce() {
  candidates ??= fitCandidates(listCandidates(names, 1), rows, () => {})
  return candidates
}

test('joins the best of each family but the baseline into one model, which any reader scores and explains', async () => {
  const fitted = await fitOnce()
  const [blend, ...more] = combineCandidates(names, fitted, rows)
  expect(more).toEqual([])
  const { members } = blend!.hyperparameters as Combination
  expect(members.map(({ family }) => family).sort()).toEqual(['gradient-boosting', 'random-forest'])

  const { model, payload, validationScores } = blend!.fitted
  const featureNames = ['a', 'b', 'c', 'd']
  const bytes = encodeModelArtifact(
    {
      schemaVersion: 1,
      profile: 'test',
      family: 'blend',
      featureNames,
      encodings: [],
      model,
      threshold: 0.5,
      metrics: {},
      trainingWindow: { from: '2019-01-01T00:00:00.000Z', to: '2019-02-01T00:00:00.000Z' },
      createdAt: '2019-02-01T00:00:00.000Z',
    },
    payload,
  )
  const artifact = parseModelArtifact(bytes)
  if (artifact.error) throw new Error(artifact.error.message)
  const scorer = loadScorer(artifact.data)
  const { features, rowCount, labels } = rows.validation
  expect(scorer.score(features, rowCount)).toEqual(validationScores)

  // Weighted means of the members' log-odds, so it ranks no worse than the worst of them.
  const precisionOf = (scores: Float32Array) =>
    averagePrecision(rankByScore({ scores, isFraud: labels }))
  const worst = Math.min(...fitted.map((one) => precisionOf(one.fitted.validationScores)))
  expect(precisionOf(validationScores)).toBeGreaterThan(worst)

  const sum = (row: number) =>
    scorer
      .explain(features.subarray(row * 4, row * 4 + 4))
      .reduce((total, { contribution }) => total + contribution, 0)
  const logOdds = Array.from(validationScores.subarray(0, 2), logOddsOf) as [number, number]
  expect(sum(0) - sum(1)).toBeCloseTo(logOdds[0] - logOdds[1], 3)

  // Fitted again on the same rows for the same steps, it is the same model.
  expect((await refitCandidate(blend!, rows)).fitted.payload).toEqual(payload)
})

test('there is nothing to blend in one family', async () => {
  const fitted = (await fitOnce()).filter(({ family }) => family === 'gradient-boosting')
  expect(combineCandidates(['blend', 'gradient-boosting'], fitted, rows)).toEqual([])
})

test('a family that validation shows to be worse is left out', async () => {
  const fitted = await fitOnce()
  const guessing = fitted.map((candidate) => ({
    ...candidate,
    fitted:
      candidate.family === 'random-forest'
        ? { ...candidate.fitted, validationScores: new Float32Array(rows.validation.rowCount) }
        : candidate.fitted,
  }))
  expect(combineCandidates(names, fitted, rows)).toHaveLength(1)
  expect(combineCandidates(names, guessing, rows)).toEqual([])
})
