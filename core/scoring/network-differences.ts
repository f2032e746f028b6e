import { sigmoid } from './log-odds.ts'
import type { DenseNetworkModel } from './model-manifest.ts'
import { readSection } from './payload-writer.ts'

/** What every unit of one layer takes in and gives out for one row. */
export interface LayerState {
  before: Float64Array
  after: Float64Array
}

/** Differences smaller than this are none: their quotient would be rounding alone. */
const NO_DIFFERENCE = 1e-7

/** Follows one standardised row through the layers; the last one gives out its log-odds. */
export function followRow(
  model: DenseNetworkModel,
  payload: Float32Array,
  row: Float64Array,
): LayerState[] {
  const states: LayerState[] = []
  let inputs = row
  for (const [index, layer] of model.layers.entries()) {
    const weights = readSection(payload, layer.weights)
    const before = Float64Array.from(readSection(payload, layer.biases))
    for (let i = 0; i < layer.inputs; i++) {
      const value = inputs[i]!
      const start = i * layer.outputs
      for (let o = 0; o < layer.outputs; o++) before[o]! += value * weights[start + o]!
    }
    const isLast = index === model.layers.length - 1
    const after = isLast ? before : before.map(activationOf(layer.activation))
    states.push({ before, after })
    inputs = after
  }
  return states
}

/**
 * How much the log-odds differ for each unit of difference in an input, between a row and a reference. Through an
 * activation goes the quotient of the differences after and before it; where there is none, its slope.
 */
export function multipliersOf(
  model: DenseNetworkModel,
  payload: Float32Array,
  states: readonly LayerState[],
  reference: readonly LayerState[],
): Float64Array {
  let multipliers = Float64Array.of(1)
  for (let index = model.layers.length - 1; index >= 0; index--) {
    const layer = model.layers[index]!
    if (index < model.layers.length - 1) {
      const { before, after } = states[index]!
      const { before: before0, after: after0 } = reference[index]!
      for (let o = 0; o < layer.outputs; o++) {
        const difference = before[o]! - before0[o]!
        multipliers[o]! *=
          Math.abs(difference) > NO_DIFFERENCE
            ? (after[o]! - after0[o]!) / difference
            : slopeOf(layer.activation, before[o]!, after[o]!)
      }
    }
    const weights = readSection(payload, layer.weights)
    const below = new Float64Array(layer.inputs)
    for (let i = 0; i < layer.inputs; i++) {
      const start = i * layer.outputs
      let sum = 0
      for (let o = 0; o < layer.outputs; o++) sum += weights[start + o]! * multipliers[o]!
      below[i] = sum
    }
    multipliers = below
  }
  return multipliers
}

function activationOf(activation: 'relu' | 'sigmoid'): (value: number) => number {
  return activation === 'relu' ? (value) => (value > 0 ? value : 0) : sigmoid
}

function slopeOf(activation: 'relu' | 'sigmoid', before: number, after: number): number {
  if (activation === 'relu') return before > 0 ? 1 : 0
  return after * (1 - after)
}
