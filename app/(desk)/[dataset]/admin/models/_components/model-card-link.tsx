'use client'

import { FileTextIcon } from 'lucide-react'
import { lazy } from 'react'
import { Button } from '@/components/ui/button'
import { DialogOnDemand } from '@/components/ui/dialog-on-demand'

const load = () => import('./model-card-panel')
const ModelCardPanel = lazy(() => load().then((module) => ({ default: module.ModelCardPanel })))

/** Opens a version's model card, which lies beside its artifact. */
export function ModelCardLink({ version, path }: { version: number; path: string | null }) {
  if (path === null) return <span className="text-muted-foreground">not written yet</span>
  return (
    <DialogOnDemand
      preload={load}
      trigger={
        <Button variant="outline" size="sm">
          <FileTextIcon aria-hidden /> Model card
          <span className="sr-only"> of version {version}</span>
        </Button>
      }
      opened={(trigger) => <ModelCardPanel version={version} path={path} trigger={trigger} />}
    />
  )
}
