import type { DatasetProfile } from '../../../core/datasets/profile.ts'
import { topReasons } from '../../../core/scoring/top-reasons.ts'
import type { Champion } from '../_shared/model-store.ts'

/** What the champion says about the rows of a part. */
export interface Predictions {
  modelVersionId: number
  threshold: number
  fraudScores: Float32Array
  /** JSON of the strongest reasons, of flagged rows only. */
  reasons: Map<number, string>
}

/** Scores rows (row-major features) and explains those that reach the threshold. */
export function scoreTransactions(
  profile: DatasetProfile,
  { modelVersionId, threshold, scorer }: Champion,
  features: Float32Array,
  rowCount: number,
): Predictions {
  const width = profile.features.length
  const fraudScores = scorer.score(features, rowCount)
  const reasons = new Map<number, string>()
  for (let index = 0; index < rowCount; index++) {
    if (fraudScores[index]! < threshold) continue
    const row = features.subarray(index * width, (index + 1) * width)
    reasons.set(index, JSON.stringify(topReasons(profile, row, scorer.explain(row))))
  }
  return { modelVersionId, threshold, fraudScores, reasons }
}
