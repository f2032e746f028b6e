'use client'

import { useFormatter } from '@/components/locale-provider'
import { cn } from '@/lib/class-names.ts'
import type { ModelVersion } from '@/lib/models/admin-overview.ts'

/** Versions shown; older ones are in the table. */
const SHOWN = 8

/** Each version's average precision as a point on its interval, all on one scale from 0 to 1. */
export function VersionIntervals({
  versions,
  champion,
}: {
  versions: ModelVersion[]
  champion: number | null
}) {
  const format = useFormatter()
  return (
    <div>
      <ul className="relative grid">
        <Grid />
        {versions.slice(0, SHOWN).map(({ version, metrics: { averagePrecision } }) => {
          const isChampion = version === champion
          return (
            <li
              key={version}
              className="grid grid-cols-[2.5rem_minmax(0,1fr)_3.25rem] items-center gap-3 text-[0.8125rem]"
            >
              <span className={isChampion ? 'font-medium' : 'text-muted-foreground'}>
                v{version}
              </span>
              <span className="relative h-8">
                {averagePrecision && (
                  <>
                    <span
                      className={cn(
                        '-translate-y-1/2 absolute top-1/2 h-2 rounded-full',
                        isChampion ? 'bg-accent/25' : 'bg-foreground/14',
                      )}
                      style={{
                        left: `${averagePrecision.low * 100}%`,
                        right: `${(1 - averagePrecision.high) * 100}%`,
                      }}
                    />
                    <span
                      className={cn(
                        '-translate-x-1/2 -translate-y-1/2 absolute top-1/2 size-2.5 rounded-full border-2 border-raised',
                        isChampion ? 'bg-accent' : 'bg-foreground/60',
                      )}
                      style={{ left: `${averagePrecision.value * 100}%` }}
                    />
                  </>
                )}
              </span>
              <span className="text-right tabular-nums">
                {averagePrecision ? format.score(averagePrecision.value) : '–'}
                {averagePrecision && (
                  <span className="sr-only">
                    , interval {format.score(averagePrecision.low)} to{' '}
                    {format.score(averagePrecision.high)}
                  </span>
                )}
              </span>
            </li>
          )
        })}
      </ul>
      <div
        aria-hidden
        className="mt-1 mr-[4rem] ml-[3.25rem] flex justify-between text-2xs text-muted-foreground tabular-nums"
      >
        {[0, 0.25, 0.5, 0.75, 1].map((tick) => (
          <span key={tick} className="w-0 text-center">
            <span className="-translate-x-1/2 inline-block">{tick}</span>
          </span>
        ))}
      </div>
    </div>
  )
}

function Grid() {
  return (
    <li aria-hidden className="absolute inset-y-0 right-[4rem] left-[3.25rem] flex justify-between">
      {[0, 1, 2, 3, 4].map((line) => (
        <span key={line} className="w-px bg-border" />
      ))}
    </li>
  )
}
