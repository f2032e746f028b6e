import type { Sql } from 'postgres'

/** Out of the reach of the identity columns, so that runs and versions of other walks keep their numbers. */
const FIRST_ID = 900_001

const curve = (skill: number) => ({
  precisionRecall: Array.from({ length: 20 }, (_, i) => ({
    threshold: 1 - i / 20,
    precision: 1 - (i / 20) * (1 - skill),
    recall: i / 20,
  })),
  scoreHistogram: {
    fraud: Array.from({ length: 50 }, (_, bin) => bin),
    legitimate: Array.from({ length: 50 }, (_, bin) => 50 - bin),
  },
})

const metrics = (value: number) => ({
  averagePrecision: { value, low: value - 0.05, high: value + 0.05 },
  rows: 4_000,
  frauds: 120,
  precision: 0.8,
  recall: 0.6,
})

/**
 * Gives a dataset that has no model three versions by hand, of which 1 and 2 were measured on the same hold-out and 3 was
 * not, and a backtest. No alias points to them, so nothing is scored by them. Returns what takes them away again.
 */
export async function insertThreeVersions(sql: Sql, slug: string): Promise<() => Promise<void>> {
  const remove = async () => {
    await sql`delete from public.model_versions where id >= ${FIRST_ID}`
    await sql`delete from public.training_runs where id >= ${FIRST_ID}`
    await sql`delete from public.backtests where id >= ${FIRST_ID}`
  }
  await remove()
  const json = (value: unknown) => sql.json(value as never)
  const [dataset] = await sql<{ id: number }[]>`select id from public.datasets where slug = ${slug}`
  for (const [index, skill] of [0.4, 0.6, 0.7].entries()) {
    const id = FIRST_ID + index
    const month = String(index + 1).padStart(2, '0')
    const holdout = {
      from: `2019-${month}-01T00:00:00Z`,
      to: `2019-${month}-28T00:00:00Z`,
      rows: 4_000,
      frauds: 120,
    }
    await sql`
      insert into public.training_runs (id, dataset_id, trigger, state, data_hash, split, finished_at)
      overriding system value
      values (${id}, ${dataset!.id}, 'manual', 'succeeded', ${`hash-of-${index + 1}`}, ${json({ holdout })}, now())`
    await sql`
      insert into public.model_versions (
        id, dataset_id, version, run_id, family, artifact_path, artifact_sha256, artifact_bytes, threshold,
        trained_until, metrics, hyperparameters, curves, feature_importance
      )
      overriding system value
      values (
        ${id}, ${dataset!.id}, ${index + 1}, ${id}, 'gradient-boosting', ${`by-hand/${id}`},
        ${String(index + 1).repeat(64)}, 1000, 0.5, '2018-12-01', ${json(metrics(skill))}, '{}',
        ${json(curve(skill))}, ${json([{ feature: 'amount', importance: skill }])}
      )`
  }
  for (const [index, value] of [-0.2, 0.2].entries()) {
    const skill = index === 0 ? 0.4 : 0.6
    const difference = {
      value,
      mean: value,
      low: value - 0.05,
      high: value + 0.05,
      shareBetter: index,
    }
    await sql`
      insert into public.version_evaluations
        (run_id, model_version_id, holdout_from, holdout_to, metrics, curves, differences)
      values (
        ${FIRST_ID + 1}, ${FIRST_ID + index}, '2019-02-01', '2019-03-01', ${json(metrics(skill))},
        ${json(curve(skill))}, ${json({ [FIRST_ID + 1 - index]: difference })}
      )`
  }
  await insertBacktest(sql, dataset!.id)
  return remove
}

async function insertBacktest(sql: Sql, datasetId: number): Promise<void> {
  const json = (value: unknown) => sql.json(value as never)
  const measured = (value: number) => ({
    trainedFor: '2019-01',
    family: 'gradient-boosting',
    averagePrecision: { value, low: value - 0.1, high: value + 0.1 },
    precision: 0.8,
    recall: 0.5,
    flagged: 60,
    caught: 48,
    missed: 48,
  })
  const difference = { value: 0.2, mean: 0.2, low: 0.1, high: 0.3, shareBetter: 1 }
  const compared = { first: 'whenGateAllows', second: 'neverRetrained', difference, monthCount: 1 }
  const months = [
    {
      month: '2019-01',
      rows: 4_000,
      frauds: 96,
      ways: {
        neverRetrained: measured(0.4),
        everyMonth: measured(0.6),
        whenGateAllows: measured(0.6),
      },
      differences: [compared],
    },
  ]
  const decisions = [
    {
      month: '2019-01',
      decision: 'refuse',
      code: 'not_better',
      reason: 'No gain is expected.',
      family: 'gradient-boosting',
      trainedUntil: '2018-11-01T00:00:00Z',
      holdout: {
        from: '2018-11-01T00:00:00Z',
        to: '2018-12-01T00:00:00Z',
        rows: 4_000,
        frauds: 80,
      },
      champion: null,
    },
  ]
  await sql`
    insert into public.backtests (
      id, dataset_id, from_month, to_month, label_delay_months, families, data_hash, row_count, duration_ms, months,
      differences, decisions
    )
    overriding system value
    values (
      ${FIRST_ID}, ${datasetId}, '2019-01-01', '2019-01-01', 1, '{gradient-boosting}', 'hash', 4000, 61000,
      ${json(months)}, ${json([compared])}, ${json(decisions)}
    )`
}
