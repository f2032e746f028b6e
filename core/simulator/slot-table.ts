/**
 * Turns weights into a table that a uniform number picks from: `slots` positions of `weights`, ascending, each as often
 * as its weight's share of the sum. At most 256 weights, one of them positive.
 */
export function slotTable(weights: readonly number[], slots: number): Uint8Array {
  let total = 0
  for (const weight of weights) total += weight
  const table = new Uint8Array(slots)
  let position = 0
  let reached = weights[0]!
  for (let slot = 0; slot < slots; slot++) {
    while (reached < ((slot + 0.5) / slots) * total) reached += weights[++position]!
    table[slot] = position
  }
  return table
}
