/** A model of one kind, ready to run. Feature vectors are encoded already; NaN means missing. */
export interface Predictor {
  /** Writes the log-odds of `rowCount` rows (row-major, featureCount values each) into `out`. */
  logOdds(features: Float32Array, rowCount: number, out: Float64Array): void
  /**
   * How much each feature moved one row's log-odds away from the model's starting point.
   * One value per feature, in the order of the features.
   */
  contributions(features: Float32Array): Float64Array
}
