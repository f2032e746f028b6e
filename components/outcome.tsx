import { CheckIcon, CircleDashedIcon, CircleHelpIcon, ShieldAlertIcon } from 'lucide-react'
import { Badge } from '@/components/ui/badge'
import { cn } from '@/lib/class-names.ts'
import type { Label } from '@/lib/transactions/flagged-filters.ts'

/** What may become of a transaction, with the one colour and pattern that it has everywhere. */
export type Outcome = 'flagged' | 'awaiting' | 'fraud' | 'legitimate' | 'missed' | 'unscored'

const swatchClasses: Record<Outcome, string> = {
  flagged: 'bg-flagged',
  awaiting: 'hatched border border-flagged text-flagged',
  fraud: 'bg-fraud',
  legitimate: 'bg-legitimate',
  missed: 'bg-missed',
  unscored: 'bg-foreground/20',
}

/** The small square that ties a name to its colour in a chart. */
export function Swatch({ outcome, className }: { outcome: Outcome; className?: string }) {
  return (
    <span
      aria-hidden
      className={cn(
        'inline-block size-2 shrink-0 rounded-[2px]',
        swatchClasses[outcome],
        className,
      )}
    />
  )
}

/** What is known about a transaction. */
export function LabelBadge({ label }: { label: Label }) {
  switch (label) {
    case 'fraud':
      return (
        <Badge variant="fraud">
          <ShieldAlertIcon aria-hidden /> Fraud
        </Badge>
      )
    case 'legitimate':
      return (
        <Badge variant="legitimate">
          <CheckIcon aria-hidden /> Legitimate
        </Badge>
      )
    case 'unsure':
      return (
        <Badge variant="neutral">
          <CircleHelpIcon aria-hidden /> Unsure
        </Badge>
      )
    case 'awaiting':
      return (
        <Badge variant="outline">
          <CircleDashedIcon aria-hidden /> Awaiting
        </Badge>
      )
  }
}
