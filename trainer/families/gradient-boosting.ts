import { averagePrecisionOf } from '../../core/evaluation/average-precision.ts'
import { Random } from '../../core/random.ts'
import { PayloadWriter } from '../../core/scoring/payload-writer.ts'
import { writeTreeEnsemble } from '../../core/scoring/tree-ensemble.ts'
import { type BoostingRules, boost } from '../engine/boost.ts'
import type { ModelFamily } from './model-family.ts'

type BoostingHyperparameters = BoostingRules & Readonly<Record<string, number>>

const common: BoostingHyperparameters = {
  treeCount: 300, // early stopping usually keeps fewer
  maxDepth: 3, // fraud patterns combine few signs; deeper trees overfit a few hundred frauds
  learningRate: 0.1, // smaller ones gained nothing within their noise and cost time
  l2: 5, // leaves hold few frauds; without a penalty they trust them too much
  maxStep: 2, // a pure fraud leaf has almost no hessian: its Newton step would jump to certainty
  minChildWeight: 0.05, // about 30 legitimate rows at the prior, or a few contested ones
  rowsPerTree: 32_000, // besides the contested ones, which every tree sees (boost.ts); more gained nothing and cost time
  columnShare: 0.6, // decorrelates the trees, and costs less
  fraudWeight: 1, // the prior is in the start value; weights only distort the scores
  patience: 60, // average precision on few frauds is noisy: wait for six looks
}

/** Boosted decision trees on the histogram engine. */
export const gradientBoosting: ModelFamily<BoostingHyperparameters> = {
  name: 'gradient-boosting',
  expectedSeconds: 5,
  candidates: [
    common,
    { ...common, maxDepth: 4 },
    // Where features describe a card's history, fraud shows in how they meet; a stronger penalty holds deep leaves back.
    { ...common, maxDepth: 6, l2: 10, minChildWeight: 0.2 },
  ],
  async fit({ train, validation, hyperparameters, seed, steps }) {
    const measure = (scores: Float64Array) =>
      averagePrecisionOf({
        scores,
        isFraud: validation.labels,
        ...(validation.weights ? { weights: validation.weights } : {}),
      })
    const { nodes, base, gains, learningCurve, validationScores } = boost(
      train,
      validation,
      steps === undefined ? hyperparameters : { ...hyperparameters, treeCount: steps },
      steps === undefined ? measure : null,
      new Random(seed),
    )
    const writer = new PayloadWriter()
    const model = writeTreeEnsemble(writer, {
      aggregation: 'sum',
      base,
      ...nodes,
      missingLeft: nodes.missingLeft.map(Number),
    })
    return {
      model,
      payload: writer.toFloat32Array(),
      learningCurve,
      steps: nodes.roots.length,
      validationScores,
      gains,
      backend: 'typescript',
    }
  },
}
