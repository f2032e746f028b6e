'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ArrowLeftRightIcon } from 'lucide-react'
import { useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
import { Command, EmptyState } from '@/components/empty-state'
import { Page, PageHeader } from '@/components/page-header'
import { useSupabase } from '@/components/supabase-provider'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { NativeSelect } from '@/components/ui/native-select'
import type { FeatureDefinition } from '@/core/datasets/profile.ts'
import { describeFamily } from '@/core/publishing/describe-family.ts'
import {
  type ComparedVersion,
  compareVersionsQuery,
  findFooting,
  parseVersionPair,
  type VersionComparison,
} from '@/lib/models/compare-versions.ts'
import { ImportanceCard } from '../../_components/importance-card'
import { UnreadPage } from '../../_components/unread-page'
import { CurveCards } from './curve-cards'
import { FootingNote } from './footing-note'
import { LineageCard } from './lineage-card'
import { MeasuresCard } from './measures-card'
import { ServedMonths } from './served-months'
import { ShadowCard } from './shadow-card'

/** Two versions of a dataset side by side; which two stands in the URL. */
export function CompareView({
  dataset,
  features,
}: {
  dataset: string
  features: readonly FeatureDefinition[]
}) {
  const client = useSupabase()
  const params = useSearchParams()
  const pair = useMemo(() => parseVersionPair(Object.fromEntries(params)), [params])
  const query = useQuery({
    ...compareVersionsQuery(client, dataset, pair),
    placeholderData: keepPreviousData,
  })
  const { data } = query
  if (!data) return <UnreadPage title="Compare versions" query={query} />
  const { first, second } = data
  return (
    <Page>
      <PageHeader
        title="Compare versions"
        description={data.dataset.title}
        actions={first && second && <Choice comparison={data} first={first} second={second} />}
      />
      {!first || !second ? (
        <Card>
          <EmptyState
            title={
              data.versions.length < 2
                ? 'There are no two versions yet'
                : 'There is no such version'
            }
          >
            {data.versions.length < 2 ? (
              <>
                A second one comes with the next run that is promoted:{' '}
                <Command>{`npm run train -- --dataset ${dataset}`}</Command>
              </>
            ) : (
              <Button variant="outline" size="sm" onClick={() => choose(null, null)}>
                Compare the champion with the one before
              </Button>
            )}
          </EmptyState>
        </Card>
      ) : (
        <Comparison
          dataset={dataset}
          comparison={data}
          first={first}
          second={second}
          features={features}
        />
      )}
    </Page>
  )
}

function Comparison({
  dataset,
  comparison: { common, versions },
  first,
  second,
  features,
}: {
  dataset: string
  comparison: VersionComparison
  first: ComparedVersion
  second: ComparedVersion
  features: readonly FeatureDefinition[]
}) {
  const isShadowed = versions.some(({ alias }) => alias === 'challenger')
  const footing = useMemo(() => findFooting(common, first, second), [common, first, second])
  return (
    <>
      <FootingNote common={common} footing={footing} first={first} second={second} />
      <div className="grid gap-5 xl:grid-cols-2">
        <MeasuresCard footing={footing} first={first} second={second} />
        <ImportanceCard title="What they look at" versions={[first, second]} features={features} />
      </div>
      <CurveCards footing={footing} first={first} second={second} />
      <ServedMonths first={first} second={second} />
      {isShadowed && <ShadowCard dataset={dataset} />}
      <LineageCard dataset={dataset} first={first} second={second} />
    </>
  )
}

function Choice({
  comparison,
  first,
  second,
}: {
  comparison: VersionComparison
  first: ComparedVersion
  second: ComparedVersion
}) {
  const options = comparison.versions.map(({ version, family, alias }) => (
    <option key={version} value={version}>
      v{version}, {alias ?? describeFamily(family)}
    </option>
  ))
  return (
    <>
      <NativeSelect
        aria-label="First version"
        value={first.version}
        onChange={(event) => {
          const chosen = Number(event.target.value)
          // No version is compared with itself: the two change places instead.
          choose(chosen, chosen === second.version ? first.version : second.version)
        }}
      >
        {options}
      </NativeSelect>
      <Button
        variant="ghost"
        size="icon"
        aria-label="Swap the two"
        onClick={() => choose(second.version, first.version)}
      >
        <ArrowLeftRightIcon aria-hidden />
      </Button>
      <NativeSelect
        aria-label="Second version"
        value={second.version}
        onChange={(event) => {
          const chosen = Number(event.target.value)
          choose(chosen === first.version ? second.version : first.version, chosen)
        }}
      >
        {options}
      </NativeSelect>
    </>
  )
}

function choose(first: number | null, second: number | null): void {
  const query = first === null || second === null ? '' : `?first=${first}&second=${second}`
  window.history.pushState(null, '', `${window.location.pathname}${query}`)
}
