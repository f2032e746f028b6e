import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import type { FeatureDefinition } from '../../core/datasets/profile.ts'
import { type Drift, type DriftBaseline, measureDrift } from '../../core/evaluation/drift.ts'
import {
  adviseOnDrift,
  type DriftAdvice,
  type NamedDrift,
} from '../../core/evaluation/drift-advice.ts'
import { type Month, monthStart } from '../../core/month.ts'
import { datasetSummarySchema, instantSchema, monthSchema } from '../datasets/dataset-summary.ts'
import type { DataClient } from '../supabase/data-client.ts'
import { readRpc } from '../supabase/read-rpc.ts'

const baselineSchema = z.object({ edges: z.array(z.number()), counts: z.array(z.int()) })

const overviewSchema = z.object({
  dataset: datasetSummarySchema,
  /** The version that months are compared with; null before the first one. */
  version: z.nullable(z.int()),
  trainedUntil: z.nullable(instantSchema),
  versions: z.array(z.object({ version: z.int(), isChampion: z.boolean() })),
  /** Months that are not counted yet. */
  pendingCount: z.int(),
  baselines: z.array(z.extend(baselineSchema, { position: z.int() })),
  months: z.array(
    z.object({
      month: monthSchema,
      rowCount: z.int(),
      /** Counts of each baseline's bins as text, `12,30,0;7,35,0`: one by one they would cost more than all else here. */
      features: z.string().check(z.regex(/^[\d,;]*$/)),
    }),
  ),
  /** Scores against those of the version that served most of the month. */
  scores: z.array(
    z.object({
      month: monthSchema,
      version: z.int(),
      counts: z.array(z.int()),
      baseline: baselineSchema,
    }),
  ),
  scoreMonths: z.array(
    z.object({
      month: monthSchema,
      version: z.int(),
      threshold: z.number(),
      scoredCount: z.int(),
      flaggedCount: z.int(),
      /** Counts in 20 equal bands of the score. */
      histogram: z.array(z.int()),
    }),
  ),
})

/** Bins of a version and months counted into them. */
export type DriftOverview = z.infer<typeof overviewSchema>
/** A month's scores as one version served them. */
export type ScoreMonth = DriftOverview['scoreMonths'][number]

/** One cell of the heat map: a feature, or the score, in a month. */
export interface DriftCell {
  month: Month
  drift: Drift
  baseline: DriftBaseline
  counts: readonly number[]
  /** The version whose bins these are. */
  version: number
}

/** One row of the heat map; a month that was not counted has no cell. */
export interface DriftRow {
  /** Name of the feature; `fraud_score` for the score. */
  name: string
  label: string
  feature: FeatureDefinition | null
  cells: Map<Month, DriftCell>
}

/** The heat map with the sentence about its newest month. */
export interface DriftMap {
  months: { month: Month; rowCount: number; isLearned: boolean }[]
  rows: DriftRow[]
  advice: DriftAdvice | null
}

/** Drift of a dataset against a version; the champion unless named. Null for an unknown dataset. Admins only. */
export function driftOverviewQuery(client: DataClient, dataset: string, version: number | null) {
  return queryOptions({
    queryKey: ['drift', dataset, version],
    queryFn: ({ signal }) =>
      readRpc(
        'read drift',
        client
          .rpc('drift_overview', {
            dataset_slug: dataset,
            ...(version === null ? {} : { of_version: version }),
          })
          .abortSignal(signal),
        z.nullable(overviewSchema),
      ),
  })
}

/** Has the months counted that are not counted yet; returns how many those were. Admins only. */
export function refreshDrift(client: DataClient, dataset: string): Promise<number> {
  return readRpc('count drift', client.rpc('refresh_drift', { dataset_slug: dataset }), z.int())
}

/**
 * Measures every cell. Rows are in the order of their largest index in the months that were not learned from; what grows
 * by nature does not come first for it.
 */
export function mapDrift(
  overview: DriftOverview,
  features: readonly FeatureDefinition[],
  writeMonth: (month: Month) => string,
): DriftMap {
  const learnedUntil = overview.trainedUntil === null ? 0 : Date.parse(overview.trainedUntil)
  const months = overview.months.map(({ month, rowCount }) => ({
    month,
    rowCount,
    isLearned: monthStart(month) < learnedUntil,
  }))
  const counted = overview.months.map(({ month, features: text }) => ({
    month,
    counts: text.split(';').map((feature) => feature.split(',').map(Number)),
  }))
  const version = overview.version ?? 0
  const rows = overview.baselines.flatMap(({ position, ...baseline }, index): DriftRow[] => {
    const feature = features[position - 1]
    if (!feature) return []
    const cells = counted.flatMap(({ month, counts: ofMonth }): [Month, DriftCell][] => {
      const counts = ofMonth[index]
      if (!counts) return []
      return [[month, { month, drift: measureDrift(baseline, counts), baseline, counts, version }]]
    })
    return [{ name: feature.name, label: feature.label, feature, cells: new Map(cells) }]
  })
  const later = new Set(months.filter(({ isLearned }) => !isLearned).map(({ month }) => month))
  const largest = ({ cells, feature }: DriftRow) =>
    Math.max(
      -1,
      ...[...cells.values()]
        .filter(({ month }) => later.has(month))
        .map(({ drift }) => (feature?.grows ? 0 : drift.psi - drift.chancePsi)),
    )
  rows.sort((a, b) => largest(b) - largest(a))
  const shown = new Set(months.map(({ month }) => month))
  const scores = overview.scores.filter(({ month }) => shown.has(month))
  if (scores.length > 0) {
    const cells = scores.map(({ month, version: served, counts, baseline }): [Month, DriftCell] => [
      month,
      { month, drift: measureDrift(baseline, counts), baseline, counts, version: served },
    ])
    rows.unshift({
      name: 'fraud_score',
      label: 'Fraud score',
      feature: null,
      cells: new Map(cells),
    })
  }
  return { months, rows, advice: advise(rows, months.at(-1)?.month, version, writeMonth) }
}

function advise(
  rows: readonly DriftRow[],
  month: Month | undefined,
  version: number,
  writeMonth: (month: Month) => string,
): DriftAdvice | null {
  if (!month) return null
  const drifts = rows.flatMap(({ label, feature, cells }): NamedDrift[] => {
    const cell = cells.get(month)
    const grows = feature?.grows ?? false
    return cell ? [{ label, isScore: feature === null, grows, drift: cell.drift }] : []
  })
  return adviseOnDrift(writeMonth(month), version, drifts)
}
