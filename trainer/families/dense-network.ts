import { fitNetwork, type NetworkHyperparameters } from '../neural/fit-network.ts'
import type { ModelFamily } from './model-family.ts'

const common: NetworkHyperparameters = {
  hidden: [64, 32], // wider ones cost time and gained nothing on some hundred frauds
  learningRate: 0.003, // Adam; large batches bear more than its usual 0.001
  l2: 1e-5, // keeps rare features from growing weights of their own
  batchSize: 2_048, // the rate at which WebAssembly is busy with arithmetic
  epochs: 6, // two to three seconds each on 230,000 rows; the curve is nearly flat by then
  fraudWeight: 1, // weights gained nothing in ranking, and without them scores stay close to probabilities
  patience: 3,
}

/** A multilayer perceptron on TensorFlow.js. */
export const denseNetwork: ModelFamily<NetworkHyperparameters> = {
  name: 'dense-network',
  expectedSeconds: 14,
  candidates: [common],
  fit: fitNetwork,
}
