import type { Random } from '../../core/random.ts'
import { binRows } from './bin-rows.ts'
import { fitBins } from './fit-bins.ts'
import { TreeGrower } from './grow-tree.ts'
import type { LabelledRows, LearningPoint } from './labelled-rows.ts'
import { priorLogOdds, rowWeights } from './row-weights.ts'
import { RowSample } from './sample-rows.ts'
import { addTreeScores } from './score-binned.ts'
import { createTreeNodes, keepTrees, type TreeNodes } from './tree-nodes.ts'

/** What can be chosen about boosting. */
export interface BoostingRules {
  /** Most trees; early stopping may keep fewer. */
  treeCount: number
  maxDepth: number
  learningRate: number
  /** L2 penalty on leaf values, above zero. */
  l2: number
  /** Largest step of one leaf in log-odds, before the learning rate. */
  maxStep: number
  /** Least sum of hessians (weight × p(1 − p)) in a leaf. */
  minChildWeight: number
  /** Rows that each tree sees besides those that the model still gets wrong; drawn anew every few trees. */
  rowsPerTree: number
  /** Share of the features that each tree may use. */
  columnShare: number
  /** Weight of a fraud against a legitimate row of weight 1. */
  fraudWeight: number
  /** Trees without a better validation score after which boosting stops. */
  patience: number
}

/** Measures how good scores are on validation rows; larger is better. */
export type Measure = (scores: Float64Array) => number

/** Boosted trees: `base` plus the leaf values is the log-odds of fraud. */
export interface BoostedTrees {
  nodes: TreeNodes
  base: number
  /** Total gain per feature. */
  gains: Float64Array
  learningCurve: LearningPoint[]
  /** Fraud scores of the validation rows, by the trees that were kept. */
  validationScores: Float32Array
}

/** Trees that are grown on one sample of the rows (LightGBM's bagging_freq): drawing one takes a pass over all rows. */
const TREES_PER_SAMPLE = 5

/** Trees between two looks at the validation rows; a multiple of the trees per sample. */
const LOOK_EVERY = 10

/**
 * Gradient boosting of log-loss on histograms (J. Friedman 2001; second order as in XGBoost), starting at the
 * log-odds prior. Keeps the trees up to the best measure on validation, averaged over three looks, or all of them
 * when `measure` is null.
 * The same seed gives the same trees, bit for bit. Throws RangeError when one class is missing.
 */
export function boost(
  train: LabelledRows,
  validation: LabelledRows,
  rules: BoostingRules,
  measure: Measure | null,
  random: Random,
): BoostedTrees {
  const { rowCount, featureCount, labels } = train
  const bins = fitBins(train.features, rowCount, featureCount)
  const binned = binRows(train.features, rowCount, bins)
  const binnedValidation = binRows(validation.features, validation.rowCount, bins)
  const weights = rowWeights(train, rules.fraudWeight)
  const base = priorLogOdds(labels, weights)

  const nodes = createTreeNodes()
  const grower = new TreeGrower(bins, rowCount, nodes)
  const scores = new Float64Array(rowCount).fill(base)
  const validationScores = new Float64Array(validation.rowCount).fill(base)
  const sample = new RowSample(binned, labels, weights)
  const share = rules.rowsPerTree / rowCount
  const gradients = new Float32Array(2 * rowCount)
  const numbers = new Uint32Array(rowCount)
  const validationRows = Uint32Array.from({ length: validation.rowCount }, (_, row) => row)
  const columns = Int32Array.from({ length: featureCount }, (_, feature) => feature)
  const columnCount = Math.max(1, Math.round(rules.columnShare * featureCount))
  const growth = { ...rules, minGain: 0, shrinkage: rules.learningRate }
  const learningCurve: LearningPoint[] = []
  let best = { measure: -1, treeCount: 0, scores: new Float32Array(0) as Float32Array }

  for (let tree = 0; tree < rules.treeCount; tree++) {
    if (tree % TREES_PER_SAMPLE === 0) sample.draw(scores, share, random)
    writeGradients(sample, gradients)
    const rows = numbers.subarray(0, sample.taken.length)
    for (let k = 0; k < rows.length; k++) rows[k] = k
    if (columnCount < featureCount) random.shuffle(columns)
    const features = columns.subarray(0, columnCount).sort()
    const treeRows = { binned: sample.binned, rows, gradients, features }
    grower.grow(treeRows, growth, (value, start, end) => {
      for (let k = start; k < end; k++) sample.scores[rows[k]!]! += value
    })
    if ((tree + 1) % TREES_PER_SAMPLE !== 0 && tree + 1 < rules.treeCount) continue
    const first = tree - (tree % TREES_PER_SAMPLE)
    sample.writeScores(scores)
    addTreeScores(nodes, first, tree + 1, binned, sample.others, scores)
    addTreeScores(nodes, first, tree + 1, binnedValidation, validationRows, validationScores)

    if (measure && ((tree + 1) % LOOK_EVERY === 0 || tree + 1 === rules.treeCount)) {
      const found = measure(validationScores)
      learningCurve.push({
        step: tree + 1,
        trainLoss: meanLogLoss(scores, labels, weights),
        validationAveragePrecision: found,
      })
      const smoothed = meanOfLastLooks(learningCurve)
      if (smoothed > best.measure) {
        best = { measure: smoothed, treeCount: tree + 1, scores: toFraudScores(validationScores) }
      } else if (tree + 1 - best.treeCount >= rules.patience) break
    }
  }
  if (measure) keepTrees(nodes, best.treeCount)
  else best.scores = toFraudScores(validationScores)
  return { nodes, base, gains: grower.gains, learningCurve, validationScores: best.scores }
}

/** Looks that are averaged before the best one is chosen: a single one on few frauds is often just lucky. */
const LOOKS_AVERAGED = 3

/** The mean of the last looks; the first ones, which have no company yet, count as if they had found nothing. */
function meanOfLastLooks(curve: readonly LearningPoint[]): number {
  const last = curve.slice(-LOOKS_AVERAGED)
  return last.reduce((sum, point) => sum + point.validationAveragePrecision, 0) / LOOKS_AVERAGED
}

function toFraudScores(logOdds: Float64Array): Float32Array {
  return Float32Array.from(logOdds, (value) => 1 / (1 + Math.exp(-value)))
}

/** Gradient w(p − y) and hessian w·p(1 − p) of every sampled row, interleaved. */
function writeGradients(sample: RowSample, gradients: Float32Array): void {
  const { scores, labels, weights, taken } = sample
  for (let row = 0; row < taken.length; row++) {
    const probability = 1 / (1 + Math.exp(-scores[row]!))
    const weight = weights[row]!
    gradients[2 * row] = weight * (probability - labels[row]!)
    gradients[2 * row + 1] = weight * Math.max(probability * (1 - probability), 1e-16)
  }
}

function meanLogLoss(scores: Float64Array, labels: Uint8Array, weights: Float32Array): number {
  let loss = 0
  let total = 0
  for (let row = 0; row < labels.length; row++) {
    const logOdds = labels[row] === 1 ? scores[row]! : -scores[row]!
    loss +=
      weights[row]! *
      (logOdds > 0 ? Math.log1p(Math.exp(-logOdds)) : Math.log1p(Math.exp(logOdds)) - logOdds)
    total += weights[row]!
  }
  return loss / total
}
