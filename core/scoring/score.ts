import { loadDenseNetwork } from './dense-network.ts'
import { encodeFeatures, loadEncodings } from './feature-encoding.ts'
import { sigmoid } from './log-odds.ts'
import type { ModelArtifact, SingleModel } from './model-artifact.ts'
import type { Predictor } from './predictor.ts'
import { loadTreeEnsemble } from './tree-ensemble.ts'

/** How far one feature moved a transaction's log-odds of fraud: above 0 towards fraud. */
export interface Contribution {
  feature: string
  /** Position in the feature vector. */
  index: number
  /** In log-odds. */
  contribution: number
}

/** A model ready to score, in whatever family it was learned. Not shared between threads. */
export interface Scorer {
  featureCount: number
  /** Fraud scores in [0, 1] of `rowCount` rows (row-major, `featureCount` values each, NaN = missing). */
  score(features: Float32Array, rowCount: number): Float32Array
  /** Why one row has its score: every feature, the strongest first. */
  explain(features: Float32Array): Contribution[]
}

/**
 * Makes an artifact ready to score. The artifact has been checked: it comes from `parseModelArtifact`,
 * or from a trainer that passes it to `encodeModelArtifact`, which checks it too.
 */
export function loadScorer({ manifest, payload }: ModelArtifact): Scorer {
  const { featureNames, model, calibration } = manifest
  const featureCount = featureNames.length
  const load = (single: SingleModel) =>
    single.kind === 'tree-ensemble'
      ? loadTreeEnsemble(single, payload, featureCount)
      : loadDenseNetwork(single, payload, featureCount)
  const predictor =
    model.kind === 'blend'
      ? blend(model.components.map(({ weight, model }) => ({ weight, predictor: load(model) })))
      : load(model)
  const encodings = loadEncodings(manifest)
  const slope = calibration?.slope ?? 1
  const intercept = calibration?.intercept ?? 0

  function requireRows(features: Float32Array, rowCount: number): void {
    if (features.length < rowCount * featureCount) {
      throw new RangeError(
        `Cannot score ${rowCount} rows: they need ${rowCount * featureCount} feature values, not ${features.length}.`,
      )
    }
  }

  return {
    featureCount,
    score(features, rowCount) {
      requireRows(features, rowCount)
      const logOdds = new Float64Array(rowCount)
      predictor.logOdds(encodeFeatures(encodings, features, rowCount), rowCount, logOdds)
      return Float32Array.from(logOdds, (value) => sigmoid(slope * value + intercept))
    },
    explain(features) {
      requireRows(features, 1)
      const row = features.subarray(0, featureCount)
      const contributions = predictor.contributions(encodeFeatures(encodings, row, 1))
      return featureNames
        .map((feature, index) => ({ feature, index, contribution: slope * contributions[index]! }))
        .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution) || a.index - b.index)
    },
  }
}

/** The weighted mean of several models' log-odds, and of their contributions. */
function blend(parts: { weight: number; predictor: Predictor }[]): Predictor {
  const total = parts.reduce((sum, part) => sum + part.weight, 0)
  return {
    logOdds(features, rowCount, out) {
      const single = new Float64Array(rowCount)
      out.fill(0, 0, rowCount)
      for (const { weight, predictor } of parts) {
        predictor.logOdds(features, rowCount, single)
        const share = weight / total
        for (let row = 0; row < rowCount; row++) out[row]! += share * single[row]!
      }
    },
    contributions(features) {
      const sum = new Float64Array(features.length)
      for (const { weight, predictor } of parts) {
        const share = weight / total
        const single = predictor.contributions(features)
        for (let j = 0; j < sum.length; j++) sum[j]! += share * single[j]!
      }
      return sum
    },
  }
}
