import {
  type DatasetSettings,
  datasetSettingsSchema,
} from '../../core/publishing/dataset-settings.ts'

/** Fields of the settings page as they are typed: shares in percent, an empty retention keeps everything. */
export interface SettingsFields {
  policy: DatasetSettings['threshold_policy']['kind']
  beta: string
  precision: string
  reviewCost: string
  alertBudget: string
  retrainOnNewLabels: boolean
  retrainAfterLabels: string
  retrainOverdueDays: string
  gateMinimumFrauds: string
  gateMargin: string
  shadowCloseChallengers: boolean
  keepArtifacts: string
  keepUploadDays: string
}

/** One sentence per field that cannot be saved. */
export type SettingsFaults = Partial<Record<keyof SettingsFields, string>>

/** The settings where nothing was ever changed. */
export const defaultSettings: DatasetSettings = datasetSettingsSchema.parse({})

/** Writes settings as the form shows them. What is stored but not valid shows as the default. */
export function toSettingsFields(stored: unknown): SettingsFields {
  const parsed = datasetSettingsSchema.safeParse(stored)
  const settings = parsed.success ? parsed.data : defaultSettings
  const { threshold_policy: policy } = settings
  return {
    policy: policy.kind,
    beta: String(policy.kind === 'best-f' ? policy.beta : 1),
    precision: toPercent(policy.kind === 'target-precision' ? policy.precision : 0.8),
    reviewCost: String(settings.review_cost),
    alertBudget: toPercent(settings.alert_budget),
    retrainOnNewLabels: settings.retrain_on_new_labels,
    retrainAfterLabels: String(settings.retrain_after_labels),
    retrainOverdueDays: String(settings.retrain_overdue_days),
    gateMinimumFrauds: String(settings.gate_minimum_frauds),
    gateMargin: String(settings.gate_margin),
    shadowCloseChallengers: settings.shadow_close_challengers,
    keepArtifacts: String(settings.keep_artifacts),
    keepUploadDays: settings.keep_upload_days === null ? '' : String(settings.keep_upload_days),
  }
}

const fieldOf: Record<string, keyof SettingsFields> = {
  'threshold_policy.beta': 'beta',
  'threshold_policy.precision': 'precision',
  review_cost: 'reviewCost',
  alert_budget: 'alertBudget',
  retrain_after_labels: 'retrainAfterLabels',
  retrain_overdue_days: 'retrainOverdueDays',
  gate_minimum_frauds: 'gateMinimumFrauds',
  gate_margin: 'gateMargin',
  keep_artifacts: 'keepArtifacts',
  keep_upload_days: 'keepUploadDays',
}

const sentences: SettingsFaults = {
  beta: 'Beta is a number above 0, at most 10.',
  precision: 'The precision is a share above 0 %, at most 100 %.',
  reviewCost: 'The cost of a review is a number from 0 to 1,000,000.',
  alertBudget: 'The budget is a share above 0 %, at most 100 %.',
  retrainAfterLabels: 'Give a whole number of labels, at least 1.',
  retrainOverdueDays: 'Give whole days from 1 to 3,650.',
  gateMinimumFrauds: 'Give a whole number of frauds from 3 to 100,000.',
  gateMargin: 'The margin is a number from 0 to 0.5.',
  keepArtifacts: 'Give a whole number of versions from 1 to 1,000.',
  keepUploadDays: 'Give whole days from 1 to 3,650, or leave it empty to keep the files.',
}

/** Parses what was typed: settings, or a sentence for each field that is wrong. */
export function parseSettingsFields(
  fields: SettingsFields,
): { settings: DatasetSettings; faults: null } | { settings: null; faults: SettingsFaults } {
  const parsed = datasetSettingsSchema.safeParse({
    threshold_policy: toPolicy(fields),
    review_cost: toNumber(fields.reviewCost),
    alert_budget: toShare(fields.alertBudget),
    retrain_on_new_labels: fields.retrainOnNewLabels,
    retrain_after_labels: toNumber(fields.retrainAfterLabels),
    retrain_overdue_days: toNumber(fields.retrainOverdueDays),
    gate_minimum_frauds: toNumber(fields.gateMinimumFrauds),
    gate_margin: toNumber(fields.gateMargin),
    shadow_close_challengers: fields.shadowCloseChallengers,
    keep_artifacts: toNumber(fields.keepArtifacts),
    keep_upload_days: fields.keepUploadDays.trim() === '' ? null : toNumber(fields.keepUploadDays),
  })
  if (parsed.success) return { settings: parsed.data, faults: null }
  const faults: SettingsFaults = {}
  for (const { path } of parsed.error.issues) {
    const field = fieldOf[path.join('.')] ?? 'policy'
    faults[field] = sentences[field] ?? 'Choose one of these policies.'
  }
  return { settings: null, faults }
}

/** What a typed policy stands for; its number may be NaN. */
export function toPolicy({
  policy,
  beta,
  precision,
}: Pick<SettingsFields, 'policy' | 'beta' | 'precision'>): DatasetSettings['threshold_policy'] {
  switch (policy) {
    case 'best-f':
      return { kind: policy, beta: toNumber(beta) }
    case 'target-precision':
      return { kind: policy, precision: toShare(precision) }
    default:
      return { kind: policy }
  }
}

/** "0.5" percent → 0.005, without the digits that floating point adds. */
export function toShare(percent: string): number {
  return Number((toNumber(percent) / 100).toPrecision(12))
}

function toPercent(share: number): string {
  return String(Number((share * 100).toPrecision(12)))
}

function toNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text)
}
