import { expect, test } from 'vitest'
import { describeHyperparameters } from './describe-hyperparameters.ts'

test('values are listed by name, layers as a chain', () => {
  expect(describeHyperparameters({ l2: 0.00001, hidden: [64, 32] })).toEqual([
    'l2 0.00001, hidden 64 × 32',
  ])
  expect(describeHyperparameters({})).toEqual([])
})

test('each member of a blend has a line of its own', () => {
  const members = [
    { family: 'dense-network', weight: 0.60779, seed: 7, hyperparameters: { epochs: 30 } },
    { family: 'gradient-boosting', weight: 1.3, hyperparameters: { maxDepth: 4 } },
  ]
  expect(describeHyperparameters({ members })).toEqual([
    'dense network, weight 0.608: seed 7, epochs 30',
    'gradient boosting, weight 1.300: maxDepth 4',
  ])
})
