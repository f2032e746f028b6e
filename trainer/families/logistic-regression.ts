import { fitNetwork, type NetworkHyperparameters } from '../neural/fit-network.ts'
import type { ModelFamily } from './model-family.ts'

const common: NetworkHyperparameters = {
  hidden: [], // no hidden layer: the score is a sigmoid of a weighted sum
  members: 1, // a convex problem has one solution
  limit: 3, // standard deviations: a linear model follows the few rows in a long tail
  learningRate: 0.01, // and bears a large rate
  l2: 1e-5,
  dropout: 0, // there are no hidden units
  batchSize: 1_024,
  epochs: 20, // a tenth of a second each on 230,000 rows
  stepBudget: 2_500,
  averagedEpochs: 1, // single steps on rare frauds jump about
  fraudWeight: 1,
  patience: 8,
}

/** Logistic regression on TensorFlow.js: the simplest model that can be explained in one line, and the baseline. */
export const logisticRegression: ModelFamily<NetworkHyperparameters> = {
  name: 'logistic-regression',
  expectedSeconds: 5,
  candidates: [common, { ...common, l2: 1e-4 }, { ...common, l2: 1e-3 }],
  fit: fitNetwork,
}
