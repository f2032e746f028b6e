'use client'

import type { ReactNode } from 'react'
import { useFormatter } from '@/components/locale-provider'
import { Label } from '@/components/ui/label'
import { policyOutcome } from '@/lib/settings/policy-outcome.ts'
import { type SettingsFields, toPolicy, toShare } from '@/lib/settings/settings-form.ts'
import type { ChampionHoldout } from '@/lib/settings/settings-overview.ts'

const policies: { kind: SettingsFields['policy']; name: string; meaning: string }[] = [
  {
    kind: 'best-f',
    name: 'Best F',
    meaning: 'Balances false alarms against missed fraud; a beta above 1 favours finding fraud.',
  },
  {
    kind: 'alert-budget',
    name: 'Alert budget',
    meaning: 'Flags no more than the share of transactions that people can look at.',
  },
  {
    kind: 'target-precision',
    name: 'Target precision',
    meaning: 'Finds as much fraud as it can while this share of the alerts is right.',
  },
  {
    kind: 'least-cost',
    name: 'Least cost',
    meaning: 'Flags where the fraud that is stopped is worth more than the reviews it takes.',
  },
]

/** The threshold policies, each with what it would have meant on the champion's hold-out. */
export function PolicyChoice({
  fields,
  holdout,
  onChoose,
  details,
}: {
  fields: SettingsFields
  holdout: ChampionHoldout | null
  /** Further fields of a policy, shown while it is chosen. */
  details: Partial<Record<SettingsFields['policy'], ReactNode>>
  onChoose: (policy: SettingsFields['policy']) => void
}) {
  return (
    <div role="radiogroup" aria-label="Threshold policy" className="grid gap-2 sm:col-span-2">
      {policies.map(({ kind, name, meaning }) => (
        <div
          key={kind}
          className="flex items-start gap-2.5 rounded-md border px-3 py-2.5 has-[:checked]:border-accent has-[:checked]:bg-accent-soft"
        >
          <input
            id={`policy-${kind}`}
            type="radio"
            name="policy"
            className="mt-0.5 size-4 accent-accent"
            checked={fields.policy === kind}
            aria-describedby={`policy-${kind}-meaning`}
            onChange={() => onChoose(kind)}
          />
          <div id={`policy-${kind}-meaning`} className="grid gap-0.5 text-[0.8125rem]">
            <Label htmlFor={`policy-${kind}`}>{name}</Label>
            <span>{meaning}</span>
            {holdout && <Outcome kind={kind} fields={fields} holdout={holdout} />}
            {fields.policy === kind && details[kind] && <div className="mt-2">{details[kind]}</div>}
          </div>
        </div>
      ))}
    </div>
  )
}

function Outcome({
  kind,
  fields,
  holdout,
}: {
  kind: SettingsFields['policy']
  fields: SettingsFields
  holdout: ChampionHoldout
}) {
  const format = useFormatter()
  if (kind === 'least-cost') {
    return (
      <span className="text-muted-foreground text-xs">
        Depends on the amounts of the validation rows: known after the next run.
      </span>
    )
  }
  const outcome = policyOutcome(
    holdout,
    toPolicy({ ...fields, policy: kind }),
    toShare(fields.alertBudget),
  )
  return (
    <span className="text-muted-foreground text-xs tabular-nums">
      {outcome
        ? `Version ${holdout.version} on its hold-out: flags ${format.percent(outcome.flaggedShare, 2)}, ${format.percent(outcome.precision)} of them fraud, finds ${format.percent(outcome.recall)} of the fraud.`
        : `Version ${holdout.version} reaches this nowhere on its hold-out.`}
    </span>
  )
}
