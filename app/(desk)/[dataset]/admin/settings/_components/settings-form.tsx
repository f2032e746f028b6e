'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { useFormatter } from '@/components/locale-provider'
import { showFailure } from '@/components/show-failure'
import { useSupabase } from '@/components/supabase-provider'
import { toast } from '@/components/toaster'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Label } from '@/components/ui/label'
import { Textarea } from '@/components/ui/textarea'
import { useDraft } from '@/components/use-draft'
import { REASON_LIMIT } from '@/lib/models/change-champion.ts'
import {
  parseSettingsFields,
  type SettingsFaults,
  type SettingsFields,
  toSettingsFields,
} from '@/lib/settings/settings-form.ts'
import { type SettingsOverview, settingsOverviewQuery } from '@/lib/settings/settings-overview.ts'
import { updateSettings } from '@/lib/settings/update-settings.ts'
import { PolicyChoice } from './policy-choice'
import { SettingField, SettingGroup, SettingSwitch } from './setting-field'
import { useSettingsDraft } from './use-settings-draft'

type NumberField = Exclude<
  keyof SettingsFields,
  'policy' | 'retrainOnNewLabels' | 'shadowCloseChallengers'
>

/** All settings of a dataset; saving takes a reason. What was typed stays when saving fails. */
export function SettingsForm({
  dataset,
  overview: { settings, outlook, holdout, dataset: about },
}: {
  dataset: string
  overview: SettingsOverview
}) {
  const client = useSupabase()
  const queryClient = useQueryClient()
  const format = useFormatter()
  const reasonId = useId()
  const { fields, isChanged, change, replace } = useSettingsDraft(dataset, settings)
  const [reason, setReason] = useDraft(`settings reason ${dataset}`)
  const [faults, setFaults] = useState<SettingsFaults & { reason?: string }>({})

  const save = useMutation({
    mutationFn: ({ parsed, why }: { parsed: Parameters<typeof updateSettings>[2]; why: string }) =>
      updateSettings(client, dataset, parsed, why),
    onSuccess: async () => {
      await queryClient.invalidateQueries({
        queryKey: settingsOverviewQuery(client, dataset).queryKey,
      })
      replace(null)
      setReason('')
      toast.success('The settings are saved')
      void queryClient.invalidateQueries({ queryKey: ['admin-overview', dataset] })
      void queryClient.invalidateQueries({ queryKey: ['events'] })
    },
    onError: (error) => showFailure('The settings were not saved', error),
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    const parsed = parseSettingsFields(fields)
    const why = reason.trim()
    setFaults({
      ...parsed.faults,
      ...(why ? {} : { reason: 'Say why: it is kept in the log.' }),
    })
    if (parsed.settings && why) save.mutate({ parsed: parsed.settings, why })
  }

  const number = (name: NumberField) => ({
    value: fields[name],
    error: faults[name],
    onChange: (value: string) => {
      change({ [name]: value })
      setFaults(({ [name]: _, ...others }) => others)
    },
  })

  return (
    <form onSubmit={submit} noValidate>
      <Card aria-label="Settings of the dataset">
        <SettingGroup title="Threshold">
          <PolicyChoice
            fields={fields}
            holdout={holdout}
            onChoose={(policy) => change({ policy })}
          />
          {fields.policy === 'best-f' && (
            <SettingField
              label="Beta"
              unit="times"
              hint="How much more recall counts than precision."
              {...number('beta')}
            />
          )}
          {fields.policy === 'target-precision' && (
            <SettingField
              label="Precision"
              unit="% of alerts"
              hint="The share of alerts that shall be fraud."
              {...number('precision')}
            />
          )}
          <SettingField
            label="Alert budget"
            unit="% of transactions"
            hint="What people can look at; reports are measured by it too."
            {...number('alertBudget')}
          />
          <SettingField
            label="Review cost"
            unit={`${about.currency} per alert`}
            hint="What it costs to look at one alert."
            {...number('reviewCost')}
          />
          <p className="text-muted-foreground text-xs sm:col-span-2">
            The next training run chooses its threshold by this. The model that serves keeps its
            own.
          </p>
        </SettingGroup>
        <SettingGroup title="Retraining">
          <p className="text-[0.8125rem] sm:col-span-2">
            {format.count(outlook.newLabelCount)} new of {format.count(outlook.labelledCount)}{' '}
            labels since the last run
            {outlook.lastStartedAt ? ` on ${format.day(outlook.lastStartedAt)}` : ''}.{' '}
            {outlook.waiting > 0
              ? 'A run waits.'
              : outlook.dueReason
                ? `A run is due: ${outlook.dueReason}`
                : 'No run is due.'}
          </p>
          <SettingSwitch
            label="Retrain on new labels"
            hint="New labels ask for a training run by themselves."
            isOn={fields.retrainOnNewLabels}
            onChange={(retrainOnNewLabels) => change({ retrainOnNewLabels })}
          />
          <SettingField
            label="After"
            unit="new labels"
            hint="How many must have come since the last run."
            {...number('retrainAfterLabels')}
          />
          <SettingField
            label="Overdue after"
            unit="days"
            hint="From then on a scheduled run trains on any new label."
            {...number('retrainOverdueDays')}
          />
        </SettingGroup>
        <SettingGroup title="Gate">
          <SettingField
            label="Frauds in the hold-out"
            unit="at least"
            hint="Fewer cannot show that a challenger is better."
            {...number('gateMinimumFrauds')}
          />
          <SettingField
            label="Margin"
            unit="average precision"
            hint="The loss that must be ruled out before a challenger serves."
            {...number('gateMargin')}
          />
          <SettingSwitch
            label="Shadow close challengers"
            hint="One that was refused but may be better scores beside the champion, for comparison."
            isOn={fields.shadowCloseChallengers}
            onChange={(shadowCloseChallengers) => change({ shadowCloseChallengers })}
          />
        </SettingGroup>
        <SettingGroup title="Retention">
          <SettingField
            label="Artifacts"
            unit="newest versions"
            hint="Older versions lose their artifact and can serve no longer; their measures stay."
            {...number('keepArtifacts')}
          />
          <SettingField
            label="Uploaded files"
            unit="days"
            hint="Empty keeps the files. The rows stay in any case."
            {...number('keepUploadDays')}
          />
        </SettingGroup>
        <div className="grid gap-3 border-t px-4 py-4 sm:px-5">
          <div className="grid gap-1.5">
            <Label htmlFor={reasonId}>Reason</Label>
            <Textarea
              id={reasonId}
              maxLength={REASON_LIMIT}
              value={reason}
              placeholder="Kept in the log for everyone who asks later"
              aria-invalid={faults.reason !== undefined}
              aria-describedby={`${reasonId}-fault`}
              onChange={(event) => {
                setReason(event.target.value)
                setFaults(({ reason: _, ...others }) => others)
              }}
            />
            <p id={`${reasonId}-fault`} role="alert" className="text-fraud-text text-xs">
              {faults.reason}
            </p>
          </div>
          <div className="flex flex-wrap gap-2">
            <Button type="submit" disabled={!isChanged || save.isPending}>
              Save settings
            </Button>
            <Button
              variant="outline"
              disabled={!isChanged || save.isPending}
              onClick={() => {
                replace(null)
                setFaults({})
              }}
            >
              Discard changes
            </Button>
            <Button
              variant="ghost"
              onClick={() => {
                replace(toSettingsFields({}))
                setFaults({})
              }}
            >
              Fill in the defaults
            </Button>
          </div>
        </div>
      </Card>
    </form>
  )
}
