import type { Model } from '../../core/scoring/model-artifact.ts'
import type { LabelledRows, LearningPoint } from '../engine/labelled-rows.ts'

/** What can be chosen before fitting; stored with the candidate as it is. */
export type Hyperparameters = Readonly<Record<string, number | readonly number[]>>

/** One fit: encoded rows, a choice of hyperparameters and a seed. */
export interface FitRequest<H extends Hyperparameters = Hyperparameters> {
  train: LabelledRows
  /** For early stopping; never fitted on, and of no influence when `steps` is given. */
  validation: LabelledRows
  hyperparameters: H
  seed: number
  /** Exactly so many trees or epochs, without a look at validation; absent to stop early. */
  steps?: number
}

/** A fitted model as plain data: the artifact's model section and the payload that it points into. */
export interface FittedModel {
  model: Model
  payload: Float32Array
  learningCurve: LearningPoint[]
  /** Trees or epochs that were kept. */
  steps: number
  /** Fraud scores of the validation rows as the engine computes them: the artifact must give the same to 1e-6. */
  validationScores: Float32Array
  /** What did the arithmetic: `typescript`, `tfjs-node`, `tfjs-wasm`, `tfjs-cpu`. */
  backend: string
}

/** A way of learning. A new one is a file that exports such an object and a line in registry.ts. */
export interface ModelFamily<H extends Hyperparameters = Hyperparameters> {
  /** Stable, kebab-case: stored with candidates and versions, and typed after `--families`. */
  name: string
  /** How long a candidate takes on 230,000 rows of 30 features: the longest are started first. */
  expectedSeconds: number
  /** The grid, each entry worth its time. */
  candidates: readonly H[]
  fit(request: FitRequest<H>): Promise<FittedModel>
}
