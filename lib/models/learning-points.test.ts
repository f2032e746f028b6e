import { expect, test } from 'vitest'
import { listLearningLines } from './learning-points.ts'

const candidate = (id: number, family: string, steps: number[]) => ({
  id,
  family,
  hyperparameters: {},
  isSelected: id === 1,
  learningCurve: steps.map((step) => ({ step, validationAveragePrecision: step / 100 })),
})

test('trees and epochs share a scale, and twins of a family are numbered', () => {
  const lines = listLearningLines([
    candidate(1, 'boosting', [10, 40]),
    candidate(2, 'network', [1, 2]),
    candidate(3, 'boosting', [5]),
  ])
  expect(lines.map(({ name }) => name)).toEqual(['boosting 1', 'network', 'boosting 2'])
  expect(lines[0]?.points.map(({ progress }) => progress)).toEqual([0.25, 1])
  expect(lines[1]?.points.at(-1)).toEqual({ step: 2, progress: 1, averagePrecision: 0.02 })
})

test('a candidate without a curve, such as a blend, has no line', () => {
  const blend = { ...candidate(4, 'blend', []), learningCurve: [{ note: 'mean of two' }] }
  expect(listLearningLines([blend])).toEqual([])
})
