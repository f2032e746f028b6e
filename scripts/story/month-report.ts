import type { Sql } from 'postgres'
import type { Month } from '../../core/month.ts'
import { STORY_DATASET } from '../../core/simulator/story-plan.ts'
import { findDecision, type StoryDecision } from './story-state.ts'

/** What came with a month of the story. */
export interface MonthReport {
  month: Month
  rowCount: number
  /** Null when no model serves yet. */
  flaggedCount: number | null
  /** How the predictions of the month before turned out, once its labels are there. */
  outcome: MonthOutcome | null
  decision: StoryDecision | null
}

/** Predictions against labels. */
export interface MonthOutcome {
  month: Month
  caughtCount: number
  missedCount: number
  falseAlarmCount: number
}

/** Reads from the database what a month brought; `labelled` is the month whose labels came with it. */
export async function readMonthReport(
  sql: Sql,
  month: Month,
  labelled: Month | null,
): Promise<MonthReport> {
  const [loaded] = await sql<{ rowCount: number; flaggedCount: number | null }[]>`
    select
      months.transaction_count::integer as "rowCount",
      (
        select sum(predictions.flagged_count)::integer
        from public.monthly_predictions as predictions
        where predictions.dataset_id = months.dataset_id and predictions.month = months.month
      ) as "flaggedCount"
    from public.monthly_transactions as months
    join public.datasets on datasets.id = months.dataset_id
    where datasets.slug = ${STORY_DATASET} and months.month = ${`${month}-01`}`
  return {
    month,
    rowCount: loaded?.rowCount ?? 0,
    flaggedCount: loaded?.flaggedCount ?? null,
    outcome: labelled && (await readOutcome(sql, labelled)),
    decision: labelled && (await findDecision(sql, labelled)),
  }
}

async function readOutcome(sql: Sql, month: Month): Promise<MonthOutcome | null> {
  const [row] = await sql<Omit<MonthOutcome, 'month'>[]>`
    select
      sum(predictions.true_positive_count)::integer as "caughtCount",
      sum(predictions.false_negative_count)::integer as "missedCount",
      sum(predictions.false_positive_count)::integer as "falseAlarmCount"
    from public.monthly_predictions as predictions
    join public.datasets on datasets.id = predictions.dataset_id
    where datasets.slug = ${STORY_DATASET} and predictions.month = ${`${month}-01`}
    having count(*) > 0`
  return row ? { month, ...row } : null
}

/** The report as lines for a terminal. */
export function describeMonthReport({
  month,
  rowCount,
  flaggedCount,
  outcome,
  decision,
}: MonthReport): string {
  const rows: [string, string][] = [
    [month, `${number(rowCount)} transactions`],
    ['', flaggedCount === null ? 'no model serves yet' : `${number(flaggedCount)} flagged`],
  ]
  if (outcome) {
    const { caughtCount, missedCount, falseAlarmCount } = outcome
    rows.push(
      [outcome.month, `labels arrived: ${number(caughtCount + missedCount)} frauds`],
      ['', `precision ${share(caughtCount, caughtCount + falseAlarmCount)}`],
      ['', `recall ${share(caughtCount, caughtCount + missedCount)}`],
      ['', `${number(caughtCount)} caught, ${number(missedCount)} missed`],
    )
  }
  if (decision) {
    const verdict = decision.decision === 'promote' ? 'promoted' : 'refused'
    rows.push(['retrained', `${verdict}: ${decision.reason}`])
    if (decision.championVersion !== null) {
      rows.push(['', `version ${decision.championVersion} serves`])
    }
  }
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, text]) => `${name.padEnd(width)}  ${text}`).join('\n')
}

function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`
}

function number(value: number): string {
  return value.toLocaleString('en')
}
