import type { Sql } from 'postgres'
import { inTransaction } from '../core/in-transaction.ts'
import { asJson } from './as-json.ts'
import type { MeasuredCandidate } from './measure-candidate.ts'

/** What a run learned from, recorded as soon as it is known. */
export async function recordData(
  sql: Sql,
  runId: number,
  data: {
    from: number
    to: number
    rowCount: number
    fraudCount: number
    hash: string
    split: unknown
  },
): Promise<void> {
  await sql`
    update public.training_runs
    set data_from = ${new Date(data.from)}, data_to = ${new Date(data.to)}, row_count = ${data.rowCount},
        fraud_count = ${data.fraudCount}, data_hash = ${data.hash}, split = ${sql.json(data.split as never)}
    where id = ${runId}`
}

/** Every candidate with its measures on validation, in the place of those that were recorded before. */
export async function recordCandidates(
  sql: Sql,
  runId: number,
  candidates: readonly MeasuredCandidate[],
  chosen: MeasuredCandidate,
): Promise<void> {
  const backends = [...new Set(candidates.map((candidate) => candidate.fitted.backend))].sort()
  await inTransaction(sql, async (transaction) => {
    await transaction`update public.training_runs set backend = ${backends.join(', ')} where id = ${runId}`
    await transaction`delete from public.candidates where run_id = ${runId}`
    for (const candidate of candidates) {
      await transaction`
        insert into public.candidates
          (run_id, family, hyperparameters, metrics, learning_curve, backend, duration_ms, is_selected)
        values (
          ${runId}, ${candidate.family}, ${asJson(transaction, candidate.hyperparameters)},
          ${asJson(transaction, { ...candidate.metrics, threshold: candidate.threshold })},
          ${asJson(transaction, candidate.fitted.learningCurve)}, ${candidate.fitted.backend},
          ${candidate.durationMs}, ${candidate === chosen})`
    }
  })
}

/** Ends a run whose challenger was refused. One that has ended so already stays as it is. */
export async function refuseRun(sql: Sql, runId: number, decision: unknown): Promise<void> {
  await sql`
    select private.refuse_training_run(id, ${asJson(sql, decision)})
    from public.training_runs
    where id = ${runId} and state <> 'refused'`
}

/** Ends a run that broke; nothing happens when it had ended already. */
export async function failRun(sql: Sql, runId: number, error: string): Promise<void> {
  await sql`select private.fail_training_run(${runId}, ${error})`
}
