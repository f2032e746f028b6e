'use client'

import { useDraft } from '@/components/use-draft'
import { type SettingsFields, toSettingsFields } from '@/lib/settings/settings-form.ts'

/** The stored settings with what was typed over them; a reload or an ended session loses nothing of it. */
export function useSettingsDraft(dataset: string, stored: unknown) {
  const [draft, setDraft] = useDraft(`settings ${dataset}`)
  const typed = readDraft(draft)
  const fields: SettingsFields = { ...toSettingsFields(stored), ...typed }
  return {
    fields,
    /** Whether anything was typed that is not stored. */
    isChanged: JSON.stringify(fields) !== JSON.stringify(toSettingsFields(stored)),
    change: (changed: Partial<SettingsFields>) =>
      setDraft(JSON.stringify({ ...typed, ...changed })),
    replace: (all: SettingsFields | null) => {
      setDraft(all ? JSON.stringify(all) : '')
    },
  }
}

function readDraft(draft: string): Partial<SettingsFields> {
  try {
    // This tab wrote it; a wrong field is refused when it is saved.
    return draft ? (JSON.parse(draft) as Partial<SettingsFields>) : {}
  } catch {
    return {}
  }
}
