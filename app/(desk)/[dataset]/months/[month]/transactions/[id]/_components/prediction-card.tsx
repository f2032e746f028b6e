'use client'

import { useFormatter } from '@/components/locale-provider'
import { ScoreBar } from '@/components/score-bar'
import { ReasonBars } from '@/components/transaction/reason-bars'
import { ScoreScale } from '@/components/transaction/score-scale'
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import type { FeatureDefinition } from '@/core/datasets/profile.ts'
import { describeFamily } from '@/core/publishing/describe-family.ts'
import type { Prediction } from '@/lib/transactions/get-transaction.ts'

/** What the model of that day said and why, and what versions in its shadow said. */
export function PredictionCard({
  predictions,
  hasModel,
  features,
  currency,
}: {
  predictions: Prediction[]
  /** Whether any model serves the dataset. */
  hasModel: boolean
  features: readonly FeatureDefinition[]
  currency: string
}) {
  const format = useFormatter()
  const served = predictions.find(({ isServed }) => isServed)
  const others = predictions.filter((prediction) => prediction !== served)
  if (!served) {
    return (
      <Card>
        <CardHeader>
          <div>
            <CardTitle>Not scored</CardTitle>
            <CardDescription className="pb-4">
              {hasModel
                ? 'This transaction belongs to the history that models learn from.'
                : 'No model serves this dataset yet.'}
            </CardDescription>
          </div>
        </CardHeader>
      </Card>
    )
  }
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>
            {served.isFlagged ? 'Why it was flagged' : 'Why it was not flagged'}
          </CardTitle>
          <CardDescription>
            Version {served.version}, {describeFamily(served.family)}, on{' '}
            {format.time(served.scoredAt)}
          </CardDescription>
        </div>
      </CardHeader>
      <CardContent className="grid gap-6">
        <ScoreScale score={served.fraudScore} threshold={served.threshold} />
        {served.reasons.length > 0 ? (
          <ReasonBars reasons={served.reasons} features={features} currency={currency} />
        ) : (
          <p className="text-muted-foreground">
            Its score stayed below the threshold. Reasons are kept for flagged transactions only.
          </p>
        )}
        {others.length > 0 && (
          <section className="grid gap-2 border-t pt-4">
            <h3 className="text-muted-foreground text-xs">In the shadow of that day</h3>
            <ul className="grid gap-1.5 text-[0.8125rem]">
              {others.map(({ version, family, fraudScore, threshold, isFlagged, scoredAt }) => (
                <li key={version} className="flex items-center justify-between gap-4">
                  <span>
                    v{version}{' '}
                    <span className="text-muted-foreground">
                      {describeFamily(family)}, on {format.day(scoredAt)}:{' '}
                      {isFlagged === served.isFlagged
                        ? 'agrees'
                        : isFlagged
                          ? 'would have flagged it'
                          : 'would not have flagged it'}
                    </span>
                  </span>
                  <ScoreBar score={fraudScore} threshold={threshold} />
                </li>
              ))}
            </ul>
          </section>
        )}
      </CardContent>
    </Card>
  )
}
