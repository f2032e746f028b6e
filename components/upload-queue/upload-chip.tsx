'use client'

import { FileUpIcon } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useFormatter } from '@/components/locale-provider'
import { Progress } from '@/components/ui/progress'
import { routes } from '@/lib/routes.ts'
import { isActive, shareDone } from '@/lib/uploads/queue-item.ts'
import { useQueueItems } from './upload-queue-provider'

/** On every page but the uploads page: that files are on their way, how far, and whether one waits for a decision. */
export function UploadChip() {
  const items = useQueueItems()
  const pathname = usePathname()
  const format = useFormatter()
  const running = items.find(({ state }) => state.step === 'running')
  const undecided = items.find(({ state }) => state.step === 'undecided')
  const shown = running ?? undecided
  if (!shown || pathname === routes.uploads()) return null

  const behind = items.filter(isActive).length - 1
  const share = running?.state.step === 'running' ? shareDone(running.state.progress) : null
  return (
    <aside
      aria-label="Files on their way"
      className="fixed right-3 bottom-3 z-40 sm:right-6 sm:bottom-6"
    >
      <Link
        href={routes.uploads()}
        className="grid w-64 gap-2 rounded-lg border bg-raised px-3.5 py-3 text-xs shadow-float transition-colors hover:bg-muted"
      >
        <span className="flex items-center gap-2">
          <FileUpIcon aria-hidden className="size-4 shrink-0 text-accent" />
          <span className="truncate font-medium">{shown.source.name}</span>
          <span className="ml-auto shrink-0 text-muted-foreground tabular-nums">
            {running ? (share === null ? '' : format.percent(share, 0)) : 'Your decision'}
          </span>
        </span>
        {running && <Progress value={share === null ? null : share * 100} aria-label="Upload" />}
        {behind > 0 && (
          <span className="text-muted-foreground">
            {behind === 1 ? 'One more file follows' : `${format.count(behind)} more files follow`}
          </span>
        )}
      </Link>
    </aside>
  )
}
