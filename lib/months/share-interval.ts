/** A share with its 95 % interval, all from 0 to 1. */
export interface ShareInterval {
  value: number
  low: number
  high: number
}

/** 97.5th percentile of the normal distribution. */
const Z = 1.959964

/**
 * `part` of `whole` with Wilson's 95 % interval, which stays within 0 to 1 and is honest for a handful of cases
 * (Wilson 1927; Brown, Cai & DasGupta 2001, doi:10.1214/ss/1009213286). Null for a share of nothing.
 */
export function shareInterval(part: number, whole: number): ShareInterval | null {
  if (whole <= 0) return null
  const value = part / whole
  const scale = 1 + Z ** 2 / whole
  const middle = (value + Z ** 2 / (2 * whole)) / scale
  const reach = (Z / scale) * Math.sqrt((value * (1 - value)) / whole + Z ** 2 / (4 * whole ** 2))
  return {
    value,
    low: part === 0 ? 0 : Math.max(middle - reach, 0),
    high: part === whole ? 1 : Math.min(middle + reach, 1),
  }
}
