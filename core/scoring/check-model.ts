import { modelLimits } from './model-limits.ts'
import type {
  DenseNetworkModel,
  ModelManifest,
  Section,
  SingleModel,
  TreeEnsembleModel,
} from './model-manifest.ts'

/** Why a manifest and a payload do not make a model. */
export type ModelFaultCode =
  | 'features_invalid'
  | 'encoding_invalid'
  | 'section_invalid'
  | 'payload_not_covered'
  | 'value_not_finite'
  | 'tree_invalid'
  | 'network_invalid'

/** A fault of a model: code and the reason, without a full stop. */
export interface ModelFault {
  code: ModelFaultCode
  message: string
}

/** Finds the first reason why a manifest and a payload cannot be scored; null when they can. */
export function checkModel(manifest: ModelManifest, payload: Float32Array): ModelFault | null {
  const { featureNames, encodings, model } = manifest
  const names = new Set(featureNames)
  if (names.size !== featureNames.length) {
    return fault('features_invalid', 'a feature name occurs twice')
  }
  const encoded = new Set<string>()
  for (const encoding of encodings) {
    const reason = encodingFault(encoding, names, encoded)
    if (reason) return fault('encoding_invalid', `the encoding of ${encoding.feature} ${reason}`)
    encoded.add(encoding.feature)
  }

  const models = model.kind === 'blend' ? model.components.map((part) => part.model) : [model]
  const sectionFault = checkSections(models.flatMap(sectionsOf), payload.length)
  if (sectionFault) return sectionFault
  const notFinite = findNotFinite(payload)
  if (notFinite >= 0) {
    return fault('value_not_finite', `payload value ${notFinite} is not finite`)
  }

  for (const single of models) {
    const reason =
      single.kind === 'tree-ensemble'
        ? treesFault(single, payload, featureNames.length)
        : networkFault(single, payload, featureNames.length)
    if (reason) {
      return fault(single.kind === 'tree-ensemble' ? 'tree_invalid' : 'network_invalid', reason)
    }
  }
  return null
}

function fault(code: ModelFaultCode, message: string): ModelFault {
  return { code, message }
}

/** Position of the first NaN or infinity, −1 without: all bits of a float's exponent are set in them alone. */
function findNotFinite(payload: Float32Array): number {
  const bits = new Int32Array(payload.buffer, payload.byteOffset, payload.length)
  for (let i = 0; i < bits.length; i++) {
    if ((bits[i]! & 0x7f800000) === 0x7f800000) return i
  }
  return -1
}

function encodingFault(
  encoding: { feature: string; codes: number[]; values: number[] },
  names: Set<string>,
  encoded: Set<string>,
): string | null {
  if (!names.has(encoding.feature)) return 'is of no feature of the model'
  if (encoded.has(encoding.feature)) return 'occurs twice'
  if (encoding.codes.length !== encoding.values.length) {
    return `has ${encoding.codes.length} codes and ${encoding.values.length} values`
  }
  if (new Set(encoding.codes).size !== encoding.codes.length) return 'has a code twice'
  return null
}

function sectionsOf(model: SingleModel): Section[] {
  const sections = Object.values(model.sections)
  if (model.kind === 'dense-network') {
    for (const layer of model.layers) sections.push(layer.weights, layer.biases)
  }
  return sections
}

/** Sections lie side by side and fill the payload: no value is read twice, none is hidden. */
function checkSections(sections: Section[], valueCount: number): ModelFault | null {
  let end = 0
  for (const section of sections.toSorted((a, b) => a.offset - b.offset || a.length - b.length)) {
    if (section.offset + section.length > valueCount) {
      return fault('section_invalid', 'a section ends beyond the payload')
    }
    if (section.offset < end) return fault('section_invalid', 'two sections overlap')
    if (section.offset > end) {
      return fault('payload_not_covered', `payload value ${end} is in no section`)
    }
    end = section.offset + section.length
  }
  if (end < valueCount) return fault('payload_not_covered', `payload value ${end} is in no section`)
  return null
}

/**
 * Children lie after their parent and inside their tree, so that every walk ends.
 * One pass over the nodes, which also finds the depth.
 */
