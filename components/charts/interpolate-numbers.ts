// What `d3-interpolate` is in the browser (next.config.ts puts it there): the scales of charts only ever go from number
// to number, and colours, dates and transforms are most of D3's.

type Between = (share: number) => number

/** What lies between two numbers, at a share from 0 to 1. */
export function interpolateNumber(from: number, to: number): Between {
  const [start, end] = [Number(from), Number(to)]
  return (share) => start * (1 - share) + end * share
}

/** The same in whole numbers. */
export function interpolateRound(from: number, to: number): Between {
  const between = interpolateNumber(from, to)
  return (share) => Math.round(between(share))
}

/** Through several numbers, at equal distances. */
export function piecewise(
  interpolate: (from: number, to: number) => Between,
  values: readonly number[],
): Between {
  const steps = values.slice(1).map((value, index) => interpolate(values[index] as number, value))
  return (share) => {
    const at = share * steps.length
    const index = Math.max(0, Math.min(steps.length - 1, Math.floor(at)))
    return steps[index]?.(at - index) ?? Number.NaN
  }
}

export { interpolateNumber as interpolate }
