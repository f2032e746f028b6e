'use client'

import { type ReactNode, useId } from 'react'
import { Input } from '@/components/ui/input'
import { Label } from '@/components/ui/label'

/** A number with its unit, what it means, and beside it why it cannot be saved. */
export function SettingField({
  label,
  unit,
  hint,
  value,
  error,
  onChange,
}: {
  label: string
  unit: string
  hint: ReactNode
  value: string
  error: string | undefined
  onChange: (value: string) => void
}) {
  const id = useId()
  return (
    <div className="grid content-start gap-1.5">
      <Label htmlFor={id}>{label}</Label>
      <div className="flex items-center gap-2">
        <Input
          id={id}
          inputMode="decimal"
          autoComplete="off"
          className="w-32 tabular-nums"
          value={value}
          aria-invalid={error !== undefined}
          aria-describedby={`${id}-hint`}
          onChange={(event) => onChange(event.target.value)}
        />
        <span className="text-muted-foreground text-xs">{unit}</span>
      </div>
      <p id={`${id}-hint`} className="text-muted-foreground text-xs">
        {error && <span className="block text-fraud-text">{error}</span>}
        {hint}
      </p>
    </div>
  )
}

/** A setting that is on or off. */
export function SettingSwitch({
  label,
  hint,
  isOn,
  onChange,
}: {
  label: string
  hint: string
  isOn: boolean
  onChange: (isOn: boolean) => void
}) {
  const id = useId()
  return (
    <div className="flex items-start gap-2.5 sm:col-span-2">
      <input
        id={id}
        type="checkbox"
        className="mt-0.5 size-4 accent-accent"
        checked={isOn}
        aria-describedby={`${id}-hint`}
        onChange={(event) => onChange(event.target.checked)}
      />
      <div className="grid gap-0.5">
        <Label htmlFor={id}>{label}</Label>
        <p id={`${id}-hint`} className="text-muted-foreground text-xs">
          {hint}
        </p>
      </div>
    </div>
  )
}

/** Fields that belong together. */
export function SettingGroup({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="grid gap-x-6 gap-y-4 border-t px-4 py-4 first:border-t-0 sm:grid-cols-2 sm:px-5">
      <legend className="float-left mb-1 font-medium text-sm sm:col-span-2">{title}</legend>
      {children}
    </fieldset>
  )
}
