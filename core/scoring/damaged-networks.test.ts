import { expect, test } from 'vitest'
import { codeOf, damageable, shape, withManifest, withPayload } from './damage-artifact.ts'

const { network } = damageable

test.each<[string, (manifest: never) => void]>([
  [
    'layers that do not fit',
    (m: { model: { layers: { inputs: number }[] } }) => {
      m.model.layers[1]!.inputs = 3
    },
  ],
  [
    'no sigmoid at the end',
    (m: { model: { layers: { activation: string }[] } }) => {
      m.model.layers[1]!.activation = 'relu'
    },
  ],
])('%s is refused', (_what, change) => {
  expect(codeOf(withManifest(network, change))).toBe('network_invalid')
})

test.each<[string, (payload: Float32Array) => void]>([
  [
    'a scale of 0',
    (p) => {
      p[shape.featureCount] = 0
    },
  ],
  [
    'a weight beyond reason',
    (p) => {
      p[p.length - 1] = 1e30
    },
  ],
])('%s is refused', (_what, change) => {
  expect(codeOf(withPayload(network, change))).toBe('network_invalid')
})
