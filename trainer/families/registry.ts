import { denseNetwork } from './dense-network.ts'
import { gradientBoosting } from './gradient-boosting.ts'
import { logisticRegression } from './logistic-regression.ts'
import type { ModelFamily } from './model-family.ts'
import { randomForest } from './random-forest.ts'

/**
 * Every way of learning, in the order of preference where validation cannot tell them apart. Trees come first: they
 * bear outliers and missing values, score fastest, and their explanations need no further passes.
 */
export const families: readonly ModelFamily[] = [
  gradientBoosting,
  randomForest,
  denseNetwork,
  logisticRegression,
]

/** What a run tries unless told otherwise. */
export const defaultFamilies: readonly string[] = [gradientBoosting.name, denseNetwork.name]

/** The families of these names, in the registry's order. Throws RangeError for an unknown name. */
export function getFamilies(names: readonly string[]): ModelFamily[] {
  const unknown = names.filter((name) => !families.some((family) => family.name === name))
  if (unknown.length > 0) {
    const known = families.map((family) => family.name).join(', ')
    throw new RangeError(
      `Cannot train ${unknown.join(', ')}: no such family. Choose from ${known}.`,
    )
  }
  return families.filter((family) => names.includes(family.name))
}
