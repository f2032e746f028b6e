'use client'

import dynamic from 'next/dynamic'
import { type ReactNode, useMemo, useState } from 'react'
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { Segmented } from '@/components/ui/segmented'
import { Skeleton } from '@/components/ui/skeleton'
import type { ComparedVersion, Footing } from '@/lib/models/compare-versions.ts'
import { listCurvePoints } from '@/lib/models/curve-points.ts'

const CurvePlot = dynamic(() => import('./curve-plot').then((module) => module.CurvePlot), {
  ssr: false,
  loading: () => <Skeleton className="h-64" />,
})

const measures = [
  { value: 'precision', label: 'Precision' },
  { value: 'recall', label: 'Recall' },
] as const

/** Precision against recall, calibration, and what each threshold gives. */
export function CurveCards({
  footing,
  first,
  second,
}: {
  footing: Footing
  first: ComparedVersion
  second: ComparedVersion
}) {
  const [measure, setMeasure] = useState<'precision' | 'recall'>('recall')
  const points = useMemo(
    () => ({
      first: listCurvePoints(footing.first.curves),
      second: listCurvePoints(footing.second.curves),
    }),
    [footing],
  )
  const names = { first: `Version ${first.version}`, second: `Version ${second.version}` }
  return (
    <div className="grid gap-5 lg:grid-cols-2 xl:grid-cols-3 lg:max-xl:[&>:last-child]:col-span-2">
      <CurveCard title="Precision and recall" description="Further up and right is better.">
        <CurvePlot
          names={names}
          first={points.first.precisionRecall}
          second={points.second.precisionRecall}
          xLabel="Recall"
          yLabel="Precision"
        />
      </CurveCard>
      <CurveCard title="Calibration" description="On the diagonal, a score is a probability.">
        <CurvePlot
          names={names}
          first={points.first.calibration}
          second={points.second.calibration}
          xLabel="Score"
          yLabel="Share of fraud"
          hasDiagonal
        />
      </CurveCard>
      <CurveCard
        title="Threshold"
        description="Lines mark the versions' own."
        action={
          <Segmented label="Measure" value={measure} onChange={setMeasure} options={measures} />
        }
      >
        <CurvePlot
          names={names}
          first={points.first[measure]}
          second={points.second[measure]}
          xLabel="Threshold"
          yLabel={measure === 'recall' ? 'Recall' : 'Precision'}
          marks={{ first: first.threshold, second: second.threshold }}
        />
      </CurveCard>
    </div>
  )
}

function CurveCard({
  title,
  description,
  action,
  children,
}: {
  title: string
  description: string
  action?: ReactNode
  children: ReactNode
}) {
  return (
    <Card>
      <CardHeader className="min-h-12 flex-nowrap">
        <div className="min-w-0">
          <CardTitle>{title}</CardTitle>
          <CardDescription>{description}</CardDescription>
        </div>
        {action}
      </CardHeader>
      <CardContent>{children}</CardContent>
    </Card>
  )
}
