import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { datasetSummarySchema, instantSchema, monthSchema } from '../datasets/dataset-summary.ts'
import type { DataClient } from '../supabase/data-client.ts'
import { readRpc } from '../supabase/read-rpc.ts'
import { featureImportanceSchema } from './feature-importance.ts'
import { intervalSchema } from './interval.ts'

// Stored documents outlive the code that wrote them: every measure may be absent.
const measure = z.catch(z.optional(z.number()), undefined)

const metricsSchema = z.object({
  averagePrecision: z.catch(z.optional(intervalSchema), undefined),
  rows: measure,
  frauds: measure,
  threshold: measure,
  precision: measure,
  recall: measure,
  f1: measure,
  flaggedShare: measure,
  brier: measure,
  calibrationError: measure,
  recallAtBudget: z.catch(z.array(z.object({ share: z.number(), recall: z.number() })), []),
  /** In cents. */
  cost: z.catch(z.optional(z.object({ savedCents: z.number() })), undefined),
})

const curvesSchema = z.object({
  precisionRecall: z.catch(
    z.array(z.object({ threshold: z.number(), precision: z.number(), recall: z.number() })),
    [],
  ),
  /** Counts in equal bins of the score. */
  scoreHistogram: z.catch(
    z.optional(z.object({ fraud: z.array(z.int()), legitimate: z.array(z.int()) })),
    undefined,
  ),
})

const partSchema = z.catch(
  z.optional(z.object({ rows: z.int(), frauds: z.int(), from: instantSchema, to: instantSchema })),
  undefined,
)

const versionSchema = z.object({
  id: z.int(),
  version: z.int(),
  family: z.string(),
  threshold: z.number(),
  trainedUntil: instantSchema,
  createdAt: instantSchema,
  retiredAt: z.nullable(instantSchema),
  /** The model card in Storage; null until it is written. */
  cardPath: z.nullable(z.string()),
  alias: z.nullable(z.enum(['champion', 'challenger'])),
  metrics: metricsSchema,
  curves: curvesSchema,
  featureImportance: featureImportanceSchema,
  hyperparameters: z.record(z.string(), z.unknown()),
  artifactSha256: z.string(),
  artifactBytes: z.int(),
  run: z.object({
    id: z.int(),
    gitSha: z.nullable(z.string()),
    backend: z.nullable(z.string()),
    dataFrom: z.nullable(instantSchema),
    dataTo: z.nullable(instantSchema),
    rowCount: z.nullable(z.int()),
    fraudCount: z.nullable(z.int()),
    dataHash: z.nullable(z.string()),
    split: z.catch(
      z.nullable(z.object({ train: partSchema, validation: partSchema, holdout: partSchema })),
      null,
    ),
  }),
  /** Months that it served. */
  months: z.array(
    z.object({
      month: monthSchema,
      scoredCount: z.int(),
      flaggedCount: z.int(),
      truePositiveCount: z.int(),
      falsePositiveCount: z.int(),
      falseNegativeCount: z.int(),
      trueNegativeCount: z.int(),
    }),
  ),
})

const measuredSchema = z.object({ metrics: metricsSchema, curves: curvesSchema })

const comparisonSchema = z.object({
  dataset: datasetSummarySchema,
  versions: z.array(
    z.object({
      version: z.int(),
      family: z.string(),
      alias: z.nullable(z.enum(['champion', 'challenger'])),
    }),
  ),
  first: z.nullable(versionSchema),
  second: z.nullable(versionSchema),
  /** Both on the newest hold-out that both were measured on. */
  common: z.nullable(
    z.object({
      runId: z.int(),
      holdoutFrom: instantSchema,
      holdoutTo: instantSchema,
      first: measuredSchema,
      second: measuredSchema,
      /** First minus second, paired. */
      difference: z.catch(z.nullable(z.extend(intervalSchema, { shareBetter: z.number() })), null),
    }),
  ),
})

/** Two versions side by side. */
export type VersionComparison = z.infer<typeof comparisonSchema>
/** One of them with its measures, its run, and the months that it served. */
export type ComparedVersion = NonNullable<VersionComparison['first']>
/** Measures and curves on one hold-out. */
export type Measured = z.infer<typeof measuredSchema>

/** Which two are compared; null leaves the choice to the database: the champion, and the one before. */
export interface VersionPair {
  first: number | null
  second: number | null
}

/** Reads which two from a URL's parameters; what makes no sense is left out. */
export function parseVersionPair(
  params: Record<string, string | string[] | undefined>,
): VersionPair {
  const read = (text: string | string[] | undefined) =>
    typeof text === 'string' && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null
  return { first: read(params.first), second: read(params.second) }
}

/** Compares two versions of a dataset; null for an unknown dataset. Admins only. */
export function compareVersionsQuery(client: DataClient, dataset: string, pair: VersionPair) {
  return queryOptions({
    queryKey: ['compare-versions', dataset, pair.first, pair.second],
    queryFn: ({ signal }) =>
      readRpc(
        'compare versions',
        client
          .rpc('compare_versions', {
            dataset_slug: dataset,
            ...(pair.first === null ? {} : { first: pair.first }),
            ...(pair.second === null ? {} : { second: pair.second }),
          })
          .abortSignal(signal),
        z.nullable(comparisonSchema),
      ),
  })
}

/** What the two are measured on: on the same transactions, or each on its own. */
export interface Footing {
  isSame: boolean
  first: Measured
  second: Measured
}

/** The common hold-out where there is one; else each version's own, which says nothing about the other. */
export function findFooting(
  common: VersionComparison['common'],
  first: ComparedVersion,
  second: ComparedVersion,
): Footing {
  if (common) return { isSame: true, first: common.first, second: common.second }
  return { isSame: first.run.id === second.run.id, first, second }
}
