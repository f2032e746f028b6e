import { beforeAll, expect, test, vi } from 'vitest'
import { Random } from '../../core/random.ts'
import { loadTensorFlow } from './load-tensorflow.ts'
import { type Batch, Network, type StepRules } from './train-network.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let tf: Awaited<ReturnType<typeof loadTensorFlow>>['tf']
beforeAll(async () => {
  tf = (await loadTensorFlow()).tf
})

const plain: StepRules = { learningRate: 1e-4, l2: 0, dropout: 0, averaging: 0 }

function makeBatch(rowCount: number): Batch {
  const random = new Random(5)
  return {
    rowCount,
    inputs: Float32Array.from({ length: rowCount * 3 }, () => random.normal()),
    labels: Uint8Array.from({ length: rowCount }, () => random.integer(2)),
    weights: Float32Array.from({ length: rowCount }, () => random.between(0.5, 7)),
  }
}

/** Weighted mean log-loss by the artifact's own arithmetic, with one weight or bias moved. */
function lossOf(network: Network, batch: Batch, layer: number, index: number, moved: number) {
  const layers = network.toLayers().map(({ weights, biases, ...rest }) => ({
    ...rest,
    values: [...Array.from(weights), ...Array.from(biases)],
  }))
  layers[layer]!.values[index]! += moved
  let loss = 0
  let total = 0
  for (let row = 0; row < batch.rowCount; row++) {
    let values = Array.from(batch.inputs.subarray(row * 3, row * 3 + 3))
    for (const { inputs, outputs, activation, values: own } of layers) {
      values = Array.from({ length: outputs }, (_, o) => {
        let sum = own[inputs * outputs + o]!
        for (let i = 0; i < inputs; i++) sum += values[i]! * own[i * outputs + o]!
        return activation === 'relu' ? Math.max(sum, 0) : sum
      })
    }
    const sign = batch.labels[row] === 1 ? -1 : 1
    loss += batch.weights[row]! * Math.log1p(Math.exp(sign * values[0]!))
    total += batch.weights[row]!
  }
  return loss / total
}

test('the first step of Adam goes against the gradient of every weight and bias', () => {
  const batch = makeBatch(40)
  const before = new Network(tf, [3, 5, 4, 1], new Random(1))
  const after = new Network(tf, [3, 5, 4, 1], new Random(1))
  expect(after.step(batch, plain)).toBeCloseTo(lossOf(before, batch, 0, 0, 0), 5)
  let compared = 0
  for (const [index, layer] of before.toLayers().entries()) {
    const old = [...Array.from(layer.weights), ...Array.from(layer.biases)]
    const moved = after.toLayers()[index]!
    const now = [...Array.from(moved.weights), ...Array.from(moved.biases)]
    for (let i = 0; i < old.length; i++) {
      const slope =
        (lossOf(before, batch, index, i, 1e-4) - lossOf(before, batch, index, i, -1e-4)) / 2e-4
      if (Math.abs(slope) < 1e-3) continue
      // Adam's first step is the learning rate, against the sign of the slope.
      expect((now[i]! - old[i]!) / plain.learningRate).toBeCloseTo(-Math.sign(slope), 1)
      compared++
    }
  }
  expect(compared).toBeGreaterThan(30)
})

test('the averaged weights lie between the first and the newest ones', () => {
  const batch = makeBatch(40)
  const biasAfter = (averaging: number) => {
    const network = new Network(tf, [3, 1], new Random(1))
    for (let step = 0; step < 10; step++)
      network.step(batch, { ...plain, learningRate: 0.01, averaging })
    return Math.abs(network.toLayers()[0]!.biases[0]!)
  }
  expect(biasAfter(0.99)).toBeGreaterThan(0)
  expect(biasAfter(0.99)).toBeLessThan(biasAfter(0))
})

test('dropout silences units while learning, never while predicting', () => {
  const batch = makeBatch(40)
  const losses = new Set<number>()
  const network = new Network(tf, [3, 16, 1], new Random(1))
  for (let step = 0; step < 5; step++) {
    losses.add(network.step(batch, { ...plain, learningRate: 0, dropout: 0.5 }))
  }
  expect(losses.size).toBe(5)
  const inputs = tf.tensor2d(batch.inputs, [40, 3])
  expect(network.predict(inputs)).toEqual(network.predict(inputs))
})
