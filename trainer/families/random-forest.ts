import { averagePrecisionOf } from '../../core/evaluation/average-precision.ts'
import { PayloadWriter } from '../../core/scoring/payload-writer.ts'
import { writeTreeEnsemble } from '../../core/scoring/tree-ensemble.ts'
import { growForest } from '../engine/grow-forest.ts'
import type { ForestRules } from '../engine/grow-trees.ts'
import type { ModelFamily } from './model-family.ts'

type ForestHyperparameters = ForestRules & Readonly<Record<string, number>>

const common: ForestHyperparameters = {
  treeCount: 100, // the average is steady by then
  maxDepth: 16, // trees of a forest are grown out; the average keeps them from overfitting
  columnsPerNode: 6, // about the root of 30 features, Breiman's rule
  minLeafRows: 15, // by weight: no leaf rests on a single fraud
  fraudWeight: 20, // impurity hardly notices one row in six hundred; chosen on validation of the ulb sample
}

/** Averaged randomised trees on the histogram engine. */
export const randomForest: ModelFamily<ForestHyperparameters> = {
  name: 'random-forest',
  expectedSeconds: 10,
  candidates: [common, { ...common, fraudWeight: 7 }],
  async fit({ train, validation, hyperparameters, seed, steps }) {
    const rules = { ...hyperparameters, treeCount: steps ?? hyperparameters.treeCount }
    const { nodes, validationScores } = await growForest(train, validation, rules, seed)
    const writer = new PayloadWriter()
    const model = writeTreeEnsemble(writer, {
      aggregation: 'mean',
      base: 0,
      ...nodes,
      missingLeft: nodes.missingLeft.map(Number),
    })
    const found = averagePrecisionOf({
      scores: validationScores,
      isFraud: validation.labels,
      ...(validation.weights ? { weights: validation.weights } : {}),
    })
    return {
      model,
      payload: writer.toFloat32Array(),
      // A forest does not learn step by step: one point, without a training loss.
      learningCurve: [
        {
          step: rules.treeCount,
          trainLoss: null,
          validationAveragePrecision: found,
        },
      ],
      steps: rules.treeCount,
      validationScores,
      backend: 'typescript',
    }
  },
}
