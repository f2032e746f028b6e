'use client'

import { useFormatter } from '@/components/locale-provider'
import { useSupabase } from '@/components/supabase-provider'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card, CardHeader, CardTitle } from '@/components/ui/card'
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table'
import type { ModelVersion } from '@/lib/models/admin-overview.ts'
import { promoteVersion } from '@/lib/models/change-champion.ts'
import { describeFamily } from '@/lib/models/describe-family.ts'
import { ReasonDialog } from './reason-dialog'

const figure = 'text-right tabular-nums'

/** Every published version; any of them can be made to serve. */
export function VersionTable({
  dataset,
  versions,
  champion,
}: {
  dataset: string
  versions: ModelVersion[]
  champion: number | null
}) {
  const format = useFormatter()
  const client = useSupabase()
  const share = (value: number | undefined) => (value === undefined ? '–' : format.percent(value))
  return (
    <Card className="overflow-hidden">
      <CardHeader className="pb-2">
        <CardTitle>Versions</CardTitle>
      </CardHeader>
      <Table>
        <TableHeader>
          <TableRow>
            <TableHead>Version</TableHead>
            <TableHead>Family</TableHead>
            <TableHead className="text-right">Average precision</TableHead>
            <TableHead className="text-right">Precision</TableHead>
            <TableHead className="text-right">Recall</TableHead>
            <TableHead className="text-right">Threshold</TableHead>
            <TableHead>Learned until</TableHead>
            <TableHead>Published</TableHead>
            <TableHead>Artifact</TableHead>
            <TableHead className="text-right">
              <span className="sr-only">Actions</span>
            </TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {versions.map((model) => {
            const { averagePrecision, precision, recall } = model.metrics
            return (
              <TableRow key={model.version}>
                <TableCell className="whitespace-nowrap font-medium">
                  v{model.version}{' '}
                  {model.version === champion && (
                    <Badge variant="accent" className="ml-1.5">
                      Champion
                    </Badge>
                  )}
                </TableCell>
                <TableCell className="whitespace-nowrap">{describeFamily(model.family)}</TableCell>
                <TableCell className={`${figure} whitespace-nowrap`}>
                  {averagePrecision ? (
                    <>
                      {format.score(averagePrecision.value)}{' '}
                      <span className="text-muted-foreground text-xs">
                        {format.score(averagePrecision.low)}–{format.score(averagePrecision.high)}
                      </span>
                    </>
                  ) : (
                    '–'
                  )}
                </TableCell>
                <TableCell className={figure}>{share(precision)}</TableCell>
                <TableCell className={figure}>{share(recall)}</TableCell>
                <TableCell className={figure}>{format.score(model.threshold)}</TableCell>
                <TableCell className="whitespace-nowrap tabular-nums">
                  {format.day(model.trainedUntil)}
                </TableCell>
                <TableCell className="whitespace-nowrap tabular-nums">
                  {format.time(model.createdAt)}
                </TableCell>
                <TableCell className="whitespace-nowrap">
                  <span className="font-mono text-xs" title={`sha256 ${model.artifactSha256}`}>
                    {model.artifactSha256.slice(0, 8)}
                  </span>{' '}
                  <span className="text-muted-foreground text-xs">
                    {format.bytes(model.artifactBytes)}
                  </span>
                </TableCell>
                <TableCell className="text-right">
                  {model.version !== champion && (
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
                </TableCell>
              </TableRow>
            )
          })}
        </TableBody>
      </Table>
    </Card>
  )
}
