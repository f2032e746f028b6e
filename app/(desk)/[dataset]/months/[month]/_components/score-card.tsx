'use client'

import dynamic from 'next/dynamic'
import { useFormatter } from '@/components/locale-provider'
import { Swatch } from '@/components/outcome'
import { Button } from '@/components/ui/button'
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { Segmented } from '@/components/ui/segmented'
import { Skeleton } from '@/components/ui/skeleton'
import { Slider } from '@/components/ui/slider'
import { useSearchParam } from '@/components/use-search-param'
import { describeFamily } from '@/core/publishing/describe-family.ts'
import { type MonthDetail, SCORE_BIN_COUNT, type VersionMonth } from '@/lib/months/get-month.ts'
import { useThreshold } from './use-threshold'
import { WhatIf } from './what-if'

const ScorePlot = dynamic(() => import('./score-plot').then((module) => module.ScorePlot), {
  ssr: false,
  loading: () => <Skeleton className="h-56" />,
})

/** How the scores are spread, and what another threshold would have meant. */
export function ScoreCard({
  detail,
  reviewCost,
}: {
  detail: MonthDetail
  /** What reviewing one alert costs, in currency units. */
  reviewCost: number
}) {
  const newest = detail.predictions.at(-1)
  const [version, setVersion] = useSearchParam('version')
  const shown =
    detail.predictions.find((prediction) => String(prediction.version) === version) ?? newest
  if (!shown) return null
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>Scores and threshold</CardTitle>
          <CardDescription>
            Scored by version {shown.version}, {describeFamily(shown.family)}. Move the threshold to
            see what it would have flagged.
          </CardDescription>
        </div>
        {detail.predictions.length > 1 && (
          <Segmented
            label="Model version"
            value={String(shown.version)}
            onChange={(value) => setVersion(value === String(newest?.version) ? null : value)}
            options={detail.predictions.map((prediction) => ({
              value: String(prediction.version),
              label: `v${prediction.version}`,
            }))}
          />
        )}
      </CardHeader>
      <CardContent>
        <Threshold
          key={shown.version}
          prediction={shown}
          currency={detail.dataset.currency}
          reviewCost={reviewCost}
        />
      </CardContent>
    </Card>
  )
}

/** The plot's area begins 36 px and ends 4 px inside its box; the slider's track, 8 px inside its own, stands below it. */
const BELOW_PLOT = { marginLeft: 28, marginRight: -4 }

function Threshold({
  prediction,
  currency,
  reviewCost,
}: {
  prediction: VersionMonth
  currency: string
  reviewCost: number
}) {
  const format = useFormatter()
  const [threshold, setThreshold] = useThreshold(prediction.threshold)
  const isServed = threshold === prediction.threshold
  return (
    <div className="grid gap-x-8 gap-y-5 lg:grid-cols-[minmax(0,1fr)_17rem]">
      <div className="min-w-0">
        <ul className="mb-2 flex flex-wrap gap-x-4 gap-y-1 text-muted-foreground text-xs">
          <li className="flex items-center gap-1.5">
            <Swatch outcome="fraud" /> Fraud
          </li>
          <li className="flex items-center gap-1.5">
            <Swatch outcome="legitimate" /> Legitimate
          </li>
          <li className="flex items-center gap-1.5">
            <Swatch outcome="awaiting" /> No label yet
          </li>
          <li className="ml-auto">Number of transactions, log scale</li>
        </ul>
        <ScorePlot prediction={prediction} threshold={threshold} />
        <div style={BELOW_PLOT} className="mt-1">
          <Slider
            aria-label="Threshold"
            aria-valuetext={format.score(threshold)}
            min={0}
            max={1}
            step={1 / SCORE_BIN_COUNT}
            value={threshold}
            onValueChange={setThreshold}
          />
        </div>
      </div>
      <div className="grid content-start gap-3">
        <div className="flex h-7 items-center justify-between">
          <span className="font-medium tabular-nums">
            Threshold {format.score(threshold)}
            {isServed && <span className="font-normal text-muted-foreground"> as served</span>}
          </span>
          {!isServed && (
            <Button variant="ghost" size="sm" onClick={() => setThreshold(prediction.threshold)}>
              Back to served
            </Button>
          )}
        </div>
        <WhatIf
          prediction={prediction}
          threshold={threshold}
          currency={currency}
          reviewCost={reviewCost}
        />
      </div>
    </div>
  )
}