function treesFault(
  model: TreeEnsembleModel,
  payload: Float32Array,
  featureCount: number,
): string | null {
  const { treeCount, nodeCount, sections } = model
  const read = (section: Section) =>
    payload.subarray(section.offset, section.offset + section.length)
  const roots = read(sections.roots)
  const feature = read(sections.feature)
  const threshold = read(sections.threshold)
  const left = read(sections.left)
  const value = read(sections.value)
  const missingLeft = read(sections.missingLeft)
  if (nodeCount > modelLimits.nodes) return `it has more than ${modelLimits.nodes} nodes`
  if (roots.length !== treeCount) return `it has ${roots.length} roots for ${treeCount} trees`
  for (const column of [feature, threshold, left, value, missingLeft]) {
    if (column.length !== nodeCount) return `a section does not have ${nodeCount} nodes`
  }
  if (roots[0] !== 0) return 'the first tree does not begin at node 0'

  const depth = new Uint8Array(nodeCount)
  for (let tree = 0; tree < treeCount; tree++) {
    const root = roots[tree]!
    const end = tree + 1 < treeCount ? roots[tree + 1]! : nodeCount
    if (!Number.isInteger(root) || !Number.isInteger(end) || end <= root || end > nodeCount) {
      return `tree ${tree} has no nodes of its own`
    }
    for (let node = root; node < end; node++) {
      const missing = missingLeft[node]!
      if (missing !== 0 && missing !== 1) return `node ${node} has no default direction`
      const child = left[node]!
      if (feature[node] === -1) {
        if (child !== -1) return `leaf ${node} has a child`
        if (model.aggregation === 'mean' && !(value[node]! >= 0 && value[node]! <= 1)) {
          return `leaf ${node} holds no probability`
        }
        continue
      }
      const column = feature[node]!
      if (!(Number.isInteger(column) && column >= 0 && column < featureCount)) {
        return `node ${node} asks for a feature that does not exist`
      }
      if (!(Number.isInteger(child) && child > node && child + 1 < end)) {
        return `the children of node ${node} do not follow it inside its tree`
      }
      const below = depth[node]! + 1
      if (below > modelLimits.treeDepth) return `a tree is deeper than ${modelLimits.treeDepth}`
      depth[child] = Math.max(depth[child]!, below)
      depth[child + 1] = Math.max(depth[child + 1]!, below)
    }
  }
  return null
}

function networkFault(
  model: DenseNetworkModel,
  payload: Float32Array,
  featureCount: number,
): string | null {
  const { mean, scale } = model.sections
  if (mean.length !== featureCount || scale.length !== featureCount) {
    return `mean and scale are not of ${featureCount} features`
  }
  for (let i = scale.offset; i < scale.offset + scale.length; i++) {
    if (payload[i]! < modelLimits.smallestScale) return 'a scale is not positive'
  }
  if (model.layers.length > modelLimits.layers)
    return `it has more than ${modelLimits.layers} layers`

  let inputs = featureCount
  for (const [index, layer] of model.layers.entries()) {
    if (layer.inputs !== inputs) return `layer ${index} does not take ${inputs} inputs`
    if (layer.inputs > modelLimits.layerWidth || layer.outputs > modelLimits.layerWidth) {
      return `layer ${index} is wider than ${modelLimits.layerWidth}`
    }
    if (layer.weights.length !== layer.inputs * layer.outputs) {
      return `layer ${index} does not have ${layer.inputs} × ${layer.outputs} weights`
    }
    if (layer.biases.length !== layer.outputs) {
      return `layer ${index} does not have ${layer.outputs} biases`
    }
    for (const section of [layer.weights, layer.biases]) {
      for (let i = section.offset; i < section.offset + section.length; i++) {
        if (Math.abs(payload[i]!) > modelLimits.absoluteWeight) {
          return `a weight of layer ${index} exceeds ${modelLimits.absoluteWeight}`
        }
      }
    }
    inputs = layer.outputs
  }
  const last = model.layers.at(-1)!
  if (last.outputs !== 1 || last.activation !== 'sigmoid') {
    return 'the last layer is not one sigmoid'
  }
  return null
}
