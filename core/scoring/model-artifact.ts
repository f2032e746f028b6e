import { fail, ok, type Result } from '../result.ts'
import { checkModel, type ModelFaultCode } from './check-model.ts'
import {
  ARTIFACT_SCHEMA_VERSION,
  type ModelManifest,
  modelManifestSchema,
} from './model-manifest.ts'

/** First four bytes of every artifact. */
const MAGIC = new TextEncoder().encode('FDM1')

/** Bytes before the manifest: the magic and the manifest's length. */
const HEADER_BYTES = 8

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

/**
 * Writes a model as one file: magic, manifest length (uint32), manifest (JSON padded with spaces
 * to a multiple of four bytes), payload (Float32); all little-endian, as is every machine that runs this.
 * Throws RangeError for a model that its own reader would refuse.
 */
export function encodeModelArtifact(manifest: ModelManifest, payload: Float32Array): Uint8Array {
  const checked = modelManifestSchema.parse(manifest)
  const fault = checkModel(checked, payload)
  if (fault) throw new RangeError(`Cannot encode the model: ${fault.message}`)

  let json = new TextEncoder().encode(JSON.stringify(checked))
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
 * whoever wrote the bytes, which must not be changed afterwards. Check the file's sha256 before: a well-formed file may
 * still be another one.
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
  const fault = checkModel(manifest.data, payload)
  return fault ? refuse(fault.code, fault.message) : ok({ manifest: manifest.data, payload })
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
