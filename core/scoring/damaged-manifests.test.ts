import { expect, test } from 'vitest'
import { codeOf, damageable, withManifest, withPayload } from './damage-artifact.ts'
import {
  type ArtifactFaultCode,
  encodeModelArtifact,
  parseModelArtifact,
} from './model-artifact.ts'
import type { TreeEnsembleModel } from './model-manifest.ts'

// Whatever the kind of model: the file itself, its manifest, its sections and numbers.

const { boosting, network } = damageable
const bytes = encodeModelArtifact(boosting.manifest, boosting.payload)

test.each<[ArtifactFaultCode, string, Uint8Array]>([
  ['not_an_artifact', 'nothing', new Uint8Array(0)],
  ['not_an_artifact', 'a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0)],
  ['truncated', 'half of the manifest', bytes.slice(0, 60)],
  ['payload_misaligned', 'a byte missing', bytes.slice(0, -1)],
  ['payload_not_covered', 'a value too many', Uint8Array.of(...bytes, 0, 0, 0, 0)],
  ['section_invalid', 'a value missing', bytes.slice(0, -4)],
  ['manifest_not_json', 'a broken manifest', bytes.with(8, 0x5b)],
  ['manifest_not_json', 'a manifest that is not UTF-8', bytes.with(12, 0xff)],
])('%s: %s', (code, _what, damaged) => expect(codeOf(damaged)).toBe(code))

test.each<[ArtifactFaultCode, string, (manifest: never) => void]>([
  [
    'unsupported_version',
    'a later version',
    (m: { schemaVersion: number }) => {
      m.schemaVersion = 2
    },
  ],
  [
    'manifest_invalid',
    'no features',
    (m: { featureNames: string[] }) => {
      m.featureNames = []
    },
  ],
  [
    'manifest_invalid',
    'an unknown field',
    (m: { extra?: number }) => {
      m.extra = 1
    },
  ],
  [
    'manifest_invalid',
    'a threshold above 1',
    (m: { threshold: number }) => {
      m.threshold = 1.5
    },
  ],
  [
    'features_invalid',
    'a feature twice',
    (m: { featureNames: string[] }) => {
      m.featureNames[1] = 'feature_0'
    },
  ],
  [
    'encoding_invalid',
    'an encoding of no feature',
    (m: { encodings: object[] }) => {
      m.encodings.push({ feature: 'x', codes: [], values: [], fallback: 0 })
    },
  ],
  [
    'encoding_invalid',
    'codes without values',
    (m: { encodings: object[] }) => {
      m.encodings.push({ feature: 'feature_0', codes: [1], values: [], fallback: 0 })
    },
  ],
  [
    'encoding_invalid',
    'a code twice',
    (m: { encodings: object[] }) => {
      m.encodings.push({ feature: 'feature_0', codes: [1, 1], values: [1, 2], fallback: 0 })
    },
  ],
  [
    'section_invalid',
    'overlapping sections',
    (m: { model: TreeEnsembleModel }) => {
      m.model.sections.threshold = m.model.sections.feature
    },
  ],
  [
    'section_invalid',
    'sections that share one value',
    (m: { model: TreeEnsembleModel }) => {
      m.model.sections.threshold.offset -= 1
    },
  ],
  [
    'section_invalid',
    'a section beyond the end',
    (m: { model: TreeEnsembleModel }) => {
      m.model.sections.missingLeft.length += 1
    },
  ],
])('%s: %s', (code, _what, change) => {
  expect(codeOf(withManifest(boosting, change))).toBe(code)
})

test.each([NaN, Infinity, -Infinity])('value_not_finite: %s', (value) => {
  for (const artifact of [boosting, network]) {
    const damaged = withPayload(artifact, (payload) => payload.fill(value, -1))
    expect(codeOf(damaged)).toBe('value_not_finite')
  }
})

test('the message says what to do', () => {
  expect(parseModelArtifact(new Uint8Array(9)).error?.message).toBe(
    'Cannot read the model artifact: it does not begin with FDM1. Publish the model again, or roll back to an earlier version.',
  )
})
