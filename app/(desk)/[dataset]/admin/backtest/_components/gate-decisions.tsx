'use client'

import { useFormatter } from '@/components/locale-provider'
import { Badge } from '@/components/ui/badge'
import { Card, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import type { Backtest } from '@/lib/models/backtest-overview.ts'

/** Every answer of the gate, with its reason. */
export function GateDecisions({ decisions }: Pick<Backtest, 'decisions'>) {
  const format = useFormatter()
  return (
    <Card className="overflow-hidden" aria-labelledby="gate-title">
      <CardHeader className="pb-3">
        <div>
          <CardTitle id="gate-title">What the gate decided</CardTitle>
          <CardDescription>
            Before each month, about the challenger that was trained then.
          </CardDescription>
        </div>
      </CardHeader>
      <ol className="text-[0.8125rem]">
        {decisions.map((decision) => (
          <li
            key={decision.month}
            className="grid items-start gap-x-5 gap-y-1 border-t px-4 py-3 sm:grid-cols-[7.5rem_6rem_minmax(0,1fr)] sm:px-5"
          >
            <span className="tabular-nums">{format.month(decision.month)}</span>
            <Badge variant={decision.decision === 'promote' ? 'legitimate' : 'neutral'}>
              {decision.decision === 'promote' ? 'Promoted' : 'Refused'}
            </Badge>
            <span className="min-w-0 text-pretty">
              {decision.reason}
              <span className="block text-muted-foreground text-xs">
                Hold-out {format.day(decision.holdout.from)} to{' '}
                {format.day(Date.parse(decision.holdout.to) - 1)}:{' '}
                {format.count(decision.holdout.rows)} transactions;{' '}
                {decision.champion
                  ? `compared with the model of ${format.month(decision.champion)}`
                  : 'there was no champion yet'}
              </span>
            </span>
          </li>
        ))}
      </ol>
    </Card>
  )
}
