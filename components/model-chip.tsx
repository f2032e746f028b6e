'use client'

import { Tooltip, TooltipContent, TooltipTrigger } from '@/components/ui/tooltip'
import type { Champion } from '@/lib/datasets/dataset-summary.ts'
import { describeFamily } from '@/lib/models/describe-family.ts'
import { useFormatter } from './locale-provider'

/** Which model serves: version, hash and since when. */
export function ModelChip({ champion }: { champion: Champion }) {
  const format = useFormatter()
  return (
    <Tooltip>
      <TooltipTrigger className="inline-flex h-7 items-center gap-2 rounded-md border bg-raised px-2.5 text-xs">
        <span aria-hidden className="size-1.5 rounded-full bg-legitimate" />
        <span className="font-medium">Model v{champion.version}</span>
        <span className="font-mono text-muted-foreground">{champion.sha256.slice(0, 8)}</span>
      </TooltipTrigger>
      <TooltipContent className="max-w-sm">
        <p>
          Served: version {champion.version}, {describeFamily(champion.family)}, published{' '}
          {format.time(champion.publishedAt)}.
        </p>
        <p className="mt-1 break-all font-mono text-2xs opacity-80">sha256 {champion.sha256}</p>
      </TooltipContent>
    </Tooltip>
  )
}
