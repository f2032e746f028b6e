'use client'

import { useFormatter } from '@/components/locale-provider'
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import type { FeatureDefinition } from '@/core/datasets/profile.ts'
import type { ComparedVersion } from '@/lib/models/compare-versions.ts'

/** Features shown: the most important of either version. */
const SHOWN = 10

/** What each version looks at, side by side. */
export function ImportanceCard({
  first,
  second,
  features,
}: {
  first: ComparedVersion
  second: ComparedVersion
  features: readonly FeatureDefinition[]
}) {
  const format = useFormatter()
  const of = (version: ComparedVersion) =>
    new Map(version.featureImportance.map(({ feature, importance }) => [feature, importance]))
  const [mine, theirs] = [of(first), of(second)]
  const names = [...new Set([...mine.keys(), ...theirs.keys()])]
    .map((name) => ({ name, first: mine.get(name) ?? 0, second: theirs.get(name) ?? 0 }))
    .sort((a, b) => Math.max(b.first, b.second) - Math.max(a.first, a.second))
    .slice(0, SHOWN)
  const largest = Math.max(...names.map((each) => Math.max(each.first, each.second)), 1e-9)
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>What they look at</CardTitle>
          <CardDescription>
            Share of each feature in how scores move: version {first.version} above, version{' '}
            {second.version} below.
          </CardDescription>
        </div>
      </CardHeader>
      <CardContent>
        {names.length === 0 ? (
          <p className="text-muted-foreground">These versions were stored without it.</p>
        ) : (
          <ol className="grid gap-2.5 text-[0.8125rem]">
            {names.map(({ name, first: own, second: other }) => (
              <li
                key={name}
                className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_6rem] items-center gap-3"
              >
                <span className="truncate">
                  {features.find((feature) => feature.name === name)?.label ?? name}
                </span>
                <span aria-hidden className="grid gap-0.5">
                  <span
                    className="block h-1.5 rounded-full bg-accent"
                    style={{ width: `${(own / largest) * 100}%` }}
                  />
                  <span
                    className="hatched block h-1.5 rounded-full text-foreground"
                    style={{ width: `${(other / largest) * 100}%` }}
                  />
                </span>
                <span className="text-right text-muted-foreground text-xs tabular-nums">
                  {format.percent(own)}, {format.percent(other)}
                </span>
              </li>
            ))}
          </ol>
        )}
      </CardContent>
    </Card>
  )
}
