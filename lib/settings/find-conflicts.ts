import type { SettingsFields } from './settings-form.ts'

const names: Record<keyof SettingsFields, string> = {
  policy: 'Threshold policy',
  beta: 'Beta',
  precision: 'Target precision',
  reviewCost: 'Review cost',
  alertBudget: 'Alert budget',
  retrainOnNewLabels: 'Retrain on new labels',
  retrainAfterLabels: 'Labels until retraining',
  retrainOverdueDays: 'Days until overdue',
  gateMinimumFrauds: 'Frauds in the hold-out',
  gateMargin: 'Margin of the gate',
  shadowCloseChallengers: 'Shadow of close challengers',
  keepArtifacts: 'Versions that keep their artifact',
  keepUploadDays: 'Days that uploads are kept',
}

/** A field that two people changed, with both values in words. */
export interface SettingsConflict {
  field: keyof SettingsFields
  name: string
  mine: string
  theirs: string
}

/**
 * Fields that were typed over and that somebody else has saved differently in the meantime. What only one of the two
 * touched is no conflict: both changes stand.
 *
 * @param seen what was stored when the typing began
 * @param now what is stored by now
 */
export function findConflicts(
  seen: SettingsFields,
  now: SettingsFields,
  typed: Partial<SettingsFields>,
): SettingsConflict[] {
  return (Object.keys(names) as (keyof SettingsFields)[]).flatMap((field) => {
    const mine = typed[field]
    const theirs = now[field]
    if (mine === undefined || mine === theirs || seen[field] === theirs) return []
    return [{ field, name: names[field], mine: write(mine), theirs: write(theirs) }]
  })
}

function write(value: string | boolean): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  return value === '' ? 'for good' : value.replaceAll('-', ' ')
}
