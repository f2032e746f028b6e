import { bootstrapDifference } from '../core/evaluation/bootstrap.ts'
import type { LabelledRows } from './engine/labelled-rows.ts'

/**
 * Whether the first scores rank the rows better than the second beyond doubt: the paired bootstrap's interval of the
 * difference in average precision lies above 0. With a handful of frauds a mere lead is mostly luck.
 *
 * @param first one score per row, as `second`
 */
export function isShownBetter(
  first: Float32Array,
  second: Float32Array,
  { labels, weights, cards }: Pick<LabelledRows, 'labels' | 'weights' | 'cards'>,
): boolean {
  const { low } = bootstrapDifference(
    { first, second, isFraud: labels, cards, ...(weights ? { weights } : {}) },
    { seed: 'choice' },
  )
  return low > 0
}
