'use client'

import dynamic from 'next/dynamic'
import { type Outcome, Swatch } from '@/components/outcome'
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { Segmented } from '@/components/ui/segmented'
import { Skeleton } from '@/components/ui/skeleton'
import { useSearchParam } from '@/components/use-search-param'
import type { ChampionChange, MonthRow, Training } from '@/lib/months/list-months.ts'
import { measureQuality } from '@/lib/months/prediction-quality.ts'
import type { Measure } from './months-points.ts'
import { TimeLineTable } from './time-line-table'

const MonthsPlot = dynamic(() => import('./months-plot').then((module) => module.MonthsPlot), {
  ssr: false,
  loading: () => <Skeleton className="absolute inset-0" />,
})

const legend: { outcome: Outcome; label: string; only?: Measure }[] = [
  { outcome: 'fraud', label: 'Confirmed fraud' },
  { outcome: 'legitimate', label: 'False alarm', only: 'count' },
  { outcome: 'awaiting', label: 'Flagged, awaiting a label' },
  { outcome: 'missed', label: 'Missed fraud' },
  { outcome: 'unscored', label: 'Known fraud, not scored' },
]

/** Above the line what was flagged, by what became of it; below the line the fraud that was missed. */
export function MonthsChart(props: {
  dataset: string
  months: MonthRow[]
  trainings: Training[]
  championChanges: ChampionChange[]
  currency: string
}) {
  const [asked, ask] = useSearchParam('measure')
  // An empty chart would say that there was no fraud; nobody knows.
  if (props.months.every(({ predicted, fraudCount }) => !predicted && fraudCount === 0)) return null
  const measure: Measure = asked === 'amount' ? 'amount' : 'count'
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>Fraud by month</CardTitle>
          <CardDescription>
            Flagged above the line, missed below it. The lines show precision and recall once labels
            are in.
          </CardDescription>
        </div>
        <Segmented
          label="Measure"
          value={measure}
          onChange={(next) => ask(next === 'amount' ? next : null)}
          options={[
            { value: 'count', label: 'Number' },
            { value: 'amount', label: 'Amount' },
          ]}
        />
      </CardHeader>
      <CardContent className="grid gap-3">
        <ul className="flex flex-wrap gap-x-4 gap-y-1 text-muted-foreground text-xs">
          {legend
            .filter(({ only }) => !only || only === measure)
            .map(({ outcome, label }) => (
              <li key={outcome} className="flex items-center gap-1.5">
                <Swatch outcome={outcome} />{' '}
                {measure === 'amount' && outcome === 'awaiting' ? 'Flagged, not confirmed' : label}
              </li>
            ))}
        </ul>
        <div className="relative" style={{ minHeight: measurePlot(props) }}>
          <MonthsPlot {...props} measure={measure} />
        </div>
        <TimeLineTable {...props} />
      </CardContent>
    </Card>
  )
}

/** How high the plot's lanes are together, in pixels: what stands below it does not move when they come. */
function measurePlot({
  months,
  trainings,
  championChanges,
}: {
  months: MonthRow[]
  trainings: Training[]
  championChanges: ChampionChange[]
}): number {
  const predicted = months.flatMap((month) => month.predicted ?? [])
  const hasQuality = predicted.some((month) => {
    const { precision, recall } = measureQuality(month)
    return precision !== null || recall !== null
  })
  const versions = predicted.length > 0 || trainings.length > 0 ? 28 : 0
  const trained = trainings.length > 0 ? 22 : 0
  const byHand = championChanges.length > 0 ? 30 : 0
  const legend = trained + byHand > 0 ? 22 : 0
  return 256 + (hasQuality ? 137 : 0) + versions + trained + byHand + legend
}
