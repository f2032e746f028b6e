import type { LabelledRows } from './labelled-rows.ts'

/** What each row counts in a fit: its own weight, frauds `fraudWeight` times that. */
export function rowWeights({ labels, weights }: LabelledRows, fraudWeight: number): Float32Array {
  return Float32Array.from(
    labels,
    (label, row) => (weights?.[row] ?? 1) * (label === 1 ? fraudWeight : 1),
  )
}

/** log(p / (1 − p)) of the weighted share of frauds, where models start. Throws RangeError for rows of one class. */
export function priorLogOdds(labels: Uint8Array, weights: Float32Array): number {
  let fraud = 0
  let total = 0
  for (let row = 0; row < labels.length; row++) {
    total += weights[row]!
    if (labels[row] === 1) fraud += weights[row]!
  }
  if (fraud === 0 || fraud === total) {
    throw new RangeError('Cannot fit: the training rows hold one class only. Add labelled rows.')
  }
  return Math.log(fraud / (total - fraud))
}
