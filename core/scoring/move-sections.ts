import type { Section, SingleModel } from './model-manifest.ts'

/** The same model with its numbers `by` values further on in a payload: how models come to share one. */
export function moveSections(model: SingleModel, by: number): SingleModel {
  const move = ({ offset, length }: Section): Section => ({ offset: offset + by, length })
  if (model.kind === 'tree-ensemble') {
    const { roots, feature, threshold, left, value, missingLeft } = model.sections
    return {
      ...model,
      sections: {
        roots: move(roots),
        feature: move(feature),
        threshold: move(threshold),
        left: move(left),
        value: move(value),
        missingLeft: move(missingLeft),
      },
    }
  }
  return {
    ...model,
    sections: { mean: move(model.sections.mean), scale: move(model.sections.scale) },
    layers: model.layers.map((layer) => ({
      ...layer,
      weights: move(layer.weights),
      biases: move(layer.biases),
    })),
  }
}
