import { fitNetwork, type NetworkHyperparameters } from '../neural/fit-network.ts'
import type { ModelFamily } from './model-family.ts'

const common: NetworkHyperparameters = {
  hidden: [], // no hidden layer: the score is a sigmoid of a weighted sum
  learningRate: 0.02, // a convex problem bears a large rate
  l2: 1e-5,
  batchSize: 2_048,
  epochs: 12,
  fraudWeight: 1,
  patience: 4,
}

/** Logistic regression on TensorFlow.js: the simplest model that can be explained in one line, and the baseline. */
export const logisticRegression: ModelFamily<NetworkHyperparameters> = {
  name: 'logistic-regression',
  expectedSeconds: 8,
  candidates: [common],
  fit: fitNetwork,
}
