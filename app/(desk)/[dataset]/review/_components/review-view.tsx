'use client'

import { Undo2Icon } from 'lucide-react'
import Link from 'next/link'
import { useEffect, useRef } from 'react'
import { EmptyState } from '@/components/empty-state'
import { useFormatter } from '@/components/locale-provider'
import { Page, PageHeader } from '@/components/page-header'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Kbd } from '@/components/ui/kbd'
import type { FeatureDefinition } from '@/core/datasets/profile.ts'
import { routes } from '@/lib/routes.ts'
import { DayProgress } from './day-progress'
import { QueueDetail } from './queue-detail'
import { QueueList } from './queue-list'
import { useReviewQueue } from './use-review-queue'
import { useShortcuts } from './use-shortcuts'

/** The review queue: what waits on the left, one of it with reasons and its card's past on the right. */
export function ReviewView({
  dataset,
  features,
}: {
  dataset: string
  features: readonly FeatureDefinition[]
}) {
  const format = useFormatter()
  const { queue, current, other, canUndo, select, step, judge, undo, takeOver } =
    useReviewQueue(dataset)
  useShortcuts({ j: () => step(1), k: () => step(-1), z: undo })

  // On small screens the detail stands above the list: a new item begins at its top.
  const top = useRef<HTMLDivElement>(null)
  const detail = useRef<HTMLElement>(null)
  const shownId = useRef(current?.id)
  useEffect(() => {
    if (shownId.current === current?.id) return
    shownId.current = current?.id
    if (top.current && top.current.getBoundingClientRect().top < 0)
      top.current.scrollIntoView({ block: 'start' })
    // What had the focus went with the item before; the next one takes it, and a screen reader tells of it.
    if (document.activeElement === document.body) detail.current?.focus({ preventScroll: true })
  }, [current?.id])

  if (!queue) return <EmptyState title="This dataset does not exist any more" />
  return (
    <Page>
      <PageHeader
        title="Review"
        description={
          queue.waitingCount === 0
            ? 'Every flag has a label'
            : `${format.count(queue.waitingCount)} flags without a label, riskiest first`
        }
        actions={
          <Button variant="outline" disabled={!canUndo} onClick={undo} aria-keyshortcuts="z">
            <Undo2Icon aria-hidden /> Undo <Kbd>Z</Kbd>
          </Button>
        }
      />
      <DayProgress today={queue.today} waitingCount={queue.waitingCount} />
      {queue.items.length === 0 ? (
        <Card>
          <EmptyState
            title="Nothing waits for a review"
            action={
              <Button variant="outline" asChild>
                <Link href={routes.months(dataset)}>Go to the months</Link>
              </Button>
            }
          >
            What the model flags next shows up here. Flags get their label from people, or from a
            file with labels.
          </EmptyState>
        </Card>
      ) : (
        <div
          ref={top}
          className="grid scroll-mt-16 items-start gap-5 lg:grid-cols-[18rem_minmax(0,1fr)] xl:grid-cols-[20rem_minmax(0,1fr)]"
        >
          <div className="max-lg:order-2">
            <QueueList queue={queue} currentId={current?.id ?? null} onSelect={select} />
          </div>
          {current ? (
            <QueueDetail
              key={current.id}
              ref={detail}
              dataset={dataset}
              item={current}
              next={queue.items[queue.items.indexOf(current) + 1] ?? null}
              currency={queue.dataset.currency}
              features={features}
              other={other}
              onTakeOver={takeOver}
              onJudge={judge}
            />
          ) : (
            <Card>
              <EmptyState title="Choose a transaction">
                Others look at the rest, or the queue has ended here.
              </EmptyState>
            </Card>
          )}
        </div>
      )}
    </Page>
  )
}
