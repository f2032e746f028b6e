/** Rows to learn from or to be measured on. Row-major features, NaN where a value is missing. */
export interface LabelledRows {
  rowCount: number
  featureCount: number
  /** rowCount × featureCount. */
  features: Float32Array
  /** 1 fraud, 0 legitimate. */
  labels: Uint8Array
  /** Weight of each row; absent when every row counts once. */
  weights?: Float32Array
  /** The card of each row, for whom resamples rows; absent where the dataset has no cards. */
  cards?: Uint32Array
}

/** How good a model was after some trees or epochs. */
export interface LearningPoint {
  /** Trees grown or epochs passed. */
  step: number
  /** Mean log-loss on the training rows; null for a family that is not fitted step by step. */
  trainLoss: number | null
  /** Average precision on the validation rows. */
  validationAveragePrecision: number
}
