import type * as TensorFlow from '@tensorflow/tfjs'
import { averagePrecisionOf } from '../../core/evaluation/average-precision.ts'
import { derive, type Random } from '../../core/random.ts'
import { type DenseLayer, writeDenseNetwork } from '../../core/scoring/dense-network.ts'
import type { Model } from '../../core/scoring/model-manifest.ts'
import { PayloadWriter } from '../../core/scoring/payload-writer.ts'
import type { LabelledRows, LearningPoint } from '../engine/labelled-rows.ts'
import { priorLogOdds, rowWeights } from '../engine/row-weights.ts'
import type { FitRequest, FittedModel, Hyperparameters } from '../families/model-family.ts'
import { loadTensorFlow } from './load-tensorflow.ts'
import { fitStandardiser, type Standardiser, standardiseRows } from './standardise.ts'
import { type Batch, Network, type StepRules } from './train-network.ts'

/** What can be chosen about a network; no hidden layer makes it a logistic regression. */
export interface NetworkHyperparameters extends Hyperparameters {
  /** Width of each hidden layer (ReLU). */
  hidden: readonly number[]
  /** Standardised features are bounded to ± this: a long tail would lead a model by a few rows. */
  limit: number
  /** Networks that differ in their random start and order of rows; their log-odds are averaged. */
  members: number
  learningRate: number
  /** L2 penalty on the kernels. */
  l2: number
  /** Share of the hidden units that each step silences. */
  dropout: number
  /** Largest batch; small data takes smaller ones (see batchSizeFor). */
  batchSize: number
  /** Most passes over the training rows… */
  epochs: number
  /** …and about the most steps: many rows need fewer passes. */
  stepBudget: number
  /** About how many epochs the weights are averaged over. */
  averagedEpochs: number
  /** Weight of a fraud against a legitimate row of weight 1. */
  fraudWeight: number
  /** Epochs without a better validation score after which fitting stops. */
  patience: number
}

/**
 * Fits multilayer perceptrons with Adam on weighted log-loss, all members side by side, and keeps the weights of the
 * epoch in which their mean log-odds had the best average precision on validation.
 */
export async function fitNetwork({
  train,
  validation,
  hyperparameters,
  seed,
  steps,
}: FitRequest<NetworkHyperparameters>): Promise<FittedModel> {
  const { tf, backend } = await loadTensorFlow()
  const standardiser = fitStandardiser(train, hyperparameters.limit)
  const inputs = standardiseAll(train, standardiser)
  const weights = rowWeights(train, hyperparameters.fraudWeight)
  const members = Array.from({ length: hyperparameters.members }, (_, member) =>
    createMember(tf, train, weights, hyperparameters, derive(seed, 'network', member)),
  )
  const validationInput = tf.tensor2d(standardiseAll(validation, standardiser), [
    validation.rowCount,
    validation.featureCount,
  ])
  const learningCurve: LearningPoint[] = []
  let best = {
    averagePrecision: -1,
    epoch: 0,
    scores: new Float32Array(0) as Float32Array,
    networks: [] as DenseLayer[][],
  }

  for (let epoch = 1; epoch <= (steps ?? epochsFor(train.rowCount, hyperparameters)); epoch++) {
    let trainLoss = 0
    for (const member of members) {
      trainLoss += fitEpoch(member, train, inputs, weights, hyperparameters) / members.length
    }
    if (steps !== undefined && epoch < steps) continue
    const scores = meanScores(members.map(({ network }) => network.predict(validationInput)))
    const found = averagePrecisionOf({
      scores,
      isFraud: validation.labels,
      ...(validation.weights ? { weights: validation.weights } : {}),
    })
    learningCurve.push({ step: epoch, trainLoss, validationAveragePrecision: found })
    if (found > best.averagePrecision) {
      const networks = members.map(({ network }) => network.toLayers())
      best = { averagePrecision: found, epoch, scores, networks }
    } else if (epoch - best.epoch >= hyperparameters.patience) break
  }
  validationInput.dispose()

  const writer = new PayloadWriter()
  return {
    model: writeNetworks(writer, standardiser, best.networks),
    payload: writer.toFloat32Array(),
    learningCurve,
    steps: best.epoch,
    validationScores: best.scores,
    backend,
  }
}

