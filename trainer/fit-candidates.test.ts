import { expect, test, vi } from 'vitest'
import { Random } from '../core/random.ts'
import type { LabelledRows } from './engine/labelled-rows.ts'
import { gradientBoosting } from './families/gradient-boosting.ts'
import { fitCandidates, listCandidates } from './fit-candidates.ts'

vi.setConfig({ testTimeout: 60_000 })

function makeRows(seed: number, isFraud: (value: number) => boolean): LabelledRows {
  const random = new Random(seed)
  const features = new Float32Array(new SharedArrayBuffer(4 * 1_000))
  const labels = new Uint8Array(new SharedArrayBuffer(500))
  for (let row = 0; row < 500; row++) {
    features[2 * row] = random.normal()
    features[2 * row + 1] = random.normal()
    labels[row] = isFraud(features[2 * row]!) ? 1 : 0
  }
  return { rowCount: 500, featureCount: 2, features, labels }
}

const validation = makeRows(2, (value) => value > 1)

test('threads give what the family gives, in the order of its grid', async () => {
  const train = makeRows(1, (value) => value > 1)
  const fitted: string[] = []
  const rows = { train, validation, encodings: [] }
  const candidates = await fitCandidates(
    listCandidates(['gradient-boosting'], 5),
    rows,
    ({ family }) => fitted.push(family),
  )
  expect(fitted).toHaveLength(gradientBoosting.candidates.length)
  for (const [index, candidate] of candidates.entries()) {
    const hyperparameters = gradientBoosting.candidates[index]!
    const direct = await gradientBoosting.fit({
      train,
      validation,
      hyperparameters,
      seed: 5 + index,
    })
    expect(candidate.hyperparameters).toEqual(hyperparameters)
    expect(candidate.fitted.payload).toEqual(direct.payload)
  }
})

test('a fit that breaks names the family and ends every thread', async () => {
  const train = makeRows(1, () => false)
  const rows = { train, validation, encodings: [] }
  await expect(
    fitCandidates(listCandidates(['gradient-boosting'], 1), rows, () => {}),
  ).rejects.toThrow(/Cannot fit gradient-boosting: .*one class/)
})
