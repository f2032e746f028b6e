'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { type FormEvent, useRef, useState } from 'react'
import { useFormatter } from '@/components/locale-provider'
import { showFailure } from '@/components/show-failure'
import { useSupabase } from '@/components/supabase-provider'
import { toast } from '@/components/toaster'
import { Card } from '@/components/ui/card'
import { useDraft } from '@/components/use-draft'
import { routes } from '@/lib/routes.ts'
import { describeChange } from '@/lib/settings/describe-change.ts'
import {
  parseSettingsFields,
  type SettingsFaults,
  type SettingsFields,
  toSettingsFields,
} from '@/lib/settings/settings-form.ts'
import { type SettingsOverview, settingsOverviewQuery } from '@/lib/settings/settings-overview.ts'
import { SETTINGS_OUTDATED, updateSettings } from '@/lib/settings/update-settings.ts'
import { DatabaseCallError } from '@/lib/supabase/read-rpc.ts'
import { Meanwhile } from './meanwhile'
import { PolicyChoice } from './policy-choice'
import { SaveSettings } from './save-settings'
import { SettingField, SettingGroup, SettingSwitch } from './setting-field'
import { useSettingsDraft } from './use-settings-draft'

type NumberField = Exclude<
  keyof SettingsFields,
  'policy' | 'retrainOnNewLabels' | 'shadowCloseChallengers'
>

/** All settings of a dataset; saving takes a reason. What was typed stays when saving fails. */
export function SettingsForm({
  dataset,
  overview: { settings, outlook, holdout, changes, dataset: about },
}: {
  dataset: string
  overview: SettingsOverview
}) {
  const client = useSupabase()
  const queryClient = useQueryClient()
  const format = useFormatter()
  const {
    fields,
    expected,
    isChanged,
    isOutdated,
    conflicts,
    change,
    takeTheirs,
    accept,
    replace,
  } = useSettingsDraft(dataset, settings)
  const [reason, setReason] = useDraft(`settings reason ${dataset}`)
  const [faults, setFaults] = useState<SettingsFaults & { reason?: string }>({})

  // A second click comes before React has rendered what the first one began.
  const isSent = useRef(false)
  const save = useMutation({
    mutationFn: ({ parsed, why }: { parsed: Parameters<typeof updateSettings>[2]; why: string }) =>
      updateSettings(client, dataset, parsed, { expected, reason: why }),
    onSuccess: async () => {
      await readAgain()
      replace(null)
      setReason('')
      toast.success('The settings are saved')
      void queryClient.invalidateQueries({ queryKey: ['admin-overview', dataset] })
      void queryClient.invalidateQueries({ queryKey: ['events'] })
    },
    onError: (error) => {
      // What is stored by now comes with who changed it, and is shown beside what was typed.
      if (error instanceof DatabaseCallError && error.code === SETTINGS_OUTDATED) void readAgain()
      else showFailure('The settings were not saved', error)
    },
    onSettled: () => {
      isSent.current = false
    },
  })
  const { settings: readable } = parseSettingsFields(fields)
  const pending = readable && isChanged ? describeChange(settings, readable) : []

  function readAgain() {
    return queryClient.invalidateQueries({
      queryKey: settingsOverviewQuery(client, dataset).queryKey,
    })
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    const parsed = parseSettingsFields(fields)
    const why = reason.trim()
    setFaults({
      ...parsed.faults,
      ...(why ? {} : { reason: 'Say why: it is kept in the log.' }),
    })
    if (!parsed.settings || !why || isSent.current) return
    isSent.current = true
    save.mutate({ parsed: parsed.settings, why })
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
            details={{
              'best-f': (
                <SettingField
                  label="Beta"
                  unit="times"
                  hint="How much more recall counts than precision."
                  {...number('beta')}
                />
              ),
              'target-precision': (
                <SettingField
                  label="Precision"
                  unit="% of alerts"
                  hint="The share of alerts that shall be fraud."
                  {...number('precision')}
                />
              ),
            }}
          />
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
            hint={
              <>
                Older ones lose their artifact and can serve no longer; their measures stay.{' '}
                <HintLink href={routes.admin(dataset)}>All versions</HintLink>
              </>
            }
            {...number('keepArtifacts')}
          />
          <SettingField
            label="Uploaded files"
            unit="days"
            hint={
              <>
                Empty keeps the files. The rows stay in any case.{' '}
                <HintLink href={routes.uploads()}>All uploads</HintLink>
              </>
            }
            {...number('keepUploadDays')}
          />
        </SettingGroup>
        <div className="grid gap-4 border-t px-4 py-4 sm:px-5">
          {isOutdated && (
            <Meanwhile
              seen={expected}
              stored={settings}
              last={changes[0]}
              conflicts={conflicts}
              onTakeTheirs={takeTheirs}
              onAccept={accept}
            />
          )}
          <SaveSettings
            pending={pending}
            reason={reason}
            fault={faults.reason}
            isChanged={isChanged}
            isSaving={save.isPending}
            onReason={(text) => {
              setReason(text)
              setFaults(({ reason: _, ...others }) => others)
            }}
            onDiscard={() => {
              replace(null)
              setFaults({})
            }}
            onDefaults={() => {
              replace(toSettingsFields({}))
              setFaults({})
            }}
          />
        </div>
      </Card>
    </form>
  )
}

function HintLink({ href, children }: { href: string; children: string }) {
  return (
    <Link
      href={href}
      className="text-accent underline decoration-accent/50 underline-offset-2 hover:decoration-accent"
    >
      {children}
    </Link>
  )
}
