'use client'

import { lazy, type ReactNode } from 'react'
import { DialogOnDemand, type TriggerElement } from '@/components/ui/dialog-on-demand'

export type ReasonDialogProps = {
  dataset: string
  title: string
  description: ReactNode
  /** The button that acts: "Promote version 3". */
  confirm: string
  /** The toast afterwards. */
  done: string
  action: (reason: string) => Promise<unknown>
  /** Further queries of the dataset that the action changes, by the first part of their keys. */
  alsoChanges?: readonly string[]
}

const load = () => import('./reason-dialog-panel')
const ReasonDialogPanel = lazy(() =>
  load().then((module) => ({ default: module.ReasonDialogPanel })),
)

/** Asks for the reason that the log keeps, then acts. What was typed stays when the action fails. */
export function ReasonDialog({
  children,
  ...props
}: ReasonDialogProps & {
  /** The button that opens the dialog. */
  children: TriggerElement
}) {
  return (
    <DialogOnDemand
      preload={load}
      trigger={children}
      opened={(trigger) => <ReasonDialogPanel {...props} trigger={trigger} />}
    />
  )
}
