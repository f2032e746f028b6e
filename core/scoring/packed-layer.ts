import { doubles } from '../doubles.ts'
import { sigmoid } from './log-odds.ts'
import type { DenseNetworkModel } from './model-manifest.ts'
import { readSection } from './payload-writer.ts'

/** Rows that pass through a layer together: a tile. */
export const TILE_ROWS = 4

/** Outputs computed together; layers are padded to a multiple of it with weights of zero. */
const PANEL = 4

/** A layer ready to multiply; its numbers lie in `doubles`, as all that {@link multiply} reads. */
export interface PackedLayer {
  inputs: number
  /** Outputs with their padding. */
  outputs: number
  activation: 'relu' | 'sigmoid'
  /** Panel by panel, the PANEL weights of the first input, of the second one, and so on. */
  weights: readonly number[]
  biases: readonly number[]
}

/** Lays out a layer of a network for {@link multiply}. */
export function packLayer(
  { inputs, outputs, activation, ...sections }: DenseNetworkModel['layers'][number],
  payload: Float32Array,
): PackedLayer {
  const padded = Math.ceil(outputs / PANEL) * PANEL
  const weights = doubles(inputs * padded)
  const plain = readSection(payload, sections.weights)
  for (let i = 0; i < inputs; i++) {
    for (let o = 0; o < outputs; o++) {
      const panel = o - (o % PANEL)
      weights[panel * inputs + i * PANEL + (o % PANEL)] = plain[i * outputs + o]!
    }
  }
  const biases = doubles(padded)
  for (const [o, bias] of readSection(payload, sections.biases).entries()) biases[o] = bias
  return { inputs, outputs: padded, activation, weights, biases }
}

/**
 * `to` = `from` × weights + biases for some tiles. A tile holds the values of its rows side by side for the first unit,
 * then for the second one, and so on; `fromUnits` of them, padding included, lie in each tile of `from`.
 *
 * Hot loop: four rows and four outputs at a time, eight reads for sixteen products. Every sum runs over the inputs in
 * order, so a row's result does not depend on its neighbours.
 */
export function multiply(
  { inputs, outputs, weights, biases }: PackedLayer,
  from: readonly number[],
  fromUnits: number,
  tiles: number,
  to: number[],
): void {
  let t = 0
  for (let tile = 0; tile < tiles; tile++) {
    for (let o = 0; o < outputs; o += PANEL) {
      let a0 = biases[o]!
      let a1 = a0
      let a2 = a0
      let a3 = a0
      let b0 = biases[o + 1]!
      let b1 = b0
      let b2 = b0
      let b3 = b0
      let c0 = biases[o + 2]!
      let c1 = c0
      let c2 = c0
      let c3 = c0
      let d0 = biases[o + 3]!
      let d1 = d0
      let d2 = d0
      let d3 = d0
      let x = tile * fromUnits * TILE_ROWS
      const end = (o + PANEL) * inputs
      for (let w = o * inputs; w < end; w += PANEL) {
        const a = weights[w]!
        const b = weights[w + 1]!
        const c = weights[w + 2]!
        const d = weights[w + 3]!
        const row0 = from[x]!
        a0 += row0 * a
        b0 += row0 * b
        c0 += row0 * c
        d0 += row0 * d
        const row1 = from[x + 1]!
        a1 += row1 * a
        b1 += row1 * b
        c1 += row1 * c
        d1 += row1 * d
        const row2 = from[x + 2]!
        a2 += row2 * a
        b2 += row2 * b
        c2 += row2 * c
        d2 += row2 * d
        const row3 = from[x + 3]!
        a3 += row3 * a
        b3 += row3 * b
        c3 += row3 * c
        d3 += row3 * d
        x += TILE_ROWS
      }
      to[t] = a0
      to[t + 1] = a1
      to[t + 2] = a2
      to[t + 3] = a3
      to[t + 4] = b0
      to[t + 5] = b1
      to[t + 6] = b2
      to[t + 7] = b3
      to[t + 8] = c0
      to[t + 9] = c1
      to[t + 10] = c2
      to[t + 11] = c3
      to[t + 12] = d0
      to[t + 13] = d1
      to[t + 14] = d2
      to[t + 15] = d3
      t += TILE_ROWS * PANEL
    }
  }
}

/** Applies a layer's activation to the first `count` values, in place. */
export function activate(activation: 'relu' | 'sigmoid', values: number[], count: number): void {
  if (activation === 'relu') {
    // The same as Math.max(x, 0) for finite x, without a branch to mispredict.
    for (let i = 0; i < count; i++) values[i] = 0.5 * (values[i]! + Math.abs(values[i]!))
  } else {
    for (let i = 0; i < count; i++) values[i] = sigmoid(values[i]!)
  }
}
