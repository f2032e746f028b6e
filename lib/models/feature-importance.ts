import * as z from 'zod/mini'

const optional = <T extends z.core.$ZodType>(schema: T) => z.catch(z.optional(schema), undefined)

/** What a stored version says of its features. Versions of an earlier trainer lack permutation and gain. */
export const featureImportanceSchema = z.catch(
  z.array(
    z.object({
      feature: z.string(),
      /** Its share of all movement of the log-odds. */
      importance: z.number(),
      /** Average precision that is lost when its values are shuffled, and the deviation over the repeats. */
      permutation: optional(z.object({ drop: z.number(), deviation: z.number() })),
      /** Its share of the gain of all cuts; null for models other than boosted trees. */
      gain: optional(z.nullable(z.number())),
    }),
  ),
  [],
)

/** How much one feature matters to a version. */
export type FeatureImportance = z.infer<typeof featureImportanceSchema>[number]

/** A way to measure how much a feature matters. */
export type ImportanceMeasure = 'contribution' | 'permutation' | 'gain'

/** A measured importance and half the width of its whisker (0 where there is none). */
export interface Importance {
  value: number
  spread: number
}

/** One feature's importance by a measure; null where the version does not know it. */
export function readImportance(
  measure: ImportanceMeasure,
  of: FeatureImportance | undefined,
): Importance | null {
  if (of === undefined) return null
  if (measure === 'contribution') return { value: of.importance, spread: 0 }
  if (measure === 'gain') return typeof of.gain === 'number' ? { value: of.gain, spread: 0 } : null
  return of.permutation ? { value: of.permutation.drop, spread: of.permutation.deviation } : null
}

/** One feature with its importance to each version, in their order. */
export interface RankedFeature {
  feature: string
  importances: (Importance | null)[]
}

/** Every feature that a version knows by this measure, the most important to any of them first. */
export function rankFeatures(
  measure: ImportanceMeasure,
  versions: readonly (readonly FeatureImportance[])[],
): RankedFeature[] {
  const byName = versions.map((features) => new Map(features.map((each) => [each.feature, each])))
  const largest = ({ importances }: RankedFeature) =>
    Math.max(...importances.map((importance) => importance?.value ?? -1))
  return [...new Set(byName.flatMap((features) => [...features.keys()]))]
    .map((feature) => ({
      feature,
      importances: byName.map((features) => readImportance(measure, features.get(feature))),
    }))
    .filter(({ importances }) => importances.some((importance) => importance !== null))
    .sort((a, b) => largest(b) - largest(a))
}
