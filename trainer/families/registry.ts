import { blend } from './blend.ts'
import { denseNetwork } from './dense-network.ts'
import { gradientBoosting } from './gradient-boosting.ts'
import { logisticRegression } from './logistic-regression.ts'
import type { CombiningFamily, ModelFamily } from './model-family.ts'
import { randomForest } from './random-forest.ts'

/** Every way of learning from rows. */
export const families: readonly ModelFamily[] = [
  gradientBoosting,
  randomForest,
  denseNetwork,
  logisticRegression,
]

/** Every way of joining what others have learned. */
export const combiningFamilies: readonly CombiningFamily[] = [blend]

/**
 * Names of all families in the order of preference where validation cannot tell them apart. A mean of several models
 * errs less than most of them, whatever the data. Of the single ones trees come first: they bear outliers and missing
 * values, and score fastest.
 */
export const familyNames: readonly string[] = [...combiningFamilies, ...families].map(
  ({ name }) => name,
)

/** What a run tries unless told otherwise. */
export const defaultFamilies: readonly string[] = [
  blend.name,
  gradientBoosting.name,
  denseNetwork.name,
]

/** The families of these names that learn from rows, in order. Throws RangeError for an unknown name. */
export function getFamilies(names: readonly string[]): ModelFamily[] {
  requireKnown(names)
  return families.filter((family) => names.includes(family.name))
}

/** The families of these names that combine others, in order. Throws RangeError for an unknown name. */
export function getCombiningFamilies(names: readonly string[]): CombiningFamily[] {
  requireKnown(names)
  return combiningFamilies.filter((family) => names.includes(family.name))
}

function requireKnown(names: readonly string[]): void {
  const unknown = names.filter((name) => !familyNames.includes(name))
  if (unknown.length > 0) {
    throw new RangeError(
      `Cannot train ${unknown.join(', ')}: no such family. Choose from ${familyNames.join(', ')}.`,
    )
  }
}
