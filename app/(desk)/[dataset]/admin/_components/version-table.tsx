'use client'

import Link from 'next/link'
import { useEffect } from 'react'
import { useFormatter } from '@/components/locale-provider'
import { useSupabase } from '@/components/supabase-provider'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table'
import { describeFamily } from '@/core/publishing/describe-family.ts'
import type { AdminOverview, ModelVersion } from '@/lib/models/admin-overview.ts'
import { promoteVersion } from '@/lib/models/change-champion.ts'
import { holdoutIntervals } from '@/lib/models/holdout-intervals.ts'
import { describeResampling } from '@/lib/models/interval.ts'
import type { ShareInterval } from '@/lib/months/share-interval.ts'
import { routes, versionAnchor } from '@/lib/routes.ts'
import { ReasonDialog } from './reason-dialog'

/** Every published version with its measures, who let it serve and why; any that is not retired can be made to serve. */
export function VersionTable({
  dataset,
  versions,
  aliases,
}: {
  dataset: string
  versions: ModelVersion[]
  aliases: AdminOverview['aliases']
}) {
  // A page that had to load first is not yet there when the browser looks for the address's fragment.
  useEffect(() => {
    const { hash } = window.location
    if (hash) document.getElementById(hash.slice(1))?.scrollIntoView({ block: 'center' })
  }, [])
  const champion = aliases.find(({ alias }) => alias === 'champion')?.version ?? null
  return (
    <Card className="overflow-hidden">
      <CardHeader className="pb-2">
        <div>
          <CardTitle>Versions</CardTitle>
          <CardDescription>
            On each version's own hold-out. Precision and recall with 95% intervals, average
            precision with its 95% interval
            {describeResampling(versions[0]?.metrics.averagePrecision)}.
          </CardDescription>
        </div>
      </CardHeader>
      <Table>
        <TableHeader>
          <TableRow>
            <TableHead>Version</TableHead>
            <TableHead className="text-right">Average precision</TableHead>
            <TableHead className="text-right">Precision</TableHead>
            <TableHead className="text-right">Recall</TableHead>
            <TableHead className="text-right max-xl:hidden">Threshold</TableHead>
            <TableHead className="max-xl:hidden">Learned until</TableHead>
            <TableHead>Last promoted</TableHead>
            <TableHead className="max-xl:hidden">Artifact</TableHead>
            <TableHead className="text-right">
              <span className="sr-only">Actions</span>
            </TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {versions.map((model) => (
            <VersionRow
              key={model.version}
              dataset={dataset}
              model={model}
              alias={aliases.find(({ version }) => version === model.version)?.alias ?? null}
              champion={champion}
            />
          ))}
        </TableBody>
      </Table>
    </Card>
  )
}

function VersionRow({
  dataset,
  model,
  alias,
  champion,
}: {
  dataset: string
  model: ModelVersion
  alias: AdminOverview['aliases'][number]['alias'] | null
  champion: number | null
}) {
  const format = useFormatter()
  const client = useSupabase()
  const { averagePrecision } = model.metrics
  const { precision, recall } = holdoutIntervals(model.metrics)
  return (
    <TableRow id={versionAnchor(model.version)} className="scroll-mt-20">
      <TableCell className="whitespace-nowrap">
        <span className="font-medium">v{model.version}</span>
        {alias && (
          <Badge variant={alias === 'champion' ? 'accent' : 'outline'} className="ml-2">
            {alias === 'champion' ? 'Champion' : 'Challenger, in shadow'}
          </Badge>
        )}
        {model.retiredAt && <Badge className="ml-2">Retired</Badge>}
        <span className="block text-muted-foreground text-xs">{describeFamily(model.family)}</span>
      </TableCell>
      <Measured interval={averagePrecision ?? null} write={format.score} />
      <Measured interval={precision} write={format.percent} />
      <Measured interval={recall} write={format.percent} />
      <TableCell className="text-right tabular-nums max-xl:hidden">
        {format.score(model.threshold)}
      </TableCell>
      <TableCell className="whitespace-nowrap tabular-nums max-xl:hidden">
        {format.day(model.trainedUntil)}
      </TableCell>
      <TableCell>
        <Promotion promotion={model.promotion} />
      </TableCell>
      <TableCell className="whitespace-nowrap max-xl:hidden">
        <span className="font-mono text-xs" title={`SHA-256 ${model.artifactSha256}`}>
          {model.artifactSha256.slice(0, 8)}
        </span>
        <span className="block text-muted-foreground text-xs tabular-nums">
          {format.bytes(model.artifactBytes)}
        </span>
      </TableCell>
      <TableCell>
        {champion !== null && model.version !== champion && (
          <span className="flex justify-end gap-1">
            <Button asChild variant="ghost" size="sm">
              <Link href={routes.adminCompare(dataset, model.version, champion)}>
                Compare<span className="sr-only"> version {model.version} with the champion</span>
              </Link>
            </Button>
            {!model.retiredAt && (
              <ReasonDialog
                dataset={dataset}
                title={`Promote version ${model.version}`}
                description="New transactions are scored by it at once. Earlier predictions stay as they are."
                confirm={`Promote version ${model.version}`}
                done={`Version ${model.version} serves now`}
                action={(reason) => promoteVersion(client, model.id, reason)}
              >
                <Button variant="outline" size="sm">
                  Promote
                </Button>
              </ReasonDialog>
            )}
          </span>
        )}
      </TableCell>
    </TableRow>
  )
}

function Measured({
  interval,
  write,
}: {
  interval: ShareInterval | null
  write: (value: number) => string
}) {
  return (
    <TableCell className="whitespace-nowrap text-right tabular-nums">
      {interval ? (
        <>
          {write(interval.value)}
          <span className="block text-muted-foreground text-xs">
            {write(interval.low)}–{write(interval.high)}
          </span>
        </>
      ) : (
        '–'
      )}
    </TableCell>
  )
}

function Promotion({ promotion }: Pick<ModelVersion, 'promotion'>) {
  const format = useFormatter()
  if (!promotion) return <span className="text-muted-foreground">never served</span>
  return (
    <>
      <span className="whitespace-nowrap tabular-nums">
        {format.time(promotion.at)}
        <span className="text-muted-foreground">, {promotion.by ?? 'the gate'}</span>
      </span>
      {promotion.reason && (
        <span
          className="wrap-anywhere line-clamp-2 min-w-44 max-w-96 text-muted-foreground text-xs"
          title={promotion.reason}
        >
          {promotion.reason}
        </span>
      )}
    </>
  )
}
