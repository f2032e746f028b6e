'use client'

import { lazy } from 'react'
import { DialogOnDemand, type TriggerElement } from '@/components/ui/dialog-on-demand'

const load = () => import('./invite-dialog-panel')
const InviteDialogPanel = lazy(() =>
  load().then((module) => ({ default: module.InviteDialogPanel })),
)

/** Asks for an address and a role, and gives the way in. */
export function InviteDialog({
  children,
}: {
  /** The button that opens the dialog. */
  children: TriggerElement
}) {
  return (
    <DialogOnDemand
      preload={load}
      trigger={children}
      opened={(trigger) => <InviteDialogPanel trigger={trigger} />}
    />
  )
}
