import type { Calibration } from './model-manifest.ts'

/** Moves log-odds so that their score is a probability; strictly increasing, so no order changes. */
export type Calibrate = (logOdds: number) => number

/** Makes a calibration ready to apply; none leaves log-odds as they are. */
export function loadCalibration(calibration: Calibration | undefined): Calibrate {
  if (!calibration) return (logOdds) => logOdds
  if (calibration.kind === 'platt') {
    const { slope, intercept } = calibration
    return (logOdds) => slope * logOdds + intercept
  }
  const { from, to } = calibration
  const last = from.length - 1
  // Straight between two knots; beyond the first and the last one with the slope 1.
  return (logOdds) => {
    if (logOdds <= from[0]!) return to[0]! + (logOdds - from[0]!)
    if (logOdds >= from[last]!) return to[last]! + (logOdds - from[last]!)
    let low = 0
    let high = last
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (logOdds >= from[middle]!) low = middle
      else high = middle
    }
    const share = (logOdds - from[low]!) / (from[high]! - from[low]!)
    return to[low]! + share * (to[high]! - to[low]!)
  }
}
