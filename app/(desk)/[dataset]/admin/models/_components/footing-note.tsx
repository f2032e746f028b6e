'use client'

import { ScaleIcon, TriangleAlertIcon } from 'lucide-react'
import { useFormatter } from '@/components/locale-provider'
import { Alert, AlertDescription, AlertTitle } from '@/components/ui/alert'
import type { ComparedVersion, Footing, VersionComparison } from '@/lib/models/compare-versions.ts'

/** Says what the two were measured on, and what the difference between them is worth. */
export function FootingNote({
  common,
  footing,
  first,
  second,
}: {
  common: VersionComparison['common']
  footing: Footing
  first: ComparedVersion
  second: ComparedVersion
}) {
  const format = useFormatter()
  const span = (from: string, to: string) =>
    `${format.day(from)} to ${format.day(Date.parse(to) - 1)}`
  if (!footing.isSame) {
    const own = ({ version, run }: ComparedVersion) => {
      const holdout = run.split?.holdout
      return `version ${version} on ${holdout ? span(holdout.from, holdout.to) : 'a hold-out that is not recorded'}`
    }
    return (
      <Alert variant="warning">
        <TriangleAlertIcon aria-hidden />
        <AlertTitle>These two were measured on different hold-outs</AlertTitle>
        <AlertDescription>
          {capitalise(own(first))}, {own(second)}. A harder month gives lower figures, so those
          below do not tell which version is better. The next training run measures every version
          that may still serve on its own hold-out.
        </AlertDescription>
      </Alert>
    )
  }
  if (!common) return null
  const { rows, frauds } = common.first.metrics
  return (
    <Alert>
      <ScaleIcon aria-hidden />
      <AlertTitle>Both were measured on the same hold-out</AlertTitle>
      <AlertDescription>
        {span(common.holdoutFrom, common.holdoutTo)}, the hold-out of run {common.runId}
        {rows !== undefined && frauds !== undefined
          ? `: ${format.count(rows)} transactions, ${format.count(frauds)} frauds`
          : ''}
        , later than all that either had seen.{' '}
        {common.difference && (
          <Verdict difference={common.difference} first={first} second={second} />
        )}
      </AlertDescription>
    </Alert>
  )
}

function Verdict({
  difference: { value, low, high },
  first,
  second,
}: {
  difference: NonNullable<NonNullable<VersionComparison['common']>['difference']>
  first: ComparedVersion
  second: ComparedVersion
}) {
  const format = useFormatter()
  const sign = (number: number) => `${number < 0 ? '−' : '+'}${format.score(Math.abs(number))}`
  const interval = `${sign(value)} (${sign(low)} to ${sign(high)})`
  if (low > 0 || high < 0) {
    const better = low > 0 ? first : second
    return `Version ${better.version} is better: the average precision of version ${first.version} differs by ${interval}.`
  }
  return `No difference is shown: the average precision of version ${first.version} minus that of version ${second.version} is ${interval}.`
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
