import { ulb } from '../../datasets/ulb.ts'
import { Random } from '../../random.ts'

const ROWS = 4_000
const FRAUDS = 40
/** The third day: later than anything in the published file, so that a model trained on it scores these rows. */
const FIRST_SECOND = 172_800
const SECONDS = 86_400
const COMPONENTS = 28

/** How far frauds lie from the rest, in standard deviations; the other components do not tell them apart. */
const FRAUD_SHIFTS: Readonly<Record<number, number>> = {
  4: 2.6,
  10: -2.4,
  11: 2.2,
  12: -3,
  14: -3.6,
  17: -2.8,
}

/**
 * A labelled file in the shape of ulb: components without meaning, 1 % fraud that some of them give away. Nothing in it
 * is real.
 */
export function* ulbLikeLines(): Generator<string, void, void> {
  const random = new Random('ulb-like file')
  yield `${[...ulb.columns, ulb.labelColumn].join(',')}\n`
  const frauds = new Set<number>()
  while (frauds.size < FRAUDS) frauds.add(random.integer(ROWS))
  for (let row = 0; row < ROWS; row++) {
    const isFraud = frauds.has(row)
    const cells = [String(FIRST_SECOND + Math.floor((row * SECONDS) / ROWS))]
    for (let component = 1; component <= COMPONENTS; component++) {
      // As principal components do, later ones vary less.
      const deviation = 2 - (1.6 * component) / COMPONENTS
      const shift = isFraud ? (FRAUD_SHIFTS[component] ?? 0) : 0
      cells.push((deviation * random.normal(shift, isFraud ? 1.4 : 1)).toFixed(6))
    }
    cells.push(Math.exp(random.normal(3.2, 1.3)).toFixed(2), isFraud ? '1' : '0')
    yield `${cells.join(',')}\n`
  }
}
