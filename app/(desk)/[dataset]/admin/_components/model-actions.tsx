'use client'

import { RefreshCwIcon, Undo2Icon } from 'lucide-react'
import { useFullSupabase, useSupabase } from '@/components/supabase-provider'
import { Button } from '@/components/ui/button'
import { rollBackChampion } from '@/lib/models/change-champion.ts'
import { requestRetraining } from '@/lib/models/request-retraining.ts'
import { ReasonDialog } from './reason-dialog'

/** Asking for a new model, and going back to the one before. */
export function ModelActions({
  dataset,
  champion,
  previous,
}: {
  dataset: string
  champion: number | null
  /** The version that a rollback would let serve; null when there is none. */
  previous: number | null
}) {
  const client = useSupabase()
  const loadFull = useFullSupabase()
  return (
    <>
      {champion !== null && previous !== null && (
        <ReasonDialog
          dataset={dataset}
          title={`Roll back to version ${previous}`}
          description={`New transactions are scored by version ${previous} at once. What version ${champion} predicted stays as it is.`}
          confirm="Roll back"
          done={`Version ${previous} serves again`}
          action={(reason) => rollBackChampion(client, dataset, previous, reason)}
        >
          <Button variant="outline" size="sm">
            <Undo2Icon aria-hidden /> Roll back
          </Button>
        </ReasonDialog>
      )}
      <ReasonDialog
        dataset={dataset}
        title="Request retraining"
        description="The trainer takes the request at its next round. A new model serves only if it proves better on later data."
        confirm="Request retraining"
        done="Retraining is requested"
        action={(reason) => requestRetraining(loadFull, dataset, reason)}
      >
        <Button size="sm">
          <RefreshCwIcon aria-hidden /> Retrain
        </Button>
      </ReasonDialog>
    </>
  )
}
