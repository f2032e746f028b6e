import {
  type DatasetSettings,
  datasetSettingsSchema,
} from '../../core/publishing/dataset-settings.ts'

const names: Record<keyof DatasetSettings, string> = {
  threshold_policy: 'Threshold policy',
  review_cost: 'Review cost',
  alert_budget: 'Alert budget',
  retrain_on_new_labels: 'Retrain on new labels',
  retrain_after_labels: 'Labels until retraining',
  retrain_overdue_days: 'Days until overdue',
  gate_minimum_frauds: 'Frauds in the hold-out',
  gate_margin: 'Margin of the gate',
  shadow_close_challengers: 'Shadow of close challengers',
  keep_artifacts: 'Versions that keep their artifact',
  keep_upload_days: 'Days that uploads are kept',
}

/** What a change of settings changed, one line per setting: "Review cost: 5 → 8". */
export function describeChange(before: unknown, after: unknown): string[] {
  const [old, now] = [before, after].map((stored) => datasetSettingsSchema.safeParse(stored))
  if (!old?.success || !now?.success) return []
  return (Object.keys(names) as (keyof DatasetSettings)[]).flatMap((key) => {
    const [from, to] = [write(old.data[key]), write(now.data[key])]
    return from === to ? [] : [`${names[key]}: ${from} → ${to}`]
  })
}

function write(value: DatasetSettings[keyof DatasetSettings]): string {
  if (value === null) return 'for good'
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (typeof value === 'number') return String(value)
  switch (value.kind) {
    case 'best-f':
      return `best F (beta ${value.beta})`
    case 'target-precision':
      return `precision ${value.precision}`
    case 'alert-budget':
      return 'alert budget'
    case 'least-cost':
      return 'least cost'
  }
}
