import type { Sql } from 'postgres'
import { type DriftBaseline, fitDriftBaseline, scoreQuantiles } from '../core/evaluation/drift.ts'
import type { LabelledRows } from './engine/labelled-rows.ts'

/** Rows that fix the bins: deciles of so many are exact to a few thousandths, and every n-th row represents the rest. */
const MOST_ROWS = 50_000

/**
 * Stores with a version what later months are compared to: the distribution of every feature in the rows it learned
 * from, and of its scores on the hold-out (on the rows that it learned from they would be too good).
 */
export async function recordDriftBaselines(
  sql: Sql,
  modelVersionId: number,
  learned: LabelledRows,
  holdoutScores: Float32Array,
): Promise<void> {
  const baselines = [fitDriftBaseline(holdoutScores, scoreQuantiles), ...fitFeatures(learned)]
  const rows = baselines.map(({ edges, counts }, position) => ({ position, edges, counts }))
  await sql`
    insert into public.drift_baselines (model_version_id, position, edges, counts)
    select ${modelVersionId}, bins.position, bins.edges, bins.counts
    from jsonb_to_recordset(${sql.json(rows as never)}) as bins (position smallint, edges real[], counts bigint[])
    on conflict do nothing`
}

function fitFeatures({ features, featureCount, rowCount }: LabelledRows): DriftBaseline[] {
  const stride = Math.max(1, Math.ceil(rowCount / MOST_ROWS))
  const column = new Float32Array(Math.ceil(rowCount / stride))
  return Array.from({ length: featureCount }, (_, feature) => {
    for (let i = 0; i < column.length; i++) {
      column[i] = features[i * stride * featureCount + feature]!
    }
    return fitDriftBaseline(column)
  })
}
