import { CheckIcon, CircleHelpIcon, ShieldAlertIcon } from 'lucide-react'
import type { ComponentType } from 'react'
import { Button } from '@/components/ui/button'
import { Kbd } from '@/components/ui/kbd'
import type { ReviewOutcome } from '@/lib/reviews/record-review.ts'

const choices: {
  outcome: ReviewOutcome
  label: string
  key: string
  variant: 'fraud' | 'legitimate' | 'outline'
  icon: ComponentType<{ 'aria-hidden'?: boolean }>
}[] = [
  { outcome: 'fraud', label: 'Fraud', key: 'F', variant: 'fraud', icon: ShieldAlertIcon },
  {
    outcome: 'legitimate',
    label: 'Legitimate',
    key: 'L',
    variant: 'legitimate',
    icon: CheckIcon,
  },
  { outcome: 'unsure', label: 'Unsure', key: 'U', variant: 'outline', icon: CircleHelpIcon },
]

/**
 * The three things to say about a transaction. While they can do nothing they stay focusable, so that whoever works by
 * keyboard keeps their place.
 */
export function OutcomeButtons({
  size,
  isBlocked,
  hasKeys = false,
  onChoose,
}: {
  size?: 'lg'
  isBlocked: boolean
  /** Whether F, L and U do the same here. */
  hasKeys?: boolean
  onChoose: (outcome: ReviewOutcome) => void
}) {
  return choices.map(({ outcome, label, key, variant, icon: Icon }) => (
    <Button
      key={outcome}
      variant={variant}
      size={size}
      className="pointer-coarse:min-h-11"
      aria-disabled={isBlocked}
      aria-keyshortcuts={hasKeys ? key.toLowerCase() : undefined}
      onClick={() => {
        if (!isBlocked) onChoose(outcome)
      }}
    >
      <Icon aria-hidden /> {label} {hasKeys && <Kbd>{key}</Kbd>}
    </Button>
  ))
}
