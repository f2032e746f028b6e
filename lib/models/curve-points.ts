import type { Measured } from './compare-versions.ts'

/** A curve as a chart draws it. */
export interface CurvePoint {
  x: number
  y: number
}

/** What can be drawn of a version on a hold-out. */
export interface VersionCurves {
  /** Recall → precision. */
  precisionRecall: CurvePoint[]
  /** Mean score → share of fraud. */
  calibration: CurvePoint[]
  /** Threshold → precision. */
  precision: CurvePoint[]
  /** Threshold → recall. */
  recall: CurvePoint[]
}

/** Turns stored curves into points, ascending in x. */
export function listCurvePoints({
  precisionRecall,
  calibration,
}: Measured['curves']): VersionCurves {
  const by = (points: CurvePoint[]) => points.sort((a, b) => a.x - b.x)
  return {
    precisionRecall: by(
      precisionRecall.map(({ recall, precision }) => ({ x: recall, y: precision })),
    ),
    calibration: by(
      calibration
        .filter(({ weight }) => weight > 0)
        .map(({ meanScore, fraudShare }) => ({ x: meanScore, y: fraudShare })),
    ),
    precision: by(
      precisionRecall.map(({ threshold, precision }) => ({ x: threshold, y: precision })),
    ),
    recall: by(precisionRecall.map(({ threshold, recall }) => ({ x: threshold, y: recall }))),
  }
}
