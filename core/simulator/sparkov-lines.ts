import { type SimulationOptions, simulateTransactions } from './simulate-transactions.ts'
import { type SparkovLabel, sparkovHeader, toSparkovRow } from './sparkov-row.ts'

/** A simulated file in the sparkov format, line by line with line ends; the header comes first. */
export function* sparkovLines(
  simulation: SimulationOptions,
  label: SparkovLabel,
): Generator<string, void, void> {
  yield `${sparkovHeader(label)}\n`
  for (const transaction of simulateTransactions(simulation)) {
    yield `${toSparkovRow(transaction, label)}\n`
  }
}
