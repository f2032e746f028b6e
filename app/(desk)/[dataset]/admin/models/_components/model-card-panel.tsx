'use client'

import { useQuery } from '@tanstack/react-query'
import { DownloadIcon } from 'lucide-react'
import type { ReactElement } from 'react'
import { useFullSupabase } from '@/components/supabase-provider'
import { Button } from '@/components/ui/button'
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogTitle,
  DialogTrigger,
} from '@/components/ui/dialog'
import { Skeleton } from '@/components/ui/skeleton'
import { modelCardQuery } from '@/lib/models/model-card-query.ts'
import { parseModelCard } from '@/lib/models/parse-model-card.ts'
import { CardText } from './card-text'

/** A version's model card to read and to save; open as it appears. */
export function ModelCardPanel({
  version,
  path,
  trigger,
}: {
  version: number
  path: string
  trigger: ReactElement
}) {
  const loadFull = useFullSupabase()
  const { data: card, error } = useQuery(modelCardQuery(loadFull, path))
  return (
    <Dialog defaultOpen>
      <DialogTrigger asChild>{trigger}</DialogTrigger>
      <DialogContent className="top-[8vh] max-h-[86vh] max-w-3xl">
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 pr-8">
          <div>
            <DialogTitle className="pr-0">Model card of version {version}</DialogTitle>
            <DialogDescription>
              Written when it was published; it lies beside its artifact.
            </DialogDescription>
          </div>
          <Button
            variant="outline"
            size="sm"
            disabled={!card}
            onClick={() => card && save(card, `model-card-v${version}.md`)}
          >
            <DownloadIcon aria-hidden /> Save
          </Button>
        </div>
        {error ? (
          <p role="alert" className="text-fraud-text text-sm">
            {error.message}
          </p>
        ) : card === undefined ? (
          <Skeleton className="h-96" />
        ) : (
          // The dialog's own heading stands in place of the card's.
          <CardText blocks={parseModelCard(card).slice(1)} />
        )}
      </DialogContent>
    </Dialog>
  )
}

function save(text: string, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/markdown' }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
