'use client'

import { useSupabase } from '@/components/supabase-provider'
import { Button } from '@/components/ui/button'
import {
  endShadow,
  promoteVersion,
  retireVersion,
  startShadow,
} from '@/lib/models/change-champion.ts'
import type { ComparedVersion } from '@/lib/models/compare-versions.ts'
import { ReasonDialog } from '../../_components/reason-dialog'

/** Promote, shadow and retire, each with a reason; what makes no sense for the version is not offered. */
export function VersionActions({
  dataset,
  version: { id, version, alias, retiredAt },
}: {
  dataset: string
  version: ComparedVersion
}) {
  const client = useSupabase()
  if (retiredAt)
    return <span className="text-muted-foreground">Retired: it never serves again.</span>
  if (alias === 'champion') {
    return (
      <span className="text-muted-foreground">It serves. Promote another one to replace it.</span>
    )
  }
  const common = { dataset, alsoChanges: ['compare-versions', 'shadow-comparison'] }
  return (
    <span className="flex flex-wrap gap-2">
      <ReasonDialog
        {...common}
        title={`Promote version ${version}`}
        description="New transactions are scored by it at once. Earlier predictions stay as they are."
        confirm={`Promote version ${version}`}
        done={`Version ${version} serves now`}
        action={(reason) => promoteVersion(client, id, reason)}
      >
        <Button variant="outline" size="sm">
          Promote
        </Button>
      </ReasonDialog>
      {alias === 'challenger' ? (
        <ReasonDialog
          {...common}
          title={`End the shadow of version ${version}`}
          description="It stops scoring beside the champion. What it scored stays."
          confirm="End the shadow"
          done={`Version ${version} scores no longer`}
          action={(reason) => endShadow(client, dataset, version, reason)}
        >
          <Button variant="outline" size="sm">
            End shadow
          </Button>
        </ReasonDialog>
      ) : (
        <ReasonDialog
          {...common}
          title={`Let version ${version} score in shadow`}
          description="It scores beside the champion what comes from now on. Nobody sees its predictions in the months."
          confirm={`Shadow with version ${version}`}
          done={`Version ${version} scores beside the champion`}
          action={(reason) => startShadow(client, id, reason)}
        >
          <Button variant="outline" size="sm">
            Shadow
          </Button>
        </ReasonDialog>
      )}
      {alias === null && (
        <ReasonDialog
          {...common}
          title={`Retire version ${version}`}
          description="It never serves again, and its artifact is removed. Its measures and predictions stay. This cannot be undone."
          confirm={`Retire version ${version}`}
          done={`Version ${version} is retired`}
          action={(reason) => retireVersion(client, id, reason)}
        >
          <Button variant="outline" size="sm">
            Retire
          </Button>
        </ReasonDialog>
      )}
    </span>
  )
}
