import type * as TensorFlow from '@tensorflow/tfjs'
import type { Random } from '../../core/random.ts'
import type { DenseLayer } from '../../core/scoring/dense-network.ts'
import { Adam } from './adam.ts'
import { drawDropout } from './draw-dropout.ts'

/** How one step moves the weights. */
export interface StepRules {
  learningRate: number
  /** L2 penalty on the kernels. */
  l2: number
  /** Share of the hidden units that are silenced at random. */
  dropout: number
  /** How much of the averaged weights a step keeps; 0 takes the newest weights as they are. */
  averaging: number
}

/** Rows of one step, side by side. */
export interface Batch {
  rowCount: number
  /** rowCount × featureCount, standardised. */
  inputs: Float32Array
  labels: Uint8Array
  weights: Float32Array
}

/** Kernel (inputs × outputs) and biases of one layer, what Adam remembers of them, and their running mean. */
interface Layer {
  inputs: number
  outputs: number
  kernel: Float32Array
  biases: Float32Array
  kernelAdam: Adam
  biasAdam: Adam
  meanKernel: Float32Array
  meanBiases: Float32Array
}

/** The slopes of the loss by one layer's weights. */
interface Gradient {
  kernel: Float32Array
  biases: Float32Array
}

/**
 * A multilayer perceptron that learns by weighted log-loss. TensorFlow.js multiplies the matrices, forwards and
 * backwards; the gradients are written out, because the library's own transposed products take WebAssembly's slow
 * path: transposing first and multiplying then is three times as fast.
 *
 * Beside the weights runs their exponential mean (B. Polyak & A. Juditsky, "Acceleration of stochastic approximation
 * by averaging", 1992). It is what is predicted with and kept: single steps on rare frauds jump about.
 */
export class Network {
  readonly #tf: typeof TensorFlow
  readonly #layers: Layer[]
  readonly #random: Random
  #steps = 0

