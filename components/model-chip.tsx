'use client'

import { Tooltip } from '@/components/ui/tooltip'
import { describeFamily } from '@/core/publishing/describe-family.ts'
import type { Champion } from '@/lib/datasets/dataset-summary.ts'
import { useFormatter } from './locale-provider'

/** Which model serves: version, hash and since when. */
export function ModelChip({ champion }: { champion: Champion }) {
  const format = useFormatter()
  return (
    <Tooltip
      className="inline-flex h-7 items-center gap-2 rounded-md border bg-raised px-2.5 text-xs"
      content={
        <>
          <span className="block">
            Served: version {champion.version}, {describeFamily(champion.family)}, published{' '}
            {format.time(champion.publishedAt)}.
          </span>
          <span className="mt-1 block break-all font-mono text-2xs opacity-80">
            sha256 {champion.sha256}
          </span>
        </>
      }
    >
      <span aria-hidden className="size-1.5 rounded-full bg-legitimate" />
      <span className="font-medium">Model v{champion.version}</span>
      <span className="font-mono text-muted-foreground">{champion.sha256.slice(0, 8)}</span>
    </Tooltip>
  )
}
