import type { Model } from '../../core/scoring/model-manifest.ts'
import type { LabelledRows, LearningPoint } from '../engine/labelled-rows.ts'

/** What can be chosen before fitting; stored with the candidate as it is. */
export interface Hyperparameters {
  readonly [name: string]: Hyperparameter
}
type Hyperparameter = number | string | Hyperparameters | readonly Hyperparameter[]

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
  /** Total gain of each feature's cuts, where there are some. */
  gains?: Float64Array
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

/** One fitted candidate of a family, with what it takes to fit it again. */
export interface FittedMember {
  family: string
  hyperparameters: Hyperparameters
  seed: number
  fitted: FittedModel
}

/** A family that is made of what others have fitted, instead of fitting a grid of its own. */
export interface CombiningFamily {
  name: string
  /** Which of the fitted candidates to combine, and how; none where there is nothing to combine. */
  propose(candidates: readonly FittedMember[], validation: LabelledRows): Combination[]
  /** One model of several, in the order of `combination.members`. */
  combine(
    members: readonly FittedModel[],
    combination: Combination,
    validation: LabelledRows,
  ): FittedModel
}

/** Hyperparameters of a combining family: its members, each of which can be fitted again from this alone. */
export interface Combination extends Hyperparameters {
  readonly members: readonly CombinedMember[]
}

/** One member of a combination. */
export interface CombinedMember extends Hyperparameters {
  readonly family: string
  readonly hyperparameters: Hyperparameters
  readonly seed: number
  /** Trees or epochs that were best. */
  readonly steps: number
  /** Its share is its weight / the sum of weights. */
  readonly weight: number
}
