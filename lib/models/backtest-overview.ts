import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { datasetSummarySchema, instantSchema, monthSchema } from '../datasets/dataset-summary.ts'
import type { DataClient } from '../supabase/data-client.ts'
import { readRpc } from '../supabase/read-rpc.ts'
import { intervalSchema } from './interval.ts'

/** The ways of keeping a model that a backtest compares, with their names for people. */
export const ways = [
  { key: 'neverRetrained', label: 'Never retrained' },
  { key: 'everyMonth', label: 'Retrained every month' },
  { key: 'whenGateAllows', label: 'Retrained when the gate allows' },
] as const

/** One of {@link ways}. */
export type Way = (typeof ways)[number]['key']

const waySchema = z.enum(['neverRetrained', 'everyMonth', 'whenGateAllows'])
const differenceSchema = z.object({
  first: waySchema,
  second: waySchema,
  difference: z.extend(intervalSchema, { mean: z.number(), shareBetter: z.number() }),
  monthCount: z.int(),
})
const measuredSchema = z.nullable(
  z.object({
    /** The month before which the model was trained. */
    trainedFor: monthSchema,
    family: z.string(),
    averagePrecision: intervalSchema,
    precision: z.number(),
    recall: z.number(),
    flagged: z.int(),
    caught: z.int(),
    missed: z.int(),
  }),
)

const chosenSchema = z.object({
  id: z.int(),
  from: monthSchema,
  to: monthSchema,
  labelDelayMonths: z.int(),
  families: z.array(z.string()),
  gitSha: z.nullable(z.string()),
  dataHash: z.string(),
  rowCount: z.int(),
  durationMs: z.int(),
  createdAt: instantSchema,
  months: z.array(
    z.object({
      month: monthSchema,
      rows: z.int(),
      frauds: z.int(),
      ways: z.object({
        neverRetrained: measuredSchema,
        everyMonth: measuredSchema,
        whenGateAllows: measuredSchema,
      }),
      differences: z.array(differenceSchema),
    }),
  ),
  differences: z.array(differenceSchema),
  decisions: z.array(
    z.object({
      month: monthSchema,
      decision: z.enum(['promote', 'refuse']),
      code: z.string(),
      reason: z.string(),
      family: z.string(),
      trainedUntil: instantSchema,
      holdout: z.object({
        from: instantSchema,
        to: instantSchema,
        rows: z.int(),
        frauds: z.int(),
      }),
      champion: z.nullable(monthSchema),
    }),
  ),
})

const overviewSchema = z.object({
  dataset: datasetSummarySchema,
  list: z.array(
    z.object({
      id: z.int(),
      from: monthSchema,
      to: monthSchema,
      labelDelayMonths: z.int(),
      families: z.array(z.string()),
      durationMs: z.int(),
      createdAt: instantSchema,
      differences: z.array(differenceSchema),
    }),
  ),
  chosen: z.nullable(chosenSchema),
})

/** The newest backtests, and one of them in full. */
export type BacktestOverview = z.infer<typeof overviewSchema>
/** A walk through the past, month by month. */
export type Backtest = NonNullable<BacktestOverview['chosen']>
/** The average precision of one way minus that of another. */
export type ComparedWays = Backtest['differences'][number]

/** Backtests of a dataset, and the one asked for (the newest when null). Null for an unknown dataset. Admins only. */
export function backtestOverviewQuery(client: DataClient, dataset: string, id: number | null) {
  return queryOptions({
    queryKey: ['backtests', dataset, id],
    queryFn: ({ signal }) =>
      readRpc(
        'read backtests',
        client
          .rpc('backtest_overview', {
            dataset_slug: dataset,
            ...(id === null ? {} : { backtest_id: id }),
          })
          .abortSignal(signal),
        z.nullable(overviewSchema),
      ),
  })
}

/** Reads the backtest's number from a URL's parameter; null for none or nonsense. */
export function parseBacktestId(text: string | string[] | null | undefined): number | null {
  return typeof text === 'string' && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null
}

/** What a mean difference says, in one sentence. */
export function describeDifference(
  { first, second, difference, monthCount }: ComparedWays,
  score: (value: number) => string,
): string {
  const name = (way: Way) => ways.find(({ key }) => key === way)!.label.toLowerCase()
  const { low, high, value } = difference
  const span = `${writeDifference(low, score)} to ${writeDifference(high, score)}`
  const over = `over ${monthCount} month${monthCount === 1 ? '' : 's'}`
  if (low === 0 && high === 0) {
    return `A model ${name(first)} and one ${name(second)} rank transactions alike ${over}.`
  }
  if (low > 0)
    return `A model ${name(first)} is ahead of one ${name(second)} by ${score(value)} of average precision (${span}) ${over}.`
  if (high < 0)
    return `A model ${name(first)} is behind one ${name(second)} by ${score(-value)} of average precision (${span}) ${over}.`
  return `Between a model ${name(first)} and one ${name(second)} no difference is shown: ${writeDifference(value, score)} (${span}) ${over}.`
}

/** A difference with its sign, a true minus: +0.005, −0.014. */
export function writeDifference(value: number, score: (value: number) => string): string {
  return `${value < 0 ? '−' : '+'}${score(Math.abs(value))}`
}
