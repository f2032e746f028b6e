import { doubles } from '../doubles.ts'
import type { DenseNetworkModel } from './model-manifest.ts'
import { followRow, multipliersOf } from './network-differences.ts'
import { activate, multiply, packLayer, TILE_ROWS } from './packed-layer.ts'
import { type PayloadWriter, readSection } from './payload-writer.ts'
import type { Predictor } from './predictor.ts'

/** A multilayer perceptron on standardised features; a single layer is a logistic regression. */
export interface DenseNetwork {
  /** Per feature, of the training rows; a missing value is replaced by the mean. */
  mean: ArrayLike<number>
  /** Per feature, positive: features enter as (x - mean) / scale. */
  scale: ArrayLike<number>
  /** Standardised features are bounded to ± this; absent for no bound. */
  limit?: number
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
    ...(network.limit === undefined ? {} : { limit: network.limit }),
    layers: network.layers.map(({ inputs, outputs, activation, weights, biases }) => ({
      inputs,
      outputs,
      activation,
      weights: writer.add(weights),
      biases: writer.add(biases),
    })),
  }
}

/** Tiles passed through the layers together: their activations stay in the cache. */
const BLOCK_TILES = 8

/** Makes a checked network ready to score and explain. */
export function loadDenseNetwork(
  model: DenseNetworkModel,
  payload: Float32Array,
  featureCount: number,
): Predictor {
  const mean = readSection(payload, model.sections.mean)
  const scale = readSection(payload, model.sections.scale)
  const limit = model.limit ?? Infinity
  const layers = model.layers.map((layer) => packLayer(layer, payload))
  const widest = layers.reduce((width, { outputs }) => Math.max(width, outputs), featureCount)
  let current = doubles(BLOCK_TILES * TILE_ROWS * widest)
  let next = doubles(BLOCK_TILES * TILE_ROWS * widest)

  /** Fills tiles with the standardised rows `start` to `end` − 1; the last row fills up the last tile. */
  function standardiseRows(features: Float32Array, start: number, end: number, tiles: number[]) {
    for (let row = start, t = 0; row < end; row += TILE_ROWS) {
      for (let k = 0; k < TILE_ROWS; k++) {
        const from = Math.min(row + k, end - 1) * featureCount
        for (let j = 0; j < featureCount; j++) {
          tiles[t + j * TILE_ROWS + k] = standardise(
            features[from + j]!,
            mean[j]!,
            scale[j]!,
            limit,
          )
        }
      }
      t += featureCount * TILE_ROWS
    }
  }

  function logOdds(features: Float32Array, rowCount: number, out: Float64Array): void {
    const blockRows = BLOCK_TILES * TILE_ROWS
    for (let start = 0; start < rowCount; start += blockRows) {
      const end = Math.min(start + blockRows, rowCount)
      const tiles = Math.ceil((end - start) / TILE_ROWS)
      standardiseRows(features, start, end, current)
      let units = featureCount
      for (let index = 0; index < layers.length; index++) {
        const layer = layers[index]!
        multiply(layer, current, units, tiles, next)
        units = layer.outputs
        if (index < layers.length - 1) activate(layer.activation, next, tiles * units * TILE_ROWS)
        ;[current, next] = [next, current]
      }
      // The first output of the last layer is the only one that is no padding.
      const tileLength = units * TILE_ROWS
      for (let row = start, t = 0; row < end; row += TILE_ROWS, t += tileLength) {
        for (let k = 0; k < TILE_ROWS && row + k < end; k++) out[row + k] = current[t + k]!
      }
    }
  }

  const baseline = followRow(model, payload, new Float64Array(featureCount))

  return {
    logOdds,

    // DeepLIFT with the rescale rule (A. Shrikumar, P. Greenside and A. Kundaje, "Learning important features through
    // propagating activation differences", ICML 2017, section 3.5.1). The reference is the row of training means, and
    // the contributions add up to the difference of the log-odds from it.
    contributions(features) {
      const row = Float64Array.from(features, (x, j) => standardise(x, mean[j]!, scale[j]!, limit))
      const multipliers = multipliersOf(model, payload, followRow(model, payload, row), baseline)
      // The added zero turns −0 into 0, which JSON can hold.
      return row.map((value, j) => value * multipliers[j]! + 0)
    },
  }
}

function standardise(x: number, mean: number, scale: number, limit: number): number {
  if (!Number.isFinite(x)) return 0
  const z = (x - mean) / scale
  return z > limit ? limit : z < -limit ? -limit : z
}
