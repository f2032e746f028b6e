import type { Interval } from '../evaluation/bootstrap.ts'

/** A measure with three decimals, or as 1.2e-4 where those would say too little of it. */
export function writeFigure(value: number): string {
  return value !== 0 && Math.abs(value) < 0.001 ? value.toExponential(1) : value.toFixed(3)
}

/** A measure and its interval: "0.812 (0.731 to 0.880)". */
export function writeInterval({
  value,
  low,
  high,
}: Pick<Interval, 'value' | 'low' | 'high'>): string {
  return `${writeFigure(value)} (${writeFigure(low)} to ${writeFigure(high)})`
}

/** A whole number with separators, and with its noun where one is given: "311,775", "1 fraud", "95 frauds". */
export function writeCount(count: number, noun?: string): string {
  const written = Math.round(count).toLocaleString('en')
  return noun === undefined ? written : `${written} ${noun}${written === '1' ? '' : 's'}`
}
