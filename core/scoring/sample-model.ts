import type { Random } from '../random.ts'
import { type DenseNetwork, writeDenseNetwork } from './dense-network.ts'
import type { ModelArtifact } from './model-artifact.ts'
import {
  ARTIFACT_SCHEMA_VERSION,
  type FeatureEncoding,
  type Model,
  type SingleModel,
} from './model-manifest.ts'
import { PayloadWriter } from './payload-writer.ts'
import { type TreeEnsemble, writeTreeEnsemble } from './tree-ensemble.ts'

/** Shape of a random model; tests and benchmarks use them in place of trained ones. */
export interface SampleShape {
  featureCount: number
  /** Depth that no tree exceeds. */
  depth?: number
  trees?: number
  /** Widths of the hidden layers. */
  hidden?: readonly number[]
  /** Chance that a node above the full depth is split; 1 grows complete trees. */
  splitChance?: number
}

/** A random artifact of one kind, valid by construction. */
export function sampleArtifact(
  random: Random,
  kind: 'boosting' | 'forest' | 'network' | 'logistic' | 'blend',
  shape: SampleShape,
  encodings: FeatureEncoding[] = [],
): ModelArtifact {
  const writer = new PayloadWriter()
  const single = (kind: 'boosting' | 'forest' | 'network' | 'logistic'): SingleModel => {
    if (kind === 'boosting') return writeTreeEnsemble(writer, sampleTrees(random, 'sum', shape))
    if (kind === 'forest') return writeTreeEnsemble(writer, sampleTrees(random, 'mean', shape))
    const hidden = kind === 'logistic' ? [] : (shape.hidden ?? [8, 4])
    return writeDenseNetwork(writer, sampleNetwork(random, shape.featureCount, hidden))
  }
  const model: Model =
    kind === 'blend'
      ? {
          kind,
          components: [
            { weight: 2, model: single('boosting') },
            { weight: 1, model: single('forest') },
            { weight: 1.5, model: single('network') },
          ],
        }
      : single(kind)
  return {
    manifest: {
      schemaVersion: ARTIFACT_SCHEMA_VERSION,
      profile: 'sample',
      family: kind,
      featureNames: Array.from({ length: shape.featureCount }, (_, j) => `feature_${j}`),
      encodings,
      model,
      threshold: 0.5,
      metrics: {},
      trainingWindow: { from: '2017-01-01T00:00:00Z', to: '2018-12-31T23:59:59Z' },
      createdAt: '2019-01-01T00:00:00Z',
    },
    payload: writer.toFloat32Array(),
  }
}

/** Feature vectors around zero; `missingShare` of the values are NaN. */
export function sampleFeatures(
  random: Random,
  rowCount: number,
  featureCount: number,
  missingShare = 0,
): Float32Array {
  return Float32Array.from({ length: rowCount * featureCount }, () =>
    random.chance(missingShare) ? Number.NaN : random.normal(0, 1.5),
  )
}

function sampleTrees(
  random: Random,
  aggregation: 'sum' | 'mean',
  { featureCount, trees = 10, depth = 4, splitChance = 0.9 }: SampleShape,
): TreeEnsemble {
  const columns = {
    roots: [] as number[],
    feature: [] as number[],
    threshold: [] as number[],
    left: [] as number[],
    value: [] as number[],
    missingLeft: [] as boolean[],
  }
  const addNode = () => {
    columns.feature.push(-1)
    columns.threshold.push(0)
    columns.left.push(-1)
    columns.value.push(aggregation === 'sum' ? random.normal(0, 0.3) : random.next() ** 4)
    columns.missingLeft.push(false)
    return columns.feature.length - 1
  }
  for (let tree = 0; tree < trees; tree++) {
    let level = [addNode()]
    columns.roots.push(level[0]!)
    for (let below = 0; below < depth; below++) {
      const next: number[] = []
      for (const node of level) {
        if (below > 0 && !random.chance(splitChance)) continue
        columns.feature[node] = random.integer(featureCount)
        columns.threshold[node] = Math.round(random.normal() * 64) / 64
        columns.missingLeft[node] = random.chance(0.3)
        columns.left[node] = addNode()
        next.push(columns.left[node]!, addNode())
      }
      level = next
    }
  }
  return { aggregation, base: aggregation === 'sum' ? -2 : 0, ...columns }
}

function sampleNetwork(
  random: Random,
  featureCount: number,
  hidden: readonly number[],
): DenseNetwork {
  const widths = [featureCount, ...hidden, 1]
  // Logistic regressions come without a bound, as the format allows.
  const limit = hidden.length > 0 ? { limit: 3 } : {}
  const normals = (length: number, deviation: number) =>
    Float64Array.from({ length }, () => random.normal(0, deviation))
  return {
    ...limit,
    mean: normals(featureCount, 0.5),
    scale: Float64Array.from({ length: featureCount }, () => random.between(0.5, 2)),
    layers: widths.slice(1).map((outputs, index) => {
      const inputs = widths[index]!
      return {
        inputs,
        outputs,
        activation: index === hidden.length ? 'sigmoid' : 'relu',
        weights: normals(inputs * outputs, Math.sqrt(2 / inputs)),
        biases: normals(outputs, 0.1),
      }
    }),
  }
}
