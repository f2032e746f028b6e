import { z } from 'zod'

/** Version of the artifact format. A reader refuses any other. */
export const ARTIFACT_SCHEMA_VERSION = 1

/** A run of Float32 values in the payload: `offset` and `length` count values, not bytes. */
export const sectionSchema = z.strictObject({
  offset: z.int().nonnegative(),
  length: z.int().nonnegative(),
})

/**
 * Fitted preprocessing of one feature, learned from training rows only.
 * `encoding` maps a category's code to its smoothed log-odds; unseen codes take `fallback`.
 */
export const featureEncodingSchema = z.strictObject({
  feature: z.string(),
  codes: z.array(z.number()),
  values: z.array(z.number()),
  fallback: z.number(),
})

/** Trees laid end to end; see tree-ensemble.ts for the meaning of the sections. */
export const treeEnsembleSchema = z.strictObject({
  kind: z.literal('tree-ensemble'),
  /** `sum` adds leaf values to `base` in log-odds; `mean` averages leaf probabilities. */
  aggregation: z.enum(['sum', 'mean']),
  base: z.number(),
  treeCount: z.int().positive(),
  nodeCount: z.int().positive(),
  sections: z.strictObject({
    roots: sectionSchema,
    feature: sectionSchema,
    threshold: sectionSchema,
    left: sectionSchema,
    value: sectionSchema,
    missingLeft: sectionSchema,
  }),
})

/** A multilayer perceptron with a sigmoid output; no hidden layer makes it a logistic regression. */
export const denseNetworkSchema = z.strictObject({
  kind: z.literal('dense-network'),
  sections: z.strictObject({ mean: sectionSchema, scale: sectionSchema }),
  layers: z
    .array(
      z.strictObject({
        inputs: z.int().positive(),
        outputs: z.int().positive(),
        activation: z.enum(['relu', 'sigmoid']),
        weights: sectionSchema,
        biases: sectionSchema,
      }),
    )
    .min(1),
})

/** Models that can be part of a blend. */
export const singleModelSchema = z.discriminatedUnion('kind', [
  treeEnsembleSchema,
  denseNetworkSchema,
])

/** Any model: one, or the weighted mean of several models' log-odds. */
export const modelSchema = z.discriminatedUnion('kind', [
  treeEnsembleSchema,
  denseNetworkSchema,
  z.strictObject({
    kind: z.literal('blend'),
    components: z.array(z.strictObject({ weight: z.number(), model: singleModelSchema })).min(2),
  }),
])

/** Everything about a model but its numbers. */
export const modelManifestSchema = z.strictObject({
  schemaVersion: z.literal(ARTIFACT_SCHEMA_VERSION),
  profile: z.string(),
  family: z.string(),
  featureNames: z.array(z.string()).min(1),
  encodings: z.array(featureEncodingSchema),
  model: modelSchema,
  /** A transaction is flagged when its fraud score reaches this. */
  threshold: z.number(),
  metrics: z.record(z.string(), z.unknown()),
  trainingWindow: z.strictObject({ from: z.iso.datetime(), to: z.iso.datetime() }),
  createdAt: z.iso.datetime(),
})

export type Section = z.infer<typeof sectionSchema>
export type FeatureEncoding = z.infer<typeof featureEncodingSchema>
export type TreeEnsembleModel = z.infer<typeof treeEnsembleSchema>
export type DenseNetworkModel = z.infer<typeof denseNetworkSchema>
export type SingleModel = z.infer<typeof singleModelSchema>
export type ModelManifest = z.infer<typeof modelManifestSchema>

/** A parsed artifact: the manifest and its numbers. */
export interface ModelArtifact {
  manifest: ModelManifest
  payload: Float32Array
}
