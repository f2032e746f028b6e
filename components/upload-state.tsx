import { Badge, type BadgeVariant } from '@/components/ui/badge'
import type { Upload } from '@/lib/uploads/list-uploads.ts'

const states: Record<Upload['state'], { label: string; variant: BadgeVariant }> = {
  receiving: { label: 'Not finished', variant: 'accent' },
  ready: { label: 'Waiting', variant: 'flagged' },
  committed: { label: 'Stored', variant: 'legitimate' },
  discarded: { label: 'Discarded', variant: 'neutral' },
}

/** How an upload stands. */
export function UploadStateBadge({ state }: { state: Upload['state'] }) {
  const { label, variant } = states[state]
  return <Badge variant={variant}>{label}</Badge>
}
