import { type ShareInterval, shareInterval } from '../months/share-interval.ts'
import type { ModelVersion } from './admin-overview.ts'

/**
 * Precision and recall at the threshold with Wilson's 95 % intervals, from the counts behind the stored shares: of the
 * hold-out's frauds, and of what was flagged there. Null where an older trainer stored less.
 */
export function holdoutIntervals({
  precision,
  recall,
  frauds,
}: Pick<ModelVersion['metrics'], 'precision' | 'recall' | 'frauds'>): {
  precision: ShareInterval | null
  recall: ShareInterval | null
} {
  if (precision === undefined || recall === undefined || frauds === undefined) {
    return { precision: null, recall: null }
  }
  const caught = Math.round(recall * frauds)
  const flagged = precision > 0 ? Math.round(caught / precision) : 0
  return { precision: shareInterval(caught, flagged), recall: shareInterval(caught, frauds) }
}
