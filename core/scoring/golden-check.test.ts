import { expect, test } from 'vitest'
import golden from './golden.fixture.json' with { type: 'json' }
import { checkGoldenScores } from './golden-check.ts'

test('scores and contributions are what they were when the fixture was written', () => {
  const { checked, mismatches } = checkGoldenScores(golden)
  expect(mismatches).toEqual([])
  expect(checked).toBeGreaterThan(900)
})

test('the fixture covers every kind of model, encodings, calibration and missing values', () => {
  const text = golden.models.map((model) => atob(model.artifact)).join()
  const parts = [
    '"sum"',
    '"mean"',
    '"dense-network"',
    '"limit"',
    '"blend"',
    '"platt"',
    '"isotonic"',
  ]
  for (const part of [...parts, '"fallback"']) {
    expect(text).toContain(part)
  }
})

test('a single changed bit is found and named', () => {
  const model = golden.models[0]!
  const last = model.scores[3]!.at(-1) === '0' ? '1' : '0'
  const scores = model.scores.with(3, model.scores[3]!.slice(0, -1) + last)
  const { mismatches } = checkGoldenScores({ models: [{ ...model, scores }] })
  expect(mismatches.length).toBe(2)
  expect(mismatches[0]).toContain(`${model.name} score 3: expected`)
})
