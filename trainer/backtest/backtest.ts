import type { Sql } from 'postgres'
import { getProfile } from '../../core/datasets/registry.ts'
import { inTransaction } from '../../core/in-transaction.ts'
import { type Month, monthOf, monthStart } from '../../core/month.ts'
import { parseDatasetSettings } from '../../core/publishing/dataset-settings.ts'
import { describeData } from '../describe-run.ts'
import { loadTrainingData } from '../load-training-data.ts'
import { getDataset } from '../trained-dataset.ts'
import { type ComparedMonth, type ComparedWays, WayComparison, ways } from './compare-ways.ts'
import { type GateDecision, walkForward } from './walk-forward.ts'

/** What `npm run backtest` was asked for. */
export interface BacktestRequest {
  datasetSlug: string
  from: Month
  to: Month
  families: readonly string[]
  labelDelayMonths: number
  gitSha: string | null
}

/** What came of it: the JSON file, and the row in `backtests`. */
export interface Backtest {
  dataset: string
  from: Month
  to: Month
  labelDelayMonths: number
  families: readonly string[]
  gitSha: string | null
  dataHash: string
  rowCount: number
  durationMs: number
  months: ComparedMonth[]
  differences: ComparedWays[]
  decisions: GateDecision[]
}

/** Walks a dataset's past, and keeps what came of it as a row that the admin pages show. Publishes nothing. */
export async function backtest(
  sql: Sql,
  { datasetSlug, ...request }: BacktestRequest,
  log: (step: string, message: string) => void,
): Promise<Backtest & { id: number }> {
  const startedAt = performance.now()
  const dataset = await getDataset(sql, datasetSlug)
  const profile = getProfile(dataset.profile)
  const settings = parseDatasetSettings(dataset.settings)
  if (settings.error !== null) throw new RangeError(settings.error.message)
  const loaded = await loadTrainingData(sql, dataset.id, profile.features.length)
  log('load', describeData(loaded))
  requireSpan(loaded.data.occurredAt, request)

  const comparison = new WayComparison(settings.data)
  const decisions = await walkForward(
    loaded.data,
    { ...request, profile, settings: settings.data, log },
    (month) => log('compare', describeMonth(comparison.add(month))),
  )
  const result: Backtest = {
    dataset: datasetSlug,
    ...request,
    dataHash: loaded.hash,
    rowCount: loaded.data.rowCount,
    durationMs: Math.round(performance.now() - startedAt),
    months: comparison.months,
    differences: comparison.summarise(),
    decisions,
  }
  return { id: await record(sql, dataset.id, result), ...result }
}

async function record(sql: Sql, datasetId: number, result: Backtest): Promise<number> {
  const json = (value: unknown) => sql.json(value as never)
  return await inTransaction(sql, async (transaction) => {
    const [row] = await transaction<{ id: string }[]>`
      insert into public.backtests (
        dataset_id, from_month, to_month, label_delay_months, families, git_sha, data_hash, row_count, duration_ms,
        months, differences, decisions
      )
      values (
        ${datasetId}, ${`${result.from}-01`}, ${`${result.to}-01`}, ${result.labelDelayMonths},
        ${[...result.families]}, ${result.gitSha}, ${result.dataHash}, ${result.rowCount}, ${result.durationMs},
        ${json(result.months)}, ${json(result.differences)}, ${json(result.decisions)}
      )
      returning id`
    const id = Number(row!.id)
    await transaction`
      insert into public.events (kind, dataset_id, payload)
      values ('backtest_finished', ${datasetId}, ${json({ backtest_id: id, from: result.from, to: result.to })})`
    return id
  })
}

function requireSpan(occurredAt: Float64Array, { from, to }: Pick<BacktestRequest, 'from' | 'to'>) {
  if (from > to) {
    throw new RangeError(
      `Cannot walk from ${from} to ${to}: the first month is the later one. Swap them.`,
    )
  }
  if (occurredAt.length > 0 && occurredAt[0]! < monthStart(from)) return
  const first = occurredAt.length > 0 ? ` The first label is of ${monthOf(occurredAt[0]!)}.` : ''
  throw new RangeError(
    `Cannot predict ${from}: there is no labelled transaction before it.${first} Choose a later --from, or load labels.`,
  )
}

function describeMonth({ month, frauds, ways: measured }: ComparedMonth): string {
  const figures = ways.map((way) => measured[way]?.averagePrecision.value.toFixed(3) ?? '–')
  return `${month}, ${frauds} frauds: never ${figures[0]}, every month ${figures[1]}, gate ${figures[2]}`
}
