'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { useFormatter } from '@/components/locale-provider'
import { Badge } from '@/components/ui/badge'
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
import { describeHyperparameters } from '@/core/publishing/describe-hyperparameters.ts'
import type { Formatter } from '@/lib/format/formatter.ts'
import type { ComparedVersion } from '@/lib/models/compare-versions.ts'
import { routes } from '@/lib/routes.ts'
import { ModelCardLink } from './model-card-link'
import { SideMark } from './side-mark'
import { VersionActions } from './version-actions'

/** What each version was made from, and what an admin may do with it. */
export function LineageCard({
  dataset,
  first,
  second,
}: {
  dataset: string
  first: ComparedVersion
  second: ComparedVersion
}) {
  const format = useFormatter()
  return (
    <Card className="overflow-hidden">
      <CardHeader className="pb-2">
        <div>
          <CardTitle>Lineage</CardTitle>
          <CardDescription>What each was made from.</CardDescription>
        </div>
      </CardHeader>
      {/* On a phone each fact's name stands above its two values. */}
      <Table className="table-fixed max-sm:[&_tr]:grid max-sm:[&_tr]:grid-cols-2 max-sm:[&_tr>:first-child]:col-span-2 max-sm:[&_tr>:first-child]:pb-0 max-sm:[&_tr>:nth-child(2)]:pl-4">
        <TableHeader>
          <TableRow>
            <TableHead className="w-40 max-sm:sr-only">
              <span className="sr-only">Fact</span>
            </TableHead>
            {sidesOf(first, second).map(([side, { version, retiredAt }]) => (
              <TableHead key={side}>
                <span className="inline-flex items-center gap-1.5">
                  <SideMark side={side} /> Version {version}
                  {retiredAt && <Badge>retired</Badge>}
                </span>
              </TableHead>
            ))}
          </TableRow>
        </TableHeader>
        <TableBody>
          {facts(dataset, format).map(([name, write]) => (
            <TableRow key={name}>
              <TableCell className="align-top text-muted-foreground">{name}</TableCell>
              <TableCell className="break-words align-top">{write(first) ?? '–'}</TableCell>
              <TableCell className="break-words align-top">{write(second) ?? '–'}</TableCell>
            </TableRow>
          ))}
          <TableRow>
            <TableCell className="text-muted-foreground">Model card</TableCell>
            {sidesOf(first, second).map(([side, version]) => (
              <TableCell key={side}>
                <ModelCardLink version={version.version} path={version.cardPath} />
              </TableCell>
            ))}
          </TableRow>
          <TableRow>
            <TableCell className="text-muted-foreground">Actions</TableCell>
            {sidesOf(first, second).map(([side, version]) => (
              <TableCell key={side}>
                <VersionActions dataset={dataset} version={version} />
              </TableCell>
            ))}
          </TableRow>
        </TableBody>
      </Table>
    </Card>
  )
}

function sidesOf(first: ComparedVersion, second: ComparedVersion) {
  return [
    ['first', first],
    ['second', second],
  ] as const
}

function facts(
  dataset: string,
  format: Formatter,
): [name: string, write: (version: ComparedVersion) => ReactNode][] {
  const part = (span: { rows: number; frauds: number; from: string; to: string } | undefined) =>
    span &&
    `${format.day(span.from)} to ${format.day(Date.parse(span.to) - 1)}: ${format.count(span.rows)} rows, ${format.count(span.frauds)} frauds`
  const code = (text: string | null | undefined) =>
    text && <code className="font-mono text-xs">{text}</code>
  return [
    ['Family', ({ family }) => describeFamily(family)],
    ['Trained on', ({ run }) => part(run.split?.train)],
    ['Chosen on', ({ run }) => part(run.split?.validation)],
    ['Own hold-out', ({ run }) => part(run.split?.holdout)],
    ['Threshold', ({ threshold }) => format.score(threshold)],
    [
      'Hyperparameters',
      ({ hyperparameters }) => {
        const lines = describeHyperparameters(hyperparameters)
        if (lines.length === 0) return '–'
        return (
          <span className="grid gap-1 break-words text-xs">
            {lines.map((line) => (
              <span key={line}>{line}</span>
            ))}
          </span>
        )
      },
    ],
    [
      'Run',
      ({ run }) => (
        <>
          <Link
            href={routes.adminRun(dataset, run.id)}
            className="text-accent underline decoration-accent/50 underline-offset-2 hover:decoration-accent"
          >
            Run {run.id}
          </Link>
          {run.backend && `, ${run.backend}`}
        </>
      ),
    ],
    ['Data, SHA-256', ({ run }) => code(run.dataHash && `${run.dataHash.slice(0, 16)}…`)],
    ['Code, git commit', ({ run }) => code(run.gitSha?.slice(0, 12))],
    [
      'Artifact, SHA-256',
      ({ artifactSha256, artifactBytes }) => (
        <>
          {code(`${artifactSha256.slice(0, 16)}…`)}{' '}
          <span className="text-muted-foreground text-xs">{format.bytes(artifactBytes)}</span>
        </>
      ),
    ],
    ['Published', ({ createdAt }) => format.time(createdAt)],
  ]
}
