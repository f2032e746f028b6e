'use client'

import { useFormatter } from '@/components/locale-provider'
import type { ModelVersion } from '@/lib/models/admin-overview.ts'

/** How much fraud is found when people look at only the riskiest few transactions. */
export function BudgetRecall({ budgets }: { budgets: ModelVersion['metrics']['recallAtBudget'] }) {
  const format = useFormatter()
  if (budgets.length === 0) return null
  return (
    <section className="grid gap-2 border-t pt-4 text-[0.8125rem]">
      <h3 className="text-muted-foreground text-xs">Fraud that the champion finds in</h3>
      <ul className="grid gap-2">
        {budgets.map(({ share, recall }) => (
          <li
            key={share}
            className="grid grid-cols-[8.5rem_minmax(0,1fr)_3.25rem] items-center gap-3"
          >
            <span>the riskiest {format.percent(share)}</span>
            <span aria-hidden className="h-1.5 rounded-full bg-foreground/6">
              <span
                className="block h-full rounded-full bg-accent"
                style={{ width: `${recall * 100}%` }}
              />
            </span>
            <span className="text-right tabular-nums">{format.percent(recall)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
