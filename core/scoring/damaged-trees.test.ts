import { expect, test } from 'vitest'
import { codeOf, damageable, withManifest, withPayload } from './damage-artifact.ts'
import type { ModelArtifact } from './model-artifact.ts'
import type { TreeEnsembleModel } from './model-manifest.ts'

const { boosting, forest } = damageable
const trees = boosting.manifest.model as TreeEnsembleModel
const at = (section: keyof TreeEnsembleModel['sections'], node: number) =>
  trees.sections[section].offset + node

test.each<[string, (payload: Float32Array) => void]>([
  [
    'a node that is its own child',
    (p) => {
      p[at('left', 0)] = 0
    },
  ],
  [
    'a child of another tree',
    (p) => {
      p[at('left', 0)] = trees.nodeCount - 2
    },
  ],
  [
    'half a node',
    (p) => {
      p[at('left', 0)] = 1.5
    },
  ],
  [
    'a feature that does not exist',
    (p) => {
      p[at('feature', 0)] = 5
    },
  ],
  [
    'a right child beyond its tree',
    (p) => {
      p[at('left', 0)] = p[at('roots', 1)]! - 1
    },
  ],
  [
    'a leaf with a child',
    (p) => {
      p[at('feature', 0)] = -1
    },
  ],
  [
    'roots out of order',
    (p) => {
      p[at('roots', 1)] = p[at('roots', 2)]!
    },
  ],
  [
    'no default direction',
    (p) => {
      p[at('missingLeft', 0)] = 0.5
    },
  ],
])('%s is refused', (_what, change) => {
  expect(codeOf(withPayload(boosting, change))).toBe('tree_invalid')
})

test('a probability above 1 is refused in a forest, whose leaves hold some', () => {
  const { value } = (forest.manifest.model as TreeEnsembleModel).sections
  const damaged = withPayload(forest, (payload) =>
    payload.fill(2, value.offset, value.offset + value.length),
  )
  expect(codeOf(damaged)).toBe('tree_invalid')
})

test('a root too few is refused', () => {
  const damaged = withManifest(boosting, (manifest: { model: TreeEnsembleModel }) => {
    manifest.model.treeCount += 1
  })
  expect(codeOf(damaged)).toBe('tree_invalid')
})

test('trees deeper than the limit are refused', () => {
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
