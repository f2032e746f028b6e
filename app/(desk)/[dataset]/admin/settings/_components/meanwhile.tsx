'use client'

import { UsersIcon } from 'lucide-react'
import { useFormatter } from '@/components/locale-provider'
import { Alert, AlertDescription, AlertTitle } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { describeChange } from '@/lib/settings/describe-change.ts'
import type { SettingsConflict } from '@/lib/settings/find-conflicts.ts'
import type { SettingsFields } from '@/lib/settings/settings-form.ts'
import type { SettingsChange } from '@/lib/settings/settings-overview.ts'

/** Somebody else saved while this reader was typing: what they changed, and both values where the two collide. */
export function Meanwhile({
  seen,
  stored,
  last,
  conflicts,
  onTakeTheirs,
  onAccept,
}: {
  seen: unknown
  stored: unknown
  /** The newest change of the settings. */
  last: SettingsChange | undefined
  conflicts: SettingsConflict[]
  onTakeTheirs: (field: keyof SettingsFields) => void
  onAccept: () => void
}) {
  const format = useFormatter()
  return (
    <Alert variant="warning" role="alert">
      <UsersIcon aria-hidden />
      <AlertTitle>The settings were changed while you were typing</AlertTitle>
      <AlertDescription className="wrap-anywhere grid gap-3">
        <div>
          {last &&
            `${last.actor ?? 'Somebody'} saved at ${format.time(last.createdAt)} UTC: “${last.reason}”`}
          <ul className="mt-1 list-inside list-disc">
            {describeChange(seen, stored).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
        {conflicts.length > 0 && (
          <ul aria-label="Changed by both of you" className="grid gap-2">
            {conflicts.map(({ field, name, mine, theirs }) => (
              <li key={field} className="flex flex-wrap items-center justify-between gap-2">
                <span>
                  {name}: you typed <strong className="font-medium">{mine}</strong>, stored is{' '}
                  <strong className="font-medium">{theirs}</strong>.
                </span>
                <Button variant="outline" size="sm" onClick={() => onTakeTheirs(field)}>
                  Take theirs<span className="sr-only">: {name}</span>
                </Button>
              </li>
            ))}
          </ul>
        )}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <Button variant="outline" size="sm" onClick={onAccept}>
            {conflicts.length > 0 ? 'Keep what I typed' : 'Go on'}
          </Button>
          <span className="text-xs">Nothing that you typed is lost. Then save again.</span>
        </div>
      </AlertDescription>
    </Alert>
  )
}
