import { FEATURE_STRIDE, type Histogram } from './build-histogram.ts'
import { MISSING_BIN } from './fit-bins.ts'

/** The best cut of a node: rows whose bin is at most `bin` go left. */
export interface Split {
  feature: number
  bin: number
  missingLeft: boolean
  gain: number
}

/** What makes a cut admissible. */
export interface SplitRules {
  /** L2 penalty on leaf values; above zero, or leaves of a few rows grow without bound. */
  l2: number
  /** Least sum of hessians on either side. */
  minChildWeight: number
  /** Least gain. */
  minGain: number
}

/**
 * Finds the cut with the largest gain G_L²/(H_L+λ) + G_R²/(H_R+λ) − G²/(H+λ)
 * (T. Chen & C. Guestrin, "XGBoost", KDD 2016, equation 7, without the factor ½).
 * Missing values are tried on both sides; ties keep the first feature and the lowest bin. Null when nothing gains.
 */
export function findSplit(
  histogram: Histogram,
  gradient: number,
  hessian: number,
  cutCounts: ArrayLike<number>,
  features: Int32Array,
  featureCount: number,
  rules: SplitRules,
): Split | null {
  const { l2, minChildWeight } = rules
  const parent = (gradient * gradient) / (hessian + l2)
  let bestGain = Math.max(rules.minGain, 1e-9)
  let bestFeature = -1
  let bestBin = 0
  let bestMissingLeft = false
  for (let i = 0; i < featureCount; i++) {
    const feature = features[i]!
    const base = feature * FEATURE_STRIDE
    const cuts = cutCounts[feature]!
    const missingGradient = histogram[base + 2 * MISSING_BIN]!
    const missingHessian = histogram[base + 2 * MISSING_BIN + 1]!
    const hasMissing = missingHessian > 1e-12
    for (let side = 0; side < (hasMissing ? 2 : 1); side++) {
      let leftGradient = side === 1 ? missingGradient : 0
      let leftHessian = side === 1 ? missingHessian : 0
      // With missing values on the right, the last bin is a cut too: everything known against everything missing.
      const lastBin = hasMissing && side === 0 ? cuts : cuts - 1
      for (let bin = 0; bin <= lastBin; bin++) {
        const slot = base + 2 * bin
        const binHessian = histogram[slot + 1]!
        // An empty bin parts the rows as the one before it. In deep nodes nearly all are empty.
        if (binHessian === 0) continue
        leftGradient += histogram[slot]!
        leftHessian += binHessian
        if (leftHessian < minChildWeight) continue
        const rightHessian = hessian - leftHessian
        if (rightHessian < minChildWeight) break
        const rightGradient = gradient - leftGradient
        const gain =
          (leftGradient * leftGradient) / (leftHessian + l2) +
          (rightGradient * rightGradient) / (rightHessian + l2) -
          parent
        if (gain > bestGain) {
          bestGain = gain
          bestFeature = feature
          bestBin = bin
          bestMissingLeft = side === 1
        }
      }
    }
  }
  return bestFeature < 0
    ? null
    : { feature: bestFeature, bin: bestBin, missingLeft: bestMissingLeft, gain: bestGain }
}
