'use client'

import { useState } from 'react'
import { useFormatter } from '@/components/locale-provider'
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { Segmented } from '@/components/ui/segmented'
import type { FeatureDefinition } from '@/core/datasets/profile.ts'
import { cn } from '@/lib/class-names.ts'
import {
  type FeatureImportance,
  type Importance,
  type ImportanceMeasure,
  rankFeatures,
} from '@/lib/models/feature-importance.ts'
import { ImportanceTable } from './importance-table'
import { writeImportance } from './write-importance.ts'

/** Features shown; the table has all. */
const SHOWN = 10

const measures = [
  { value: 'contribution', label: 'Contribution' },
  { value: 'permutation', label: 'Permutation' },
  { value: 'gain', label: 'Gain' },
] as const

const explanations: Record<ImportanceMeasure, string> = {
  contribution: 'Share of each feature in how scores move.',
  permutation:
    'Average precision that is lost when a feature’s values are shuffled, with its spread over the repeats.',
  gain: 'Share of each feature in what the trees’ cuts gained.',
}

/** What one version, or two side by side, look at: three measures of it, as bars and as a table. */
export function ImportanceCard({
  title,
  versions,
  features,
}: {
  title: string
  versions: readonly { version: number; featureImportance: readonly FeatureImportance[] }[]
  features: readonly FeatureDefinition[]
}) {
  const format = useFormatter()
  const [measure, setMeasure] = useState<ImportanceMeasure>('contribution')
  const importances = versions.map(({ featureImportance }) => featureImportance)
  const ranked = rankFeatures(measure, importances)
  const largest = Math.max(
    ...ranked.flatMap((each) => each.importances.map((one) => (one ? one.value + one.spread : 0))),
    1e-9,
  )
  const labelOf = (name: string) => features.find((each) => each.name === name)?.label ?? name
  return (
    <Card className="min-w-0">
      <CardHeader>
        <div className="min-w-0">
          <CardTitle>{title}</CardTitle>
          <CardDescription>
            {explanations[measure]}
            {versions.length > 1 &&
              ` Version ${versions[0]!.version} above, version ${versions[1]!.version} below.`}
          </CardDescription>
        </div>
      </CardHeader>
      <CardContent className="grid gap-4">
        <Segmented
          label="Measure of importance"
          value={measure}
          onChange={setMeasure}
          options={measures}
          className="justify-self-start"
        />
        {ranked.length === 0 ? (
          <p className="text-muted-foreground">
            {measure === 'gain' && importances.some((each) => each.length > 0)
              ? 'Only models made of boosted trees alone have it.'
              : 'Stored without it.'}
          </p>
        ) : (
          <ol className="grid gap-2.5 text-[0.8125rem]">
            {ranked.slice(0, SHOWN).map(({ feature, importances: each }) => (
              <li
                key={feature}
                className="grid grid-cols-[minmax(0,1.5fr)_minmax(0,1fr)_auto] items-center gap-3"
              >
                <span className="truncate" title={labelOf(feature)}>
                  {labelOf(feature)}
                </span>
                <span aria-hidden className="grid gap-1">
                  {each.map((importance, side) => (
                    <Bar
                      // biome-ignore lint/suspicious/noArrayIndexKey: the place is the version.
                      key={side}
                      importance={importance}
                      largest={largest}
                      isSecond={side > 0}
                    />
                  ))}
                </span>
                <span className="grid min-w-14 text-right text-muted-foreground text-xs tabular-nums leading-4">
                  {each.map((importance, side) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: the place is the version.
                    <span key={side}>{writeImportance(measure, importance, format)}</span>
                  ))}
                </span>
              </li>
            ))}
          </ol>
        )}
        <ImportanceTable versions={versions} labelOf={labelOf} />
      </CardContent>
    </Card>
  )
}

/** A bar from zero, with a whisker of one deviation to each side; what is below zero stays at zero. */
function Bar({
  importance,
  largest,
  isSecond,
}: {
  importance: Importance | null
  largest: number
  isSecond: boolean
}) {
  const place = (value: number) => (Math.max(value, 0) / largest) * 100
  const { value, spread } = importance ?? { value: 0, spread: 0 }
  const low = place(value - spread)
  return (
    <span className="relative block h-2">
      <span
        className={cn(
          'absolute inset-y-px left-0 rounded-full',
          isSecond ? 'hatched text-foreground' : 'bg-accent',
        )}
        style={{ width: `${place(value)}%` }}
      />
      {spread > 0 && value + spread > 0 && (
        <span
          className="absolute inset-y-0 border-foreground border-x before:absolute before:inset-x-0 before:top-1/2 before:border-foreground before:border-t"
          style={{ left: `${low}%`, width: `${place(value + spread) - low}%` }}
        />
      )}
    </span>
  )
}
