import type * as TensorFlow from '@tensorflow/tfjs'
import { averagePrecision } from '../../core/evaluation/precision-recall.ts'
import { rankByScore } from '../../core/evaluation/ranking.ts'
import { Random } from '../../core/random.ts'
import type { DenseLayer } from '../../core/scoring/dense-network.ts'
import { writeDenseNetwork } from '../../core/scoring/dense-network.ts'
import { PayloadWriter } from '../../core/scoring/payload-writer.ts'
import type { LabelledRows, LearningPoint } from '../engine/labelled-rows.ts'
import type { FitRequest, FittedModel, Hyperparameters } from '../families/model-family.ts'
import { loadTensorFlow } from './load-tensorflow.ts'
import { fitStandardiser, type Standardiser, standardiseRows } from './standardise.ts'

/** What can be chosen about a network; no hidden layer makes it a logistic regression. */
export interface NetworkHyperparameters extends Hyperparameters {
  /** Width of each hidden layer (ReLU). */
  hidden: readonly number[]
  learningRate: number
  /** L2 penalty on the kernels. */
  l2: number
  /** Largest batch; small data takes smaller ones (see batchSizeFor). */
  batchSize: number
  /** Most passes over the training rows. */
  epochs: number
  /** Weight of a fraud against a legitimate row of weight 1. */
  fraudWeight: number
  /** Epochs without a better validation score after which fitting stops. */
  patience: number
}

/**
 * Fits a multilayer perceptron with Adam on weighted log-loss and keeps the weights of the epoch with the best
 * average precision on validation. Initial weights and the order of rows come from the seed.
 */
export async function fitNetwork({
  train,
  validation,
  hyperparameters,
  seed,
  steps,
}: FitRequest<NetworkHyperparameters>): Promise<FittedModel> {
  const { tf, backend } = await loadTensorFlow()
  const standardiser = fitStandardiser(train)
  const network = buildNetwork(tf, train.featureCount, hyperparameters, seed)
  const order = Uint32Array.from({ length: train.rowCount }, (_, row) => row)
  const random = new Random(seed)
  const validationInput = toTensor(tf, validation, standardiser)
  const learningCurve: LearningPoint[] = []
  let best = {
    averagePrecision: -1,
    epoch: 0,
    scores: new Float32Array(0) as Float32Array,
    layers: [] as DenseLayer[],
  }

  for (let epoch = 1; epoch <= (steps ?? hyperparameters.epochs); epoch++) {
    random.shuffle(order)
    const trainLoss = await fitEpoch(tf, network, train, standardiser, order, hyperparameters)
    if (steps !== undefined && epoch < steps) continue
    const scores = await predict(network, validationInput)
    const found = averagePrecision(
      rankByScore({
        scores,
        isFraud: validation.labels,
        ...(validation.weights ? { weights: validation.weights } : {}),
      }),
    )
    learningCurve.push({ step: epoch, trainLoss, validationAveragePrecision: found })
    if (found > best.averagePrecision) {
      best = { averagePrecision: found, epoch, scores, layers: await readLayers(network) }
    } else if (epoch - best.epoch >= hyperparameters.patience) break
  }
  validationInput.dispose()
  network.dispose()

  const writer = new PayloadWriter()
  const model = writeDenseNetwork(writer, { ...standardiser, layers: best.layers })
  return {
    model,
    payload: writer.toFloat32Array(),
    learningCurve,
    steps: best.epoch,
    validationScores: best.scores,
    backend,
  }
}

/** Steps that an epoch should have at least: with few rows a large batch would hardly move the weights. */
const STEPS_PER_EPOCH = 60

/** The largest power of two that gives an epoch its steps, from 32 to the largest batch allowed. */
function batchSizeFor(rowCount: number, largest: number): number {
  const wanted = 2 ** Math.floor(Math.log2(Math.max(rowCount / STEPS_PER_EPOCH, 1)))
  return Math.min(Math.max(wanted, 32), largest)
}

function buildNetwork(
  tf: typeof TensorFlow,
  featureCount: number,
  { hidden, l2, learningRate }: NetworkHyperparameters,
  seed: number,
): TensorFlow.Sequential {
  const layers = [...hidden, 1].map((units, index) =>
    tf.layers.dense({
      units,
      activation: index < hidden.length ? 'relu' : 'sigmoid',
      kernelInitializer:
        index < hidden.length
          ? tf.initializers.heNormal({ seed: seed + index })
          : tf.initializers.glorotNormal({ seed: seed + index }),
      ...(l2 > 0 ? { kernelRegularizer: tf.regularizers.l2({ l2 }) } : {}),
      ...(index === 0 ? { inputShape: [featureCount] } : {}),
    }),
  )
  const network = tf.sequential({ layers })
  network.compile({ optimizer: tf.train.adam(learningRate), loss: 'binaryCrossentropy' })
  return network
}

/** One pass in the given order; the library's own shuffle cannot be seeded. Returns the mean loss. */
async function fitEpoch(
  tf: typeof TensorFlow,
  network: TensorFlow.Sequential,
  train: LabelledRows,
  standardiser: Standardiser,
  order: Uint32Array,
  { batchSize, fraudWeight }: NetworkHyperparameters,
): Promise<number> {
  const inputs = tf.tensor2d(standardiseRows(train, standardiser, order), [
    train.rowCount,
    train.featureCount,
  ])
  const targets = tf.tensor2d(
    Float32Array.from(order, (row) => train.labels[row]!),
    [train.rowCount, 1],
  )
  const history = await network.fit(inputs, targets, {
    batchSize: batchSizeFor(train.rowCount, batchSize),
    epochs: 1,
    shuffle: false,
    classWeight: { 0: 1, 1: fraudWeight },
    verbose: 0,
    yieldEvery: 'never',
  })
  inputs.dispose()
  targets.dispose()
  return history.history.loss![0] as number
}

function toTensor(
  tf: typeof TensorFlow,
  rows: LabelledRows,
  standardiser: Standardiser,
): TensorFlow.Tensor2D {
  const all = Uint32Array.from({ length: rows.rowCount }, (_, row) => row)
  return tf.tensor2d(standardiseRows(rows, standardiser, all), [rows.rowCount, rows.featureCount])
}

async function predict(
  network: TensorFlow.Sequential,
  inputs: TensorFlow.Tensor2D,
): Promise<Float32Array> {
  const output = network.predict(inputs, { batchSize: 8192 }) as TensorFlow.Tensor
  const scores = (await output.data()) as Float32Array
  output.dispose()
  return scores
}

/** The weights as the artifact lays them out: kernels are inputs × outputs, row-major. */
async function readLayers(network: TensorFlow.Sequential): Promise<DenseLayer[]> {
  return Promise.all(
    network.layers.map(async (layer, index) => {
      const [kernel, bias] = layer.getWeights() as [TensorFlow.Tensor, TensorFlow.Tensor]
      const [inputs, outputs] = kernel.shape as [number, number]
      return {
        inputs,
        outputs,
        activation: index < network.layers.length - 1 ? ('relu' as const) : ('sigmoid' as const),
        weights: (await kernel.data()) as Float32Array,
        biases: (await bias.data()) as Float32Array,
      }
    }),
  )
}
