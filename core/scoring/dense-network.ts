import { sigmoid } from './log-odds.ts'
import type { DenseNetworkModel } from './model-artifact.ts'
import { followRow, multipliersOf } from './network-differences.ts'
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

/** Rows passed through the layers together, an even number: their activations stay in the cache. */
const BLOCK_ROWS = 32

/** Outputs computed together; layers are padded to a multiple of it with weights of zero. */
const PANEL = 4

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
  const widest = layers.reduce((width, { stride }) => Math.max(width, stride), featureCount)
  let current = new Float64Array(BLOCK_ROWS * widest)
  let next = new Float64Array(BLOCK_ROWS * widest)

  function standardiseRows(from: Float32Array, start: number, count: number, to: Float64Array) {
    for (let i = 0; i < count; ) {
      for (let j = 0; j < featureCount; j++, i++) {
        to[i] = standardise(from[start + i]!, mean[j]!, scale[j]!, limit)
      }
    }
  }

  function logOdds(features: Float32Array, rowCount: number, out: Float64Array): void {
    for (let start = 0; start < rowCount; start += BLOCK_ROWS) {
      const rows = Math.min(BLOCK_ROWS, rowCount - start)
      standardiseRows(features, start * featureCount, rows * featureCount, current)
      let stride = featureCount
      for (const [index, layer] of layers.entries()) {
        multiply(layer, current, stride, rows, next)
        stride = layer.stride
        if (index < layers.length - 1) activate(layer.activation, next, rows * stride)
        ;[current, next] = [next, current]
      }
      for (let row = 0; row < rows; row++) out[start + row] = current[row * stride]!
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

/** A layer ready to multiply. */
interface PackedLayer {
  inputs: number
  /** Outputs with their padding: the distance from one row's activations to the next one's. */
  stride: number
  activation: 'relu' | 'sigmoid'
  /** Panel by panel, the PANEL weights of the first input, of the second one, and so on. */
  weights: Float64Array
  biases: Float64Array
}

function packLayer(layer: DenseNetworkModel['layers'][number], payload: Float32Array): PackedLayer {
  const { inputs, outputs, activation } = layer
  const stride = Math.ceil(outputs / PANEL) * PANEL
  const weights = new Float64Array(inputs * stride)
  const plain = readSection(payload, layer.weights)
  for (let i = 0; i < inputs; i++) {
    for (let o = 0; o < outputs; o++) {
      const panel = o - (o % PANEL)
      weights[panel * inputs + i * PANEL + (o % PANEL)] = plain[i * outputs + o]!
    }
  }
  const biases = new Float64Array(stride)
  biases.set(readSection(payload, layer.biases))
  return { inputs, stride, activation, weights, biases }
}

/**
 * `to` = `from` × weights + biases, for two rows and four outputs at a time: eight sums in registers, six
 * reads for eight products. Every sum runs over the inputs in order, so a row's result does not depend
 * on its neighbours. An odd last row is computed beside what its neighbour left in the buffer.
 */
function multiply(
  { inputs, stride, weights, biases }: PackedLayer,
  from: Float64Array,
  fromStride: number,
  rows: number,
  to: Float64Array,
): void {
  for (let row = 0; row < rows; row += 2) {
    for (let o = 0; o < stride; o += PANEL) {
      let a0 = biases[o]!
      let a1 = biases[o + 1]!
      let a2 = biases[o + 2]!
      let a3 = biases[o + 3]!
      let b0 = a0
      let b1 = a1
      let b2 = a2
      let b3 = a3
      let x = row * fromStride
      let y = x + fromStride
      const end = (o + PANEL) * inputs
      for (let w = o * inputs; w < end; w += PANEL) {
        const w0 = weights[w]!
        const w1 = weights[w + 1]!
        const w2 = weights[w + 2]!
        const w3 = weights[w + 3]!
        let factor = from[x++]!
        a0 += factor * w0
        a1 += factor * w1
        a2 += factor * w2
        a3 += factor * w3
        factor = from[y++]!
        b0 += factor * w0
        b1 += factor * w1
        b2 += factor * w2
        b3 += factor * w3
      }
      const first = row * stride + o
      to[first] = a0
      to[first + 1] = a1
      to[first + 2] = a2
      to[first + 3] = a3
      const second = first + stride
      to[second] = b0
      to[second + 1] = b1
      to[second + 2] = b2
      to[second + 3] = b3
    }
  }
}

function activate(activation: 'relu' | 'sigmoid', values: Float64Array, count: number): void {
  if (activation === 'relu') {
    // The same as Math.max(x, 0) for finite x, without a branch to mispredict.
    for (let i = 0; i < count; i++) values[i] = 0.5 * (values[i]! + Math.abs(values[i]!))
  } else {
    for (let i = 0; i < count; i++) values[i] = sigmoid(values[i]!)
  }
}
