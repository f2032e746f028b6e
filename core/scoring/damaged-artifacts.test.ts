import { describe, expect, test } from 'vitest'
import { artifacts, shape, withManifest, withPayload } from './damage-artifact.ts'
import {
  type ArtifactFaultCode,
  encodeModelArtifact,
  type ModelArtifact,
  parseModelArtifact,
} from './model-artifact.ts'
import type { TreeEnsembleModel } from './model-manifest.ts'

function codeOf(bytes: Uint8Array): ArtifactFaultCode | undefined {
  return parseModelArtifact(bytes).error?.code
}

describe('damaged files are refused with a code', () => {
  const [boosting, forest, network] = artifacts as unknown as [
    ModelArtifact,
    ModelArtifact,
    ModelArtifact,
  ]
  const bytes = encodeModelArtifact(boosting.manifest, boosting.payload)
  const trees = boosting.manifest.model as TreeEnsembleModel
  const at = (section: keyof TreeEnsembleModel['sections'], node: number) =>
    trees.sections[section].offset + node

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

  test.each<[ArtifactFaultCode, string, ModelArtifact, (manifest: never) => void]>([
    [
      'unsupported_version',
      'a later version',
      boosting,
      (m: { schemaVersion: number }) => {
        m.schemaVersion = 2
      },
    ],
    [
      'manifest_invalid',
      'no features',
      boosting,
      (m: { featureNames: string[] }) => {
        m.featureNames = []
      },
    ],
    [
      'manifest_invalid',
      'an unknown field',
      boosting,
      (m: { extra?: number }) => {
        m.extra = 1
      },
    ],
    [
      'manifest_invalid',
      'a threshold above 1',
      boosting,
      (m: { threshold: number }) => {
        m.threshold = 1.5
      },
    ],
    [
      'features_invalid',
      'a feature twice',
      boosting,
      (m: { featureNames: string[] }) => {
        m.featureNames[1] = 'feature_0'
      },
    ],
    [
      'encoding_invalid',
      'an encoding of no feature',
      boosting,
      (m: { encodings: object[] }) => {
        m.encodings.push({ feature: 'x', codes: [], values: [], fallback: 0 })
      },
    ],
    [
      'encoding_invalid',
      'codes without values',
      boosting,
      (m: { encodings: object[] }) => {
        m.encodings.push({ feature: 'feature_0', codes: [1], values: [], fallback: 0 })
      },
    ],
    [
      'encoding_invalid',
      'a code twice',
      boosting,
      (m: { encodings: object[] }) => {
        m.encodings.push({ feature: 'feature_0', codes: [1, 1], values: [1, 2], fallback: 0 })
      },
    ],
    [
      'section_invalid',
      'overlapping sections',
      boosting,
      (m: { model: TreeEnsembleModel }) => {
        m.model.sections.threshold = m.model.sections.feature
      },
    ],
    [
      'section_invalid',
      'sections that share one value',
      boosting,
      (m: { model: TreeEnsembleModel }) => {
        m.model.sections.threshold.offset -= 1
      },
    ],
    [
      'section_invalid',
      'a section beyond the end',
      boosting,
      (m: { model: TreeEnsembleModel }) => {
        m.model.sections.missingLeft.length += 1
      },
    ],
    [
      'tree_invalid',
      'a root too few',
      boosting,
      (m: { model: TreeEnsembleModel }) => {
        m.model.treeCount += 1
      },
    ],
    [
      'network_invalid',
      'layers that do not fit',
      network,
      (m: { model: { layers: { inputs: number }[] } }) => {
        m.model.layers[1]!.inputs = 3
      },
    ],
    [
      'network_invalid',
      'no sigmoid at the end',
      network,
      (m: { model: { layers: { activation: string }[] } }) => {
        m.model.layers[1]!.activation = 'relu'
      },
    ],
  ])('%s: %s', (code, _what, artifact, change) => {
    expect(codeOf(withManifest(artifact, change))).toBe(code)
  })

  test.each<[ArtifactFaultCode, string, ModelArtifact, (payload: Float32Array) => void]>([
    [
      'value_not_finite',
      'NaN',
      boosting,
      (p) => {
        p[at('value', 0)] = NaN
      },
    ],
    [
      'value_not_finite',
      'Infinity',
      network,
      (p) => {
        p[p.length - 1] = Infinity
      },
    ],
    [
      'tree_invalid',
      'a node that is its own child',
      boosting,
      (p) => {
        p[at('left', 0)] = 0
      },
    ],
    [
      'tree_invalid',
      'a child of another tree',
      boosting,
      (p) => {
        p[at('left', 0)] = trees.nodeCount - 2
      },
    ],
    [
      'tree_invalid',
      'half a node',
      boosting,
      (p) => {
        p[at('left', 0)] = 1.5
      },
    ],
    [
      'tree_invalid',
      'a feature that does not exist',
      boosting,
      (p) => {
        p[at('feature', 0)] = 5
      },
    ],
    [
      'tree_invalid',
      'a right child beyond its tree',
      boosting,
      (p) => {
        p[at('left', 0)] = p[at('roots', 1)]! - 1
      },
    ],
    [
      'tree_invalid',
      'a leaf with a child',
      boosting,
      (p) => {
        p[at('feature', 0)] = -1
      },
    ],
    [
      'tree_invalid',
      'roots out of order',
      boosting,
      (p) => {
        p[at('roots', 1)] = p[at('roots', 2)]!
      },
    ],
    [
      'tree_invalid',
      'no default direction',
      boosting,
      (p) => {
        p[at('missingLeft', 0)] = 0.5
      },
    ],
    [
      'tree_invalid',
      'a probability above 1',
      forest,
      (p) => {
        const { sections } = forest.manifest.model as TreeEnsembleModel
        p.fill(2, sections.value.offset, sections.value.offset + sections.value.length)
      },
    ],
    [
      'network_invalid',
      'a scale of 0',
      network,
      (p) => {
        p[shape.featureCount] = 0
      },
    ],
    [
      'network_invalid',
      'a weight beyond reason',
      network,
      (p) => {
        p[p.length - 1] = 1e30
      },
    ],
  ])('%s: %s', (code, _what, artifact, change) => {
    expect(codeOf(withPayload(artifact, change))).toBe(code)
  })

  test('trees deeper than the limit', () => {
    const depth = 130
    const count = 2 * depth + 1
    const inner = (node: number) => node % 2 === 0 && node < count - 1
    const chain = (value: (node: number) => number) =>
      Array.from({ length: count }, (_, n) => value(n))
    const columns = [
      [0],
      chain((node) => (inner(node) ? 0 : -1)),
      chain(() => 0),
      chain((node) => (inner(node) ? node + 1 : -1)),
      chain(() => 0),
      chain(() => 0),
    ]
    let offset = 0
    const [roots, feature, threshold, left, value, missingLeft] = columns.map(({ length }) => {
      const section = { offset, length }
      offset += length
      return section
    })
    const artifact = {
      manifest: {
        ...boosting.manifest,
        model: {
          ...trees,
          treeCount: 1,
          nodeCount: count,
          sections: { roots, feature, threshold, left, value, missingLeft },
        },
      },
      payload: Float32Array.from(columns.flat()),
    } as ModelArtifact
    expect(codeOf(withManifest(artifact, () => {}))).toBe('tree_invalid')
  })

  test('the message says what to do', () => {
    expect(parseModelArtifact(new Uint8Array(9)).error?.message).toBe(
      'Cannot read the model artifact: it does not begin with FDM1. Publish the model again, or roll back to an earlier version.',
    )
  })
})
