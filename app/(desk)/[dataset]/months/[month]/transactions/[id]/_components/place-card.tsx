'use client'

import { useFormatter } from '@/components/locale-provider'
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { cn } from '@/lib/class-names.ts'
import type { TransactionDetail } from '@/lib/transactions/get-transaction.ts'
import { countPlaces } from './count-places.ts'

/** Places shown beside this one. */
const SHOWN = 4

/** Where it was, beside where the card usually is. */
export function PlaceCard({ transaction }: { transaction: TransactionDetail }) {
  const format = useFormatter()
  const { place, cardHistory } = transaction
  if (!place) return null
  const places = countPlaces(cardHistory, transaction.id)
  const here = places.find((other) => other.place === place)?.count ?? 0
  const total = places.reduce((sum, { count }) => sum + count, 0)
  const most = Math.max(places[0]?.count ?? 0, 1)
  const rows = [
    { place, count: here },
    ...places.filter((other) => other.place !== place).slice(0, SHOWN),
  ]
  return (
    <Card>
      <CardHeader className={rows.length > 1 ? '' : 'pb-4'}>
        <div>
          <CardTitle className="wrap-anywhere">{place}</CardTitle>
          <CardDescription>
            {places.length === 0
              ? 'Nothing else is known of where this card was.'
              : here === 0
                ? 'This card was not here in its other transactions around then.'
                : here === total
                  ? `This card was here in all ${format.count(total)} of its other transactions around then.`
                  : `This card was here in ${format.count(here)} of its ${format.count(total)} other transactions around then.`}
          </CardDescription>
        </div>
      </CardHeader>
      {rows.length > 1 && (
        <CardContent>
          <ul className="grid gap-2 text-[0.8125rem]">
            {rows.map((row) => (
              <li
                key={row.place}
                className="grid grid-cols-[minmax(0,1fr)_6rem_2rem] items-center gap-3"
              >
                <span className={cn('truncate', row.place === place && 'font-medium')}>
                  {row.place}
                </span>
                <span aria-hidden className="h-1.5 rounded-full bg-foreground/8">
                  <span
                    className={cn(
                      'block h-full rounded-full',
                      row.place === place ? 'bg-accent' : 'bg-foreground/30',
                    )}
                    style={{ width: `${(row.count / most) * 100}%` }}
                  />
                </span>
                <span className="text-right tabular-nums">{format.count(row.count)}</span>
              </li>
            ))}
          </ul>
        </CardContent>
      )}
    </Card>
  )
}
