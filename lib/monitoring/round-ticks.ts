/**
 * Ticks of an axis from 0 to at least `largest`, in steps of 1, 2 or 5 times a power of ten, so that their labels are
 * short. About `count` steps; 0 and 1 where nothing is above 0.
 */
export function roundTicks(largest: number, count = 4): number[] {
  if (!(largest > 0)) return [0, 1]
  const rough = largest / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= rough * 0.999)!
  const steps = Math.ceil(largest / step - 1e-9)
  return Array.from({ length: steps + 1 }, (_, index) => Number((index * step).toPrecision(12)))
}
