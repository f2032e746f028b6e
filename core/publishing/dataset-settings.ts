import { z } from 'zod'
import type { ThresholdObjective } from '../evaluation/choose-threshold.ts'
import { fail, ok, type Result } from '../result.ts'

/** What the threshold of a model is chosen for, on validation rows. */
const thresholdPolicySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('best-f'), beta: z.number().gt(0).max(10) }),
  z.strictObject({ kind: z.literal('alert-budget') }),
  z.strictObject({ kind: z.literal('target-precision'), precision: z.number().gt(0).max(1) }),
  z.strictObject({ kind: z.literal('least-cost') }),
])

/**
 * What an admin may set for a dataset; `datasets.settings` holds it as it is written here. Absent keys take these
 * defaults. `private.check_dataset_settings` in SQL knows the same keys and limits, and a test compares the two.
 */
export const datasetSettingsSchema = z.strictObject({
  // Analysts lose trust over false alarms as much as money over missed fraud: both count the same.
  threshold_policy: thresholdPolicySchema.default({ kind: 'best-f', beta: 1 }),
  /** What reviewing one alert costs, in the dataset's currency. */
  review_cost: z.number().min(0).max(1_000_000).default(5),
  /** Share of the transactions that people can look at: the budget of the policy `alert-budget`, and of reports. */
  alert_budget: z.number().gt(0).max(1).default(0.005),
  /** Whether new labels ask for a training run by themselves. */
  retrain_on_new_labels: z.boolean().default(true),
  /** How many labelled rows must have come since the last run. */
  retrain_after_labels: z.int().min(1).max(1_000_000_000).default(1_000),
  /** Days after the last run from which a scheduled run trains on any new label. */
  retrain_overdue_days: z.int().min(1).max(3_650).default(30),
  /** Frauds that the hold-out needs before a challenger may replace a champion. */
  gate_minimum_frauds: z.int().min(3).max(100_000).default(10),
  /** Loss of average precision that the gate must be able to rule out; see docs/evaluation.md. */
  gate_margin: z.number().min(0).max(0.5).default(0.02),
  /** Whether a refused challenger that may still be better scores beside the champion. */
  shadow_close_challengers: z.boolean().default(true),
  /** How many versions keep their artifact, the champion, the one before and the challenger besides. */
  keep_artifacts: z.int().min(1).max(1_000).default(10),
  /** Days that the uploaded files stay in Storage after their rows are stored; null keeps them. */
  keep_upload_days: z.int().min(1).max(3_650).nullable().default(90),
})

/** The settings of a dataset with the defaults filled in. */
export type DatasetSettings = z.output<typeof datasetSettingsSchema>

/** Parses `datasets.settings`, or what an admin wants to set. The failure names the setting. */
export function parseDatasetSettings(
  settings: unknown,
): Result<DatasetSettings, 'settings_not_valid'> {
  const parsed = datasetSettingsSchema.safeParse(settings)
  if (parsed.success) return ok(parsed.data)
  const issue = parsed.error.issues[0]!
  const name = issue.path.join('.') || 'settings'
  return fail(
    'settings_not_valid',
    `The dataset's setting ${name} is not valid (${issue.message}). Correct it in the settings of the dataset.`,
  )
}

/** What reviewing one alert costs, in cents. */
export function reviewCostCents({ review_cost }: DatasetSettings): number {
  return Math.round(review_cost * 100)
}

/** The policy with all that choosing a threshold needs. */
export function thresholdObjective(settings: DatasetSettings): ThresholdObjective {
  const { threshold_policy: policy, alert_budget: share } = settings
  switch (policy.kind) {
    case 'alert-budget':
      return { kind: 'alert-budget', budget: { share } }
    case 'least-cost':
      return { kind: 'least-cost', reviewCostCents: reviewCostCents(settings) }
    default:
      return policy
  }
}
