import { z } from 'zod'
import type { ThresholdObjective } from '../core/evaluation/choose-threshold.ts'

/** What `datasets.settings` may say to the trainer; other keys are not its business. */
const settingsSchema = z.looseObject({
  /** What the threshold is chosen for, on validation rows. */
  threshold_policy: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('best-f'), beta: z.number().positive() }),
      z.strictObject({ kind: z.literal('alert-budget'), share: z.number().gt(0).max(1) }),
      z.strictObject({ kind: z.literal('target-precision'), precision: z.number().gt(0).max(1) }),
      z.strictObject({ kind: z.literal('least-cost') }),
    ])
    // Analysts lose trust over false alarms as much as money over missed fraud: both count the same.
    .default({ kind: 'best-f', beta: 1 }),
  /** What reviewing one alert costs, in the dataset's currency. */
  review_cost: z.number().nonnegative().default(5),
})

/** A dataset's settings with the defaults filled in. */
export interface TrainingSettings {
  thresholdObjective: ThresholdObjective
  reviewCostCents: number
}

/** Parses `datasets.settings`. Throws RangeError that names the setting. */
export function parseSettings(settings: unknown): TrainingSettings {
  const parsed = settingsSchema.safeParse(settings)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!
    throw new RangeError(
      `Cannot train: the dataset's setting ${issue.path.join('.')} is not valid (${issue.message}). Correct it in datasets.settings.`,
    )
  }
  const { threshold_policy: policy, review_cost } = parsed.data
  const reviewCostCents = Math.round(review_cost * 100)
  switch (policy.kind) {
    case 'alert-budget':
      return {
        thresholdObjective: { kind: 'alert-budget', budget: { share: policy.share } },
        reviewCostCents,
      }
    case 'least-cost':
      return { thresholdObjective: { kind: 'least-cost', reviewCostCents }, reviewCostCents }
    default:
      return { thresholdObjective: policy, reviewCostCents }
  }
}
