import { z } from 'zod'
import { modelLimits } from './model-limits.ts'

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
  /** `sum` adds leaf values to `base` in log-odds; `mean` averages leaf probabilities and ignores `base`. */
  aggregation: z.enum(['sum', 'mean']),
  base: z.number().min(-1e6).max(1e6),
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
  /** Standardised features are bounded to ± this, so that no outlier carries a score by itself. */
  limit: z.number().positive().max(1e6).optional(),
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
    components: z
      .array(z.strictObject({ weight: z.number().min(1e-6).max(1e6), model: singleModelSchema }))
      .min(2),
  }),
])

/** Platt scaling: the published log-odds are `slope` × the model's + `intercept`. Keeps the order. */
const plattSchema = z.strictObject({
  kind: z.literal('platt'),
  slope: z.number().positive().max(1e6),
  intercept: z.number().min(-1e6).max(1e6),
})

const risingSchema = z
  .array(z.number().min(-1e6).max(1e6))
  .min(2)
  .max(4096)
  .refine((knots) => knots.every((knot, i) => i === 0 || knot > knots[i - 1]!), 'must rise')

/** A curve through knots of log-odds, before (`from`) and after (`to`); both rise, which keeps the order. */
const isotonicSchema = z
  .strictObject({ kind: z.literal('isotonic'), from: risingSchema, to: risingSchema })
  .refine(({ from, to }) => from.length === to.length, 'from and to do not pair')

/** What makes a fraud score a probability. */
export const calibrationSchema = z.discriminatedUnion('kind', [plattSchema, isotonicSchema])

/** Everything about a model but its numbers. */
export const modelManifestSchema = z.strictObject({
  schemaVersion: z.literal(ARTIFACT_SCHEMA_VERSION),
  profile: z.string(),
  family: z.string(),
  featureNames: z.array(z.string()).min(1).max(modelLimits.features),
  encodings: z.array(featureEncodingSchema),
  model: modelSchema,
  /** With it the fraud score may be called a probability. */
  calibration: calibrationSchema.optional(),
  /** A transaction is flagged when its fraud score reaches this. */
  threshold: z.number().min(0).max(1),
  metrics: z.record(z.string(), z.unknown()),
  trainingWindow: z.strictObject({ from: z.iso.datetime(), to: z.iso.datetime() }),
  createdAt: z.iso.datetime(),
})

/** Where a run of numbers lies in the payload. */
export type Section = z.infer<typeof sectionSchema>
/** Fitted values of one feature's categories. */
export type FeatureEncoding = z.infer<typeof featureEncodingSchema>
/** Boosted trees or a forest. */
export type TreeEnsembleModel = z.infer<typeof treeEnsembleSchema>
/** A neural network or a logistic regression. */
export type DenseNetworkModel = z.infer<typeof denseNetworkSchema>
/** A model that is no blend. */
export type SingleModel = z.infer<typeof singleModelSchema>
/** A single model or a blend. */
export type Model = z.infer<typeof modelSchema>
/** How log-odds become those of a probability. */
export type Calibration = z.infer<typeof calibrationSchema>
/** All that an artifact says of its model besides the numbers. */
export type ModelManifest = z.infer<typeof modelManifestSchema>
