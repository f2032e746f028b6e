import type { Outcome } from '@/components/outcome'
import { cn } from '@/lib/class-names.ts'
import type { PredictedMonth } from '@/lib/months/list-months.ts'
import { measureQuality } from '@/lib/months/prediction-quality.ts'

const fills: Partial<Record<Outcome, string>> = {
  fraud: 'bg-fraud',
  legitimate: 'bg-legitimate',
  awaiting: 'hatched bg-flagged-soft text-flagged',
  missed: 'bg-missed',
}

/** A month's flags by what became of them, and the missed fraud; as long as its share of the largest month. */
export function CompositionBar({
  predicted,
  largest,
}: {
  predicted: PredictedMonth
  largest: number
}) {
  const parts: { outcome: Outcome; count: number }[] = [
    { outcome: 'fraud', count: predicted.truePositiveCount },
    { outcome: 'legitimate', count: predicted.falsePositiveCount },
    { outcome: 'awaiting', count: measureQuality(predicted).awaitingCount },
    { outcome: 'missed', count: predicted.falseNegativeCount },
  ]
  return (
    <div aria-hidden className="flex h-2 w-full gap-px overflow-hidden">
      {parts.map(({ outcome, count }) =>
        count > 0 ? (
          <span
            key={outcome}
            className={cn('h-full min-w-px rounded-[1.5px]', fills[outcome])}
            style={{ width: `${(count / largest) * 100}%` }}
          />
        ) : null,
      )}
    </div>
  )
}