  /** Kernels begin normal with variance 2 / inputs (K. He et al., ICCV 2015), 1 / inputs in the last layer. */
  constructor(tf: typeof TensorFlow, widths: readonly number[], random: Random) {
    this.#tf = tf
    this.#random = random
    this.#layers = widths.slice(1).map((outputs, index) => {
      const inputs = widths[index]!
      const isLast = index === widths.length - 2
      const deviation = isLast && index === 0 ? 0 : Math.sqrt((isLast ? 1 : 2) / inputs)
      const kernel = Float32Array.from({ length: inputs * outputs }, () =>
        random.normal(0, deviation),
      )
      return {
        inputs,
        outputs,
        kernel,
        biases: new Float32Array(outputs),
        kernelAdam: new Adam(kernel.length),
        biasAdam: new Adam(outputs),
        meanKernel: kernel.slice(),
        meanBiases: new Float32Array(outputs),
      }
    })
  }

  /** Sets the output's bias, so that learning starts from the share of fraud rather than from one half. */
  setPrior(logOdds: number): void {
    this.#layers.at(-1)!.biases.fill(logOdds)
    this.#layers.at(-1)!.meanBiases.fill(logOdds)
  }

  /** One step of Adam on a batch; returns the mean loss before it. */
  step(batch: Batch, rules: StepRules): number {
    const tf = this.#tf
    return tf.tidy(() => {
      const kernels = this.#layers.map(({ kernel, inputs, outputs }) =>
        tf.tensor2d(kernel, [inputs, outputs]),
      )
      const outputs = [tf.tensor2d(batch.inputs, [batch.rowCount, this.#layers[0]!.inputs])]
      const masks: (TensorFlow.Tensor2D | null)[] = [null]
      for (const [index, layer] of this.#layers.entries()) {
        const isLast = index === this.#layers.length - 1
        const output = tf.fused.matMul({
          a: outputs[index]!,
          b: kernels[index]!,
          bias: tf.tensor1d(layer.biases),
          activation: isLast ? 'linear' : 'relu',
        }) as TensorFlow.Tensor2D
        if (!isLast && rules.dropout > 0) {
          const kept = drawDropout(this.#random, batch.rowCount * layer.outputs, rules.dropout)
          masks.push(tf.tensor2d(kept, [batch.rowCount, layer.outputs]))
          outputs.push(tf.mul(output, masks.at(-1)!) as TensorFlow.Tensor2D)
        } else {
          masks.push(null)
          outputs.push(output)
        }
      }
      const logOdds = outputs.at(-1)!.dataSync() as Float32Array
      const { loss, slopes } = lossOf(logOdds, batch)

      let slope = tf.tensor2d(slopes, [batch.rowCount, 1])
      const ones = tf.ones([1, batch.rowCount]) as TensorFlow.Tensor2D
      const gradients: Gradient[] = []
      for (let index = this.#layers.length - 1; index >= 0; index--) {
        gradients[index] = {
          kernel: tf.matMul(tf.transpose(outputs[index]!), slope).dataSync() as Float32Array,
          biases: tf.matMul(ones, slope).dataSync() as Float32Array,
        }
        if (index === 0) break
        const back = tf.matMul(slope, tf.transpose(kernels[index]!))
        // A unit that was 0, or silenced, passes nothing back.
        const passes = tf.mul(back, tf.step(outputs[index]!))
        const mask = masks[index]
        slope = (mask ? tf.mul(passes, mask) : passes) as TensorFlow.Tensor2D
      }
      this.#move(gradients, rules)
      return loss
    })
  }

  /** Log-odds of rows by the averaged weights. */
  predict(inputs: TensorFlow.Tensor2D): Float32Array {
    const tf = this.#tf
    return tf.tidy(() => {
      let output = inputs
      for (const [index, layer] of this.#layers.entries()) {
        output = tf.fused.matMul({
          a: output,
          b: tf.tensor2d(layer.meanKernel, [layer.inputs, layer.outputs]),
          bias: tf.tensor1d(layer.meanBiases),
          activation: index === this.#layers.length - 1 ? 'linear' : 'relu',
        }) as TensorFlow.Tensor2D
      }
      return output.dataSync() as Float32Array
    })
  }

  /** A copy of the averaged weights as the artifact lays them out. */
  toLayers(): DenseLayer[] {
    return this.#layers.map(({ inputs, outputs, meanKernel, meanBiases }, index) => ({
      inputs,
      outputs,
      activation: index < this.#layers.length - 1 ? 'relu' : 'sigmoid',
      weights: meanKernel.slice(),
      biases: meanBiases.slice(),
    }))
  }

  #move(gradients: readonly Gradient[], { learningRate, l2, averaging }: StepRules): void {
    this.#steps++
    // Early on the mean follows quickly: an average over steps that do not exist would remember the random start.
    const keep = Math.min(averaging, this.#steps / (this.#steps + 10))
    for (const [index, layer] of this.#layers.entries()) {
      layer.kernelAdam.step(layer.kernel, gradients[index]!.kernel, learningRate, l2)
      layer.biasAdam.step(layer.biases, gradients[index]!.biases, learningRate, 0)
      average(layer.meanKernel, layer.kernel, keep)
      average(layer.meanBiases, layer.biases, keep)
    }
  }
}

function average(mean: Float32Array, newest: Float32Array, keep: number): void {
  for (let i = 0; i < mean.length; i++) mean[i] = keep * mean[i]! + (1 - keep) * newest[i]!
}

/** Weighted mean of the log-loss, and its slope by each row's log-odds: w (p − y) / Σ w. */
function lossOf(logOdds: Float32Array, { labels, weights, rowCount }: Batch) {
  const slopes = new Float32Array(rowCount)
  let total = 0
  for (let row = 0; row < rowCount; row++) total += weights[row]!
  let loss = 0
  for (let row = 0; row < rowCount; row++) {
    const x = logOdds[row]!
    const e = Math.exp(-Math.abs(x))
    const probability = x >= 0 ? 1 / (1 + e) : e / (1 + e)
    const weight = weights[row]! / total
    slopes[row] = weight * (probability - labels[row]!)
    loss += weight * (Math.log1p(e) + Math.max(x, 0) - labels[row]! * x)
  }
  return { loss, slopes }
}
