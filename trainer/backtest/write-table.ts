import type { Interval, PairedDifference } from '../../core/evaluation/bootstrap.ts'
import type { Backtest } from './backtest.ts'
import { type Way, ways } from './compare-ways.ts'

const names: Record<Way, string> = {
  neverRetrained: 'never retrained',
  everyMonth: 'every month',
  whenGateAllows: 'when the gate allows',
}

/** A backtest for the terminal: months, mean differences, and every decision of the gate with its reason. */
export function writeTable(result: Backtest): string {
  const { months, differences, decisions } = result
  const delay = result.labelDelayMonths
  return [
    `${result.dataset}, ${result.from} to ${result.to}: average precision with its 95 % interval, and recall at the threshold`,
    `(labels known ${delay} month${delay === 1 ? '' : 's'} after the end of theirs; ${result.families.join(', ')})`,
    '',
    ...align([
      ['month', 'frauds', ...ways.map((way) => names[way])],
      ...months.map((month) => [
        month.month,
        String(month.frauds),
        ...ways.map((way) => {
          const measured = month.ways[way]
          return measured
            ? `${interval(measured.averagePrecision)}  ${(measured.recall * 100).toFixed(1)} %`
            : 'no model'
        }),
      ]),
    ]),
    '',
    'Mean difference in average precision (paired bootstrap, 95 %)',
    ...align(
      differences.map(({ first, second, difference, monthCount }) => [
        `${names[first]} against ${names[second]}`,
        signed(difference),
        `better in ${(difference.shareBetter * 100).toFixed(1)} % of the resamples of ${monthCount} months`,
      ]),
    ),
    '',
    'The gate',
    ...decisions.map(
      ({ month, decision, reason }) =>
        `${month}  ${decision === 'promote' ? 'promoted' : 'refused '}  ${reason}`,
    ),
  ].join('\n')
}

function align(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths![column]!))
      .join('   ')
      .trimEnd(),
  )
}

function interval({ value, low, high }: Interval): string {
  return `${value.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`
}

function signed({ value, low, high }: PairedDifference): string {
  const write = (number: number) => `${number < 0 ? '−' : '+'}${Math.abs(number).toFixed(3)}`
  return `${write(value)} (${write(low)} to ${write(high)})`
}
