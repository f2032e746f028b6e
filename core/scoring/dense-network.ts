import { sigmoid } from './log-odds.ts'
import type { DenseNetworkModel } from './model-artifact.ts'
import { type PayloadWriter, readSection } from './payload-writer.ts'
import type { Predictor } from './predictor.ts'

/** A multilayer perceptron on standardised features; a single layer is a logistic regression. */
export interface DenseNetwork {
  /** Per feature, of the training rows; a missing value is replaced by the mean. */
  mean: ArrayLike<number>
  /** Per feature, positive: features enter as (x - mean) / scale. */
  scale: ArrayLike<number>
  /** The last one has one output and the activation `sigmoid`. */
  layers: readonly DenseLayer[]
}

/** One fully connected layer. */
export interface DenseLayer {
  inputs: number
  outputs: number
  activation: 'relu' | 'sigmoid'
  /** inputs × outputs, row-major: the weights of one input lie together (as TensorFlow's kernels). */
  weights: ArrayLike<number>
  biases: ArrayLike<number>
}

/** Appends a network to a payload and describes it for the manifest. */
export function writeDenseNetwork(writer: PayloadWriter, network: DenseNetwork): DenseNetworkModel {
  return {
    kind: 'dense-network',
    sections: { mean: writer.add(network.mean), scale: writer.add(network.scale) },
    layers: network.layers.map(({ inputs, outputs, activation, weights, biases }) => ({
      inputs,
      outputs,
      activation,
      weights: writer.add(weights),
      biases: writer.add(biases),
    })),
  }
}

/** Makes a checked network ready to score and explain. */
export function loadDenseNetwork(
  model: DenseNetworkModel,
  payload: Float32Array,
  featureCount: number,
): Predictor {
  const mean = readSection(payload, model.sections.mean)
  const scale = readSection(payload, model.sections.scale)
  const layers = model.layers.map((layer) => ({
    ...layer,
    weights: Float64Array.from(readSection(payload, layer.weights)),
    biases: Float64Array.from(readSection(payload, layer.biases)),
  }))
  const widest = layers.reduce((width, layer) => Math.max(width, layer.outputs), featureCount)
  let current = new Float64Array(widest)
  let next = new Float64Array(widest)

  /** Log-odds of the row at `offset`: the value under the last sigmoid. */
  function forward(features: Float32Array, offset: number): number {
    for (let j = 0; j < featureCount; j++) {
      const x = features[offset + j]!
      current[j] = Number.isFinite(x) ? (x - mean[j]!) / scale[j]! : 0
    }
    for (const [index, { inputs, outputs, weights, biases, activation }] of layers.entries()) {
      for (let o = 0; o < outputs; o++) next[o] = biases[o]!
      for (let i = 0, w = 0; i < inputs; i++, w += outputs) {
        const x = current[i]!
        for (let o = 0; o < outputs; o++) next[o]! += x * weights[w + o]!
      }
      if (index < layers.length - 1) {
        for (let o = 0; o < outputs; o++) {
          const x = next[o]!
          next[o] = activation === 'relu' ? Math.max(x, 0) : sigmoid(x)
        }
      }
      ;[current, next] = [next, current]
    }
    return current[0]!
  }

  return {
    logOdds(features, rowCount, out) {
      for (let row = 0; row < rowCount; row++) out[row] = forward(features, row * featureCount)
    },

    // Occlusion: the log-odds lost when one feature is set to its training mean.
    contributions(features) {
      const full = forward(features, 0)
      const occluded = Float32Array.from(features)
      return Float64Array.from({ length: featureCount }, (_, j) => {
        const kept = occluded[j]!
        occluded[j] = Number.NaN
        const without = forward(occluded, 0)
        occluded[j] = kept
        return full - without
      })
    },
  }
}
