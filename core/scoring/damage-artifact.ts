import { Random } from '../random.ts'
import { type ArtifactFaultCode, type ModelArtifact, parseModelArtifact } from './model-artifact.ts'
import { sampleArtifact } from './sample-model.ts'

// For tests: small artifacts of every kind, and ways to write them without the writer's checks.

const kinds = ['boosting', 'forest', 'network', 'logistic', 'blend'] as const

/** Shape of the {@link artifacts}. */
export const shape = { featureCount: 5, trees: 4, depth: 3, hidden: [4] }

/** One artifact of each kind: boosting, forest, network, logistic, blend. */
export const artifacts: readonly ModelArtifact[] = kinds.map((kind) =>
  sampleArtifact(new Random(kind), kind, shape),
)

/** Those that are damaged in ways of their kind. */
export const damageable = {
  boosting: artifacts[0]!,
  forest: artifacts[1]!,
  network: artifacts[2]!,
}

/** Why bytes are refused; undefined where they are not. */
export function codeOf(bytes: Uint8Array): ArtifactFaultCode | undefined {
  return parseModelArtifact(bytes).error?.code
}

/** The artifact's bytes after a change of its manifest as JSON, without the writer's checks. */
export function withManifest(
  artifact: ModelArtifact,
  change: (manifest: never) => void,
): Uint8Array {
  const manifest = JSON.parse(JSON.stringify(artifact.manifest))
  change(manifest as never)
  const text = JSON.stringify(manifest)
  const json = new TextEncoder().encode(text.padEnd(Math.ceil(text.length / 4) * 4))
  const bytes = new Uint8Array(8 + json.length + artifact.payload.byteLength)
  bytes.set(new TextEncoder().encode('FDM1'))
  new DataView(bytes.buffer).setUint32(4, json.length, true)
  bytes.set(json, 8)
  bytes.set(new Uint8Array(artifact.payload.slice().buffer), 8 + json.length)
  return bytes
}

/** The artifact's bytes after a change of its numbers, without the writer's checks. */
export function withPayload(
  artifact: ModelArtifact,
  change: (payload: Float32Array) => void,
): Uint8Array {
  const payload = artifact.payload.slice()
  change(payload)
  return withManifest({ ...artifact, payload }, () => {})
}
