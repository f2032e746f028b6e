import { z } from 'zod'
import { fail, ok, type Result } from '../result.ts'
import { checkModel, modelLimits } from './check-model.ts'

/** Version of the artifact format. A reader refuses any other. */
export const ARTIFACT_SCHEMA_VERSION = 1

/** First four bytes of every artifact. */
const MAGIC = new TextEncoder().encode('FDM1')

/** Bytes before the manifest: the magic and the manifest's length. */
const HEADER_BYTES = 8

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

export type Section = z.infer<typeof sectionSchema>
export type FeatureEncoding = z.infer<typeof featureEncodingSchema>
export type TreeEnsembleModel = z.infer<typeof treeEnsembleSchema>
export type DenseNetworkModel = z.infer<typeof denseNetworkSchema>
export type SingleModel = z.infer<typeof singleModelSchema>
export type Model = z.infer<typeof modelSchema>
export type Calibration = z.infer<typeof calibrationSchema>
export type ModelManifest = z.infer<typeof modelManifestSchema>

/** A parsed artifact: the manifest and its numbers. */
export interface ModelArtifact {
  manifest: ModelManifest
  payload: Float32Array
}

/** Why bytes are not a usable artifact; docs/model-artifact.md says what each one means. */
export type ArtifactFaultCode =
  | 'not_an_artifact'
  | 'truncated'
  | 'manifest_not_json'
  | 'unsupported_version'
  | 'manifest_invalid'
  | 'payload_misaligned'
  | ModelFaultCode

/** Why a manifest and a payload do not make a model. */
export type ModelFaultCode =
  | 'features_invalid'
  | 'encoding_invalid'
  | 'section_invalid'
  | 'payload_not_covered'
  | 'value_not_finite'
  | 'tree_invalid'
  | 'network_invalid'

/**
 * Writes a model as one file: magic, manifest length (uint32), manifest (JSON padded with spaces
 * to a multiple of four bytes), payload (Float32); all little-endian, as is every machine that runs this.
 * Throws RangeError for a model that its own reader would refuse.
 */
export function encodeModelArtifact(manifest: ModelManifest, payload: Float32Array): Uint8Array {
  const artifact = { manifest: modelManifestSchema.parse(manifest), payload }
  const fault = checkModel(artifact)
  if (fault) throw new RangeError(`Cannot encode the model: ${fault.message}`)

  let json = new TextEncoder().encode(JSON.stringify(artifact.manifest))
  const padding = (4 - (json.length % 4)) % 4
  if (padding > 0) {
    const padded = new Uint8Array(json.length + padding).fill(0x20)
    padded.set(json)
    json = padded
  }
  const bytes = new Uint8Array(HEADER_BYTES + json.length + payload.length * 4)
  bytes.set(MAGIC)
  new DataView(bytes.buffer).setUint32(4, json.length, true)
  bytes.set(json, HEADER_BYTES)
  bytes.set(
    new Uint8Array(payload.buffer, payload.byteOffset, payload.byteLength),
    HEADER_BYTES + json.length,
  )
  return bytes
}

/**
 * Reads and checks an artifact completely: what it returns can be scored without further checks,
 * whoever wrote the bytes, which must not be changed afterwards. Check the file's sha256 before: a well-formed file may still be another one.
 */
export function parseModelArtifact(bytes: Uint8Array): Result<ModelArtifact, ArtifactFaultCode> {
  if (bytes.length < HEADER_BYTES || MAGIC.some((byte, i) => bytes[i] !== byte)) {
    return refuse('not_an_artifact', 'it does not begin with FDM1')
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const manifestBytes = view.getUint32(4, true)
  const payloadStart = HEADER_BYTES + manifestBytes
  if (payloadStart > bytes.length) {
    return refuse(
      'truncated',
      `its manifest should end at byte ${payloadStart}, but the file has ${bytes.length}`,
    )
  }
  if (payloadStart % 4 !== 0 || bytes.length % 4 !== 0) {
    return refuse('payload_misaligned', 'its manifest or payload is not a multiple of four bytes')
  }
  const manifest = parseManifest(bytes.subarray(HEADER_BYTES, payloadStart))
  if (manifest.error) return manifest

  const payload = floatsOf(bytes.subarray(payloadStart))
  const artifact = { manifest: manifest.data, payload }
  const fault = checkModel(artifact)
  return fault ? refuse(fault.code, fault.message) : ok(artifact)
}

/** The bytes as numbers; a copy only where they do not begin at a multiple of four, as a Buffer's slice may. */
function floatsOf(bytes: Uint8Array): Float32Array {
  const { buffer, byteOffset, length } = isAligned(bytes) ? bytes : new Uint8Array(bytes)
  return new Float32Array(buffer, byteOffset, length / 4)
}

function isAligned({ byteOffset }: Uint8Array): boolean {
  return byteOffset % Float32Array.BYTES_PER_ELEMENT === 0
}

function parseManifest(json: Uint8Array): Result<ModelManifest, ArtifactFaultCode> {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json))
  } catch {
    return refuse('manifest_not_json', 'its manifest is not JSON')
  }
  const version = (value as { schemaVersion?: unknown } | null)?.schemaVersion
  if (version !== ARTIFACT_SCHEMA_VERSION) {
    return refuse(
      'unsupported_version',
      `its schema version is ${typeof version === 'number' ? version : 'missing'}, this program reads ${ARTIFACT_SCHEMA_VERSION}`,
    )
  }
  const parsed = modelManifestSchema.safeParse(value)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return refuse('manifest_invalid', `${issue?.path.join('.')}: ${issue?.message}`)
  }
  return ok(parsed.data)
}

function refuse(code: ArtifactFaultCode, reason: string) {
  return fail(
    code,
    `Cannot read the model artifact: ${reason}. Publish the model again, or roll back to an earlier version.`,
  )
}
