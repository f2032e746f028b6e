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
  /** Middle of a tenth of the score → share of fraud in it. */
  calibration: CurvePoint[]
  /** Threshold → precision. */
  precision: CurvePoint[]
  /** Threshold → recall. */
  recall: CurvePoint[]
}

/** Fewer transactions than this in a tenth of the score give no point. */
const LEAST_ROWS = 5

/** Turns stored curves into points, ascending in x. */
export function listCurvePoints({
  precisionRecall,
  scoreHistogram,
}: Measured['curves']): VersionCurves {
  const by = (points: CurvePoint[]) => points.sort((a, b) => a.x - b.x)
  return {
    precisionRecall: by(
      precisionRecall.map(({ recall, precision }) => ({ x: recall, y: precision })),
    ),
    calibration: scoreHistogram ? listTenths(scoreHistogram) : [],
    precision: by(
      precisionRecall.map(({ threshold, precision }) => ({ x: threshold, y: precision })),
    ),
    recall: by(precisionRecall.map(({ threshold, recall }) => ({ x: threshold, y: recall }))),
  }
}

function listTenths({
  fraud,
  legitimate,
}: {
  fraud: number[]
  legitimate: number[]
}): CurvePoint[] {
  const sumOf = (counts: number[], tenth: number) =>
    counts
      .slice((tenth * counts.length) / 10, ((tenth + 1) * counts.length) / 10)
      .reduce((sum, count) => sum + count, 0)
  return Array.from({ length: 10 }, (_, tenth) => {
    const frauds = sumOf(fraud, tenth)
    return { tenth, frauds, rows: frauds + sumOf(legitimate, tenth) }
  })
    .filter(({ rows }) => rows >= LEAST_ROWS)
    .map(({ tenth, frauds, rows }) => ({ x: (tenth + 0.5) / 10, y: frauds / rows }))
}
