'use client'

import { EyeIcon } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useFormatter } from '@/components/locale-provider'
import { Card } from '@/components/ui/card'
import { cn } from '@/lib/class-names.ts'
import { nameOf } from '@/lib/format/name-of.ts'
import type { Claim, ReviewQueue } from '@/lib/reviews/review-queue.ts'

/** The riskiest flags, the one in hand marked, and who looks at which. */
export function QueueList({
  queue,
  currentId,
  onSelect,
}: {
  queue: ReviewQueue
  currentId: number | null
  onSelect: (id: number) => void
}) {
  const format = useFormatter()
  const list = useRef<HTMLUListElement>(null)
  // The marked item stays in sight of whoever works by keyboard; the page itself does not move.
  useEffect(() => {
    const box = list.current
    const row = box?.querySelector<HTMLElement>(`[data-item="${currentId}"]`)
    if (!box || !row) return
    if (row.offsetTop < box.scrollTop) box.scrollTop = row.offsetTop
    const below = row.offsetTop + row.offsetHeight - box.clientHeight
    if (below > box.scrollTop) box.scrollTop = below
  }, [currentId])

  return (
    <Card className="overflow-hidden">
      <ul
        ref={list}
        aria-label="Waiting"
        className="relative divide-y lg:max-h-[calc(100dvh-18rem)] lg:min-h-80 lg:overflow-y-auto"
      >
        {queue.items.map((item) => {
          const claim = queue.claims.find(({ transactionId }) => transactionId === item.id)
          const isCurrent = item.id === currentId
          return (
            <li key={item.id} data-item={item.id}>
              <button
                type="button"
                aria-current={isCurrent ? 'true' : undefined}
                onClick={() => onSelect(item.id)}
                className={cn(
                  'grid w-full grid-cols-[minmax(0,1fr)] gap-0.5 border-transparent border-l-2 px-3.5 py-2.5 text-left hover:bg-muted/60 focus-visible:-outline-offset-2',
                  isCurrent && 'border-accent bg-accent-soft hover:bg-accent-soft',
                )}
              >
                <span className="flex justify-between gap-3">
                  <span className="min-w-0 truncate font-medium">
                    {item.merchant ?? `Transaction ${item.id}`}
                  </span>
                  <span className="shrink-0 font-medium tabular-nums">
                    {format.money(item.amount, queue.dataset.currency)}
                  </span>
                </span>
                <span className="flex justify-between gap-3 text-muted-foreground text-xs">
                  {claim && !claim.isOwn ? (
                    <Watcher claim={claim} />
                  ) : (
                    <span className="truncate tabular-nums">{format.time(item.occurredAt)}</span>
                  )}
                  <span className="shrink-0 tabular-nums">{format.score(item.fraudScore)}</span>
                </span>
              </button>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}

function Watcher({ claim }: { claim: Claim }) {
  return (
    <span className="flex min-w-0 items-center gap-1 text-accent">
      <EyeIcon aria-hidden className="size-3.5 shrink-0" />
      <span className="truncate">{nameOf(claim.by)} is on it</span>
    </span>
  )
}
