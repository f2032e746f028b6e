import { expect, test } from 'vitest'
import { listCurvePoints } from './curve-points.ts'

test('curves run from left to right, and a tenth of few transactions is no point', () => {
  const curves = listCurvePoints({
    precisionRecall: [
      { threshold: 0.9, precision: 1, recall: 0.2 },
      { threshold: 0.1, precision: 0.3, recall: 0.8 },
    ],
    scoreHistogram: {
      fraud: [0, 0, ...new Array(16).fill(0), 3, 3],
      legitimate: [40, 60, ...new Array(16).fill(1), 1, 1],
    },
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
    { x: 0.05, y: 0 },
    { x: 0.95, y: 0.75 },
  ])
})
