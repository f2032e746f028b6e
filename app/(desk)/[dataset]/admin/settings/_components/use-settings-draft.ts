'use client'

import { useDraft } from '@/components/use-draft'
import { findConflicts } from '@/lib/settings/find-conflicts.ts'
import { type SettingsFields, toSettingsFields } from '@/lib/settings/settings-form.ts'

interface Draft {
  /** What was stored when the typing began. */
  seen: Record<string, unknown>
  typed: Partial<SettingsFields>
}

/** The stored settings with what was typed over them; a reload or an ended session loses nothing of it. */
export function useSettingsDraft(dataset: string, stored: Record<string, unknown>) {
  const [text, setText] = useDraft(`settings ${dataset}`)
  const draft = readDraft(text)
  const typed = draft?.typed ?? {}
  const now = toSettingsFields(stored)
  const seen = draft ? toSettingsFields(draft.seen) : now
  const fields: SettingsFields = { ...now, ...typed }
  const write = (next: Draft | null) => setText(next ? JSON.stringify(next) : '')
  const isOutdated = isDifferent(seen, now)
  return {
    fields,
    /** What these settings shall replace: nothing else may have been stored in between. */
    expected: isOutdated && draft ? draft.seen : stored,
    /** Whether anything was typed that is not stored. */
    isChanged: isDifferent(fields, now),
    /** Whether somebody else has saved since the typing began. */
    isOutdated,
    conflicts: findConflicts(seen, now, typed),
    change: (changed: Partial<SettingsFields>) =>
      write({ seen: draft?.seen ?? stored, typed: { ...typed, ...changed } }),
    /** Gives up what was typed into one field. */
    takeTheirs: (field: keyof SettingsFields) => {
      const { [field]: _, ...others } = typed
      write({ seen: draft?.seen ?? stored, typed: others })
    },
    /** Goes on from what is stored by now; what was typed stays. */
    accept: () => write({ seen: stored, typed }),
    replace: (all: SettingsFields | null) => write(all && { seen: stored, typed: all }),
  }
}

function isDifferent(one: SettingsFields, other: SettingsFields): boolean {
  return JSON.stringify(one) !== JSON.stringify(other)
}

function readDraft(text: string): Draft | null {
  if (!text) return null
  try {
    // This tab wrote it; a wrong field is refused when it is saved.
    const draft = JSON.parse(text) as Draft
    return draft.seen && draft.typed ? draft : null
  } catch {
    return null
  }
}
