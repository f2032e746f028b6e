import { fitNetwork, type NetworkHyperparameters } from '../neural/fit-network.ts'
import type { ModelFamily } from './model-family.ts'

const common: NetworkHyperparameters = {
  hidden: [64, 32], // wider ones cost time and gained nothing on some hundred frauds
  learningRate: 0.002, // Adam; a batch of 2,048 bears twice its usual rate
  l2: 1e-5, // keeps rare features from growing weights of their own
  batchSize: 2_048, // the rate at which WebAssembly is busy with arithmetic
  epochs: 8, // two seconds each on 230,000 rows
  fraudWeight: 5, // lets a batch's few frauds be heard without drowning the rest
  patience: 3,
}

/** A multilayer perceptron on TensorFlow.js. */
export const denseNetwork: ModelFamily<NetworkHyperparameters> = {
  name: 'dense-network',
  candidates: [common],
  fit: fitNetwork,
}
