'use client'

import { useFormatter } from '@/components/locale-provider'
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card'
import { describeChange } from '@/lib/settings/describe-change.ts'
import type { SettingsChange } from '@/lib/settings/settings-overview.ts'

/** Who changed what last, and why. */
export function ChangeList({ changes }: { changes: SettingsChange[] }) {
  const format = useFormatter()
  return (
    <Card aria-label="Changes">
      <CardHeader>
        <CardTitle>Changes</CardTitle>
      </CardHeader>
      <CardContent>
        {changes.length === 0 ? (
          <p className="text-muted-foreground">
            Nobody has changed anything yet: these are the defaults.
          </p>
        ) : (
          <ol className="grid gap-3.5 text-[0.8125rem]">
            {changes.map((change) => (
              <li key={change.id} className="grid gap-0.5 border-l-2 pl-3">
                {describeChange(change.before, change.after).map((line) => (
                  <span key={line} className="wrap-anywhere">
                    {line}
                  </span>
                ))}
                <q className="wrap-anywhere text-muted-foreground">{change.reason}</q>
                <span className="text-muted-foreground text-xs tabular-nums">
                  {format.time(change.createdAt)}
                  {change.actor ? `, ${change.actor}` : ''}
                </span>
              </li>
            ))}
          </ol>
        )}
      </CardContent>
    </Card>
  )
}
