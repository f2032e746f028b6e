'use client'

import { useFormatter } from '@/components/locale-provider'
import type { FeatureDefinition } from '@/core/datasets/profile.ts'
import type { ModelVersion } from '@/lib/models/admin-overview.ts'

/** Features shown; the rest move scores less than any of these. */
const SHOWN = 8

/** The features that move a model's scores most. */
export function FeatureShares({
  importance,
  features,
}: {
  importance: ModelVersion['featureImportance']
  features: readonly FeatureDefinition[]
}) {
  const format = useFormatter()
  const shown = importance.slice(0, SHOWN)
  const largest = shown[0]?.importance ?? 1
  if (shown.length === 0) {
    return <p className="text-muted-foreground">This version was stored without it.</p>
  }
  return (
    <ol className="grid gap-2 text-[0.8125rem]">
      {shown.map(({ feature, importance: share }) => (
        <li key={feature} className="grid grid-cols-[minmax(0,1fr)_5rem_3rem] items-center gap-3">
          <span className="truncate">
            {features.find(({ name }) => name === feature)?.label ?? feature}
          </span>
          <span aria-hidden className="h-1.5 rounded-full bg-foreground/6">
            <span
              className="block h-full rounded-full bg-foreground/45"
              style={{ width: `${(share / largest) * 100}%` }}
            />
          </span>
          <span className="text-right text-muted-foreground tabular-nums">
            {format.percent(share)}
          </span>
        </li>
      ))}
    </ol>
  )
}
