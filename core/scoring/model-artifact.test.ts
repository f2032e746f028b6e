import { describe, expect, test } from 'vitest'
import { artifacts } from './damage-artifact.ts'
import { encodeModelArtifact, type ModelArtifact, parseModelArtifact } from './model-artifact.ts'

function encode({ manifest, payload }: ModelArtifact): Uint8Array {
  return encodeModelArtifact(manifest, payload)
}

describe('a written artifact', () => {
  test.each(artifacts)('is read back unchanged: $manifest.family', (artifact) => {
    expect(parseModelArtifact(encode(artifact))).toEqual({ data: artifact, error: null })
  })

  test('is read from the middle of a larger buffer', () => {
    const bytes = encode(artifacts[0]!)
    const shifted = new Uint8Array(bytes.length + 3)
    shifted.set(bytes, 3)
    expect(parseModelArtifact(shifted.subarray(3)).data).toEqual(artifacts[0])
  })

  test("is read from Node's Buffer, whose slices share its memory", () => {
    const pooled = Buffer.concat([Buffer.from('xyz'), encode(artifacts[0]!)]).subarray(3)
    expect(parseModelArtifact(pooled).data).toEqual(artifacts[0])
  })

  test('keeps names that are not ASCII', () => {
    const artifact = structuredClone(artifacts[0]!)
    artifact.manifest.family = 'Wälder — 森'
    expect(parseModelArtifact(encode(artifact)).data?.manifest.family).toBe('Wälder — 森')
  })

  test('is refused by the writer when the reader would refuse it', () => {
    const { manifest, payload } = artifacts[0]!
    expect(() => encodeModelArtifact(manifest, payload.subarray(1))).toThrow(RangeError)
  })
})
