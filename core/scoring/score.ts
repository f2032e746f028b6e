import { loadCalibration } from './calibrate.ts'
import { loadDenseNetwork } from './dense-network.ts'
import { encodeFeatures, loadEncodings } from './feature-encoding.ts'
import { sigmoid } from './log-odds.ts'
import type { ModelManifest, SingleModel } from './model-manifest.ts'
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
  /** True when the model was calibrated: its fraud scores may be read as probabilities. */
  isProbability: boolean
  /** Fraud scores in [0, 1] of `rowCount` rows (row-major, `featureCount` values each, NaN = missing). */
  score(features: Float32Array, rowCount: number): Float32Array
  /** Why one row has its score: every feature, the strongest first. */
  explain(features: Float32Array): Contribution[]
}

/** What scoring needs of an artifact. */
export interface ScorableModel {
  manifest: Pick<ModelManifest, 'featureNames' | 'encodings' | 'model' | 'calibration'>
  payload: Float32Array
}

/**
 * Makes an artifact ready to score. The artifact has been checked: it comes from `parseModelArtifact`,
 * or from a trainer that passes it to `encodeModelArtifact`, which checks it too.
 */
export function loadScorer({ manifest, payload }: ScorableModel): Scorer {
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
  const calibrate = loadCalibration(calibration)

  function requireRows(features: Float32Array, rowCount: number): void {
    if (features.length < rowCount * featureCount) {
      throw new RangeError(
        `Cannot score ${rowCount} rows: they need ${rowCount * featureCount} feature values, not ${features.length}.`,
      )
    }
  }

  /** One factor turns contributions to the model's log-odds into contributions to the calibrated ones. */
  function slopeAt(features: Float32Array, contributions: Float64Array): number {
    if (calibration?.kind === 'platt') return calibration.slope
    const logOdds = new Float64Array(1)
    predictor.logOdds(features, 1, logOdds)
    const moved = contributions.reduce((sum, value) => sum + value, 0)
    const step = Math.abs(moved) > 1e-6 ? moved : 1e-6
    return (calibrate(logOdds[0]!) - calibrate(logOdds[0]! - step)) / step
  }

  return {
    featureCount,
    isProbability: calibration !== undefined,
    score(features, rowCount) {
      requireRows(features, rowCount)
      const logOdds = new Float64Array(rowCount)
      predictor.logOdds(encodeFeatures(encodings, features, rowCount), rowCount, logOdds)
      const scores = new Float32Array(rowCount)
      for (let row = 0; row < rowCount; row++) scores[row] = sigmoid(calibrate(logOdds[row]!))
      return scores
    },
    explain(features) {
      requireRows(features, 1)
      const row = features.subarray(0, featureCount)
      const encoded = encodeFeatures(encodings, row, 1)
      const contributions = predictor.contributions(encoded)
      const slope = calibration ? slopeAt(encoded, contributions) : 1
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