/** One network, and the order in which it last saw the rows. */
interface Member {
  network: Network
  order: Uint32Array
  random: Random
}

function createMember(
  tf: typeof TensorFlow,
  train: LabelledRows,
  weights: Float32Array,
  { hidden }: NetworkHyperparameters,
  random: Random,
): Member {
  const network = new Network(tf, [train.featureCount, ...hidden, 1], random)
  network.setPrior(priorLogOdds(train.labels, weights))
  return { network, random, order: Uint32Array.from(train.labels, (_, row) => row) }
}

/** One pass over all rows in a new order; returns the mean loss. */
function fitEpoch(
  { network, random, order }: Member,
  train: LabelledRows,
  inputs: Float32Array,
  weights: Float32Array,
  rules: NetworkHyperparameters,
): number {
  random.shuffle(order)
  const { featureCount, rowCount } = train
  const size = batchSizeFor(rowCount, rules.batchSize)
  const stepCount = Math.ceil(rowCount / size)
  const stepRules: StepRules = {
    learningRate: rules.learningRate,
    l2: rules.l2,
    dropout: rules.dropout,
    averaging: 1 - 1 / Math.max(1, rules.averagedEpochs * stepCount),
  }
  let loss = 0
  for (let start = 0; start < rowCount; start += size) {
    const rows = order.subarray(start, Math.min(start + size, rowCount))
    const batch = takeBatch(rows, featureCount, inputs, train.labels, weights)
    loss += (network.step(batch, stepRules) * rows.length) / rowCount
  }
  return loss
}

function takeBatch(
  rows: Uint32Array,
  featureCount: number,
  inputs: Float32Array,
  labels: Uint8Array,
  weights: Float32Array,
): Batch {
  const batch = {
    rowCount: rows.length,
    inputs: new Float32Array(rows.length * featureCount),
    labels: new Uint8Array(rows.length),
    weights: new Float32Array(rows.length),
  }
  for (let i = 0, to = 0; i < rows.length; i++) {
    const row = rows[i]!
    batch.labels[i] = labels[row]!
    batch.weights[i] = weights[row]!
    const end = (row + 1) * featureCount
    for (let from = row * featureCount; from < end; from++) batch.inputs[to++] = inputs[from]!
  }
  return batch
}

/** Steps that an epoch should have at least: with few rows a large batch would hardly move the weights. */
const STEPS_PER_EPOCH = 60

/** The largest power of two that gives an epoch its steps, from 32 to the largest batch allowed. */
function batchSizeFor(rowCount: number, largest: number): number {
  const wanted = 2 ** Math.floor(Math.log2(Math.max(rowCount / STEPS_PER_EPOCH, 1)))
  return Math.min(Math.max(wanted, 32), largest)
}

/** Fewest epochs, however many rows there are. */
const LEAST_EPOCHS = 5

function epochsFor(
  rowCount: number,
  { epochs, stepBudget, batchSize }: NetworkHyperparameters,
): number {
  const stepsPerEpoch = Math.ceil(rowCount / batchSizeFor(rowCount, batchSize))
  return Math.min(epochs, Math.max(LEAST_EPOCHS, Math.round(stepBudget / stepsPerEpoch)))
}

function standardiseAll(rows: LabelledRows, standardiser: Standardiser): Float32Array {
  return standardiseRows(
    rows,
    standardiser,
    Uint32Array.from(rows.labels, (_, row) => row),
  )
}

/** Fraud scores of the members' mean log-odds. */
function meanScores(logOdds: readonly Float32Array[]): Float32Array {
  return Float32Array.from(logOdds[0]!, (_, row) => {
    let sum = 0
    for (const member of logOdds) sum += member[row]!
    return 1 / (1 + Math.exp(-sum / logOdds.length))
  })
}

function writeNetworks(
  writer: PayloadWriter,
  standardiser: Standardiser,
  networks: readonly DenseLayer[][],
): Model {
  const models = networks.map((layers) => writeDenseNetwork(writer, { ...standardiser, layers }))
  if (models.length === 1) return models[0]!
  return { kind: 'blend', components: models.map((model) => ({ weight: 1, model })) }
}
