'use client'

import { useId } from 'react'
import { Button } from '@/components/ui/button'
import { Label } from '@/components/ui/label'
import { Textarea } from '@/components/ui/textarea'
import { REASON_LIMIT } from '@/lib/models/change-champion.ts'

/** What saving would change, the reason for it, and the buttons. */
export function SaveSettings({
  pending,
  reason,
  fault,
  isChanged,
  isSaving,
  onReason,
  onDiscard,
  onDefaults,
}: {
  /** One line per setting that would change; empty while a field cannot be read. */
  pending: string[]
  reason: string
  /** Why the reason cannot be saved. */
  fault: string | undefined
  isChanged: boolean
  isSaving: boolean
  onReason: (reason: string) => void
  onDiscard: () => void
  onDefaults: () => void
}) {
  const id = useId()
  return (
    <>
      {pending.length > 0 && (
        <div className="text-[0.8125rem]">
          <h2 className="font-medium">Not saved yet</h2>
          <ul aria-label="Not saved yet" className="mt-1 grid gap-0.5 tabular-nums">
            {pending.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
      )}
      <div className="grid gap-1.5">
        <Label htmlFor={id}>Reason</Label>
        <Textarea
          id={id}
          maxLength={REASON_LIMIT}
          value={reason}
          placeholder="Kept in the log for everyone who asks later"
          aria-invalid={fault !== undefined}
          aria-describedby={`${id}-fault`}
          onChange={(event) => onReason(event.target.value)}
        />
        <p id={`${id}-fault`} role="alert" className="text-fraud-text text-xs empty:hidden">
          {fault}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" disabled={!isChanged || isSaving}>
          Save settings
        </Button>
        <Button variant="outline" disabled={!isChanged || isSaving} onClick={onDiscard}>
          Discard changes
        </Button>
        <Button variant="ghost" disabled={isSaving} onClick={onDefaults}>
          Fill in the defaults
        </Button>
      </div>
    </>
  )
}
