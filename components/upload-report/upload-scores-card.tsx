'use client'

import { useQuery } from '@tanstack/react-query'
import { useFormatter } from '@/components/locale-provider'
import { type Outcome, Swatch } from '@/components/outcome'
import { useSupabase } from '@/components/supabase-provider'
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'
import type { Upload } from '@/lib/uploads/list-uploads.ts'
import { type UploadScores, uploadScoresQuery } from '@/lib/uploads/read-upload-scores.ts'

const series: { key: 'fraud' | 'legitimate' | 'unlabelled'; outcome: Outcome; label: string }[] = [
  { key: 'fraud', outcome: 'fraud', label: 'Fraud' },
  { key: 'legitimate', outcome: 'legitimate', label: 'Legitimate' },
  { key: 'unlabelled', outcome: 'awaiting', label: 'No label yet' },
]

const WIDTH = 400
const HEIGHT = 120

/** A small picture of how the file's rows were scored; the month's page has the large one with the slider. */
export function UploadScoresCard({ upload }: { upload: Upload }) {
  const { data, error } = useQuery(uploadScoresQuery(useSupabase(), upload.id))
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>Scores of this file</CardTitle>
          <CardDescription>
            Number of transactions by fraud score, log scale; right of the line they are flagged.
          </CardDescription>
        </div>
      </CardHeader>
      <CardContent>
        {error ? (
          <p className="text-fraud-text">{error.message}</p>
        ) : data === undefined ? (
          <Skeleton className="h-40" />
        ) : data === null ? (
          <p className="text-muted-foreground">
            The file is too large for a picture of its own; its months show their scores.
          </p>
        ) : (
          <ScoresPicture scores={data} scoredCount={upload.scoredCount} />
        )}
      </CardContent>
    </Card>
  )
}

/** 0 → 0, 9 → 1, 99 → 2, so that single rows stay visible beside thousands. */
function height(count: number): number {
  return Math.log10(1 + count)
}

/** Bars as stacks on a log scale: a bar's height is that of its sum, shared out by count. */
function toRectangles(scores: UploadScores) {
  const totals = scores.fraud.map(
    (fraud, bin) => fraud + (scores.legitimate[bin] ?? 0) + (scores.unlabelled[bin] ?? 0),
  )
  const most = Math.max(1, height(Math.max(...totals)))
  const barWidth = WIDTH / totals.length
  return totals.flatMap((total, bin) => {
    const scale = total === 0 ? 0 : ((height(total) / most) * HEIGHT) / total
    let y = HEIGHT
    return series.flatMap(({ key }) => {
      const size = (scores[key][bin] ?? 0) * scale
      y -= size
      if (size === 0) return []
      const fill = `var(--${key === 'unlabelled' ? 'flagged' : key})`
      const x = bin * barWidth + 0.5
      return [{ id: `${key} ${bin}`, x, y, width: barWidth - 1, height: size, fill }]
    })
  })
}

function ScoresPicture({ scores, scoredCount }: { scores: UploadScores; scoredCount: number }) {
  const format = useFormatter()
  const shown = series.filter(({ key }) => scores[key].some((count) => count > 0))
  const threshold = format.score(scores.threshold)
  return (
    <figure
      aria-label={`Scores of ${format.count(scoredCount)} transactions with the threshold at ${threshold}`}
    >
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden
        className="h-28 w-full"
      >
        <rect
          x={scores.threshold * WIDTH}
          width={(1 - scores.threshold) * WIDTH}
          height={HEIGHT}
          fill="var(--flagged)"
          opacity={0.1}
        />
        {toRectangles(scores).map(({ id, ...rectangle }) => (
          <rect key={id} {...rectangle} />
        ))}
        <line
          x1={scores.threshold * WIDTH}
          x2={scores.threshold * WIDTH}
          y2={HEIGHT}
          stroke="var(--foreground)"
          strokeWidth={1.5}
          strokeDasharray="4 3"
          vectorEffect="non-scaling-stroke"
        />
        <line
          x2={WIDTH}
          y1={HEIGHT}
          y2={HEIGHT}
          stroke="var(--border)"
          strokeWidth={2}
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <div
        aria-hidden
        className="mt-1 flex justify-between text-2xs text-muted-foreground tabular-nums"
      >
        <span>0%</span>
        <span>50%</span>
        <span>100%</span>
      </div>
      <figcaption className="mt-3 flex flex-wrap gap-x-4 gap-y-1 text-muted-foreground text-xs">
        {shown.map(({ key, outcome, label }) => (
          <span key={key} className="flex items-center gap-1.5">
            <Swatch outcome={outcome} /> {label}{' '}
            <span className="text-foreground tabular-nums">
              {format.count(scores[key].reduce((sum, count) => sum + count, 0))}
            </span>
          </span>
        ))}
        <span className="ml-auto tabular-nums">Threshold {threshold}</span>
      </figcaption>
    </figure>
  )
}
