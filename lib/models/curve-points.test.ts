import { expect, test } from 'vitest'
import { listCurvePoints } from './curve-points.ts'

test('curves run from left to right, and empty bins are no points', () => {
  const curves = listCurvePoints({
    precisionRecall: [
      { threshold: 0.9, precision: 1, recall: 0.2 },
      { threshold: 0.1, precision: 0.3, recall: 0.8 },
    ],
    calibration: [
      { meanScore: 0.5, fraudShare: 0.4, weight: 3 },
      { meanScore: 0.1, fraudShare: 0, weight: 9 },
      { meanScore: 0, fraudShare: 0, weight: 0 },
    ],
  })
  expect(curves.precisionRecall).toEqual([
    { x: 0.2, y: 1 },
    { x: 0.8, y: 0.3 },
  ])
  expect(curves.recall).toEqual([
    { x: 0.1, y: 0.8 },
    { x: 0.9, y: 0.2 },
  ])
  expect(curves.precision[0]).toEqual({ x: 0.1, y: 0.3 })
  expect(curves.calibration).toEqual([
    { x: 0.1, y: 0 },
    { x: 0.5, y: 0.4 },
  ])
})
