import { fitNetwork, type NetworkHyperparameters } from '../neural/fit-network.ts'
import type { ModelFamily } from './model-family.ts'

const common: NetworkHyperparameters = {
  hidden: [64, 32], // wider ones cost time and gained nothing on some hundred frauds
  members: 1, // more than one costs time in fitting and in scoring; the averaged weights calm a network enough
  limit: 5, // standard deviations; where tails tell much, 20 leaves nearly all of them
  learningRate: 0.003, // Adam; with averaged weights it bears more than its usual 0.001
  l2: 1e-5, // keeps rare features from growing weights of their own
  dropout: 0.25, // a few hundred frauds are soon learned by heart: with it the last epochs are as good as the best
  batchSize: 1_024, // smaller ones take longer in WebAssembly, larger ones learn less in an epoch
  epochs: 30, // half a second each on 230,000 rows
  stepBudget: 2_500, // eight epochs of 300,000 rows, after which the curve is flat
  averagedEpochs: 1, // single steps on rare frauds jump about
  fraudWeight: 1, // weights gained nothing in ranking, and without them scores stay close to probabilities
  patience: 10, // average precision on few frauds is noisy
}

/** A multilayer perceptron on TensorFlow.js. */
export const denseNetwork: ModelFamily<NetworkHyperparameters> = {
  name: 'dense-network',
  expectedSeconds: 20,
  candidates: [
    common,
    { ...common, limit: 20 },
    { ...common, hidden: [32], learningRate: 0.005, dropout: 0.1 },
  ],
  fit: fitNetwork,
}
