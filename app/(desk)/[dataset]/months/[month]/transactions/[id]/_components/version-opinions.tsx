'use client'

import { useFormatter } from '@/components/locale-provider'
import { Badge } from '@/components/ui/badge'
import { describeFamily } from '@/core/publishing/describe-family.ts'
import { cn } from '@/lib/class-names.ts'
import type { VersionOpinion } from '@/lib/transactions/ask-versions.ts'

/** Its first digits are enough to tell one from another. */
const SHA256 = /\b([0-9a-f]{8})[0-9a-f]{56}\b/g

/** Each version's score as a dot on a line from 0 to 1 with its threshold, in a table that says the same in words. */
export function VersionOpinions({ opinions }: { opinions: VersionOpinion[] }) {
  if (opinions.length === 0) {
    return <p className="text-muted-foreground">No version is kept that could be asked.</p>
  }
  return (
    <div className="grid gap-3">
      <table className="w-full table-fixed text-[0.8125rem]">
        <caption className="sr-only">Fraud score and threshold by version</caption>
        <thead className="text-left text-muted-foreground text-xs">
          <tr>
            <th scope="col" className="w-[38%] pb-2 font-normal sm:w-[34%]">
              Version
            </th>
            <th scope="col" className="pb-2 font-normal">
              <span aria-hidden className="flex justify-between tabular-nums">
                <span>0</span>
                <span>1</span>
              </span>
              <span className="sr-only">Score from 0 to 1</span>
            </th>
            <th scope="col" className="w-24 pb-2 text-right font-normal sm:w-40">
              Score
            </th>
          </tr>
        </thead>
        <tbody>
          {opinions.map((opinion) => (
            <OpinionRow key={opinion.version} opinion={opinion} />
          ))}
        </tbody>
      </table>
      <p className="text-muted-foreground text-xs">
        A filled dot is flagged, a ring is not; the line across is the version's threshold.
        {opinions.some(({ hasLearnedFromIt }) => hasLearnedFromIt) &&
          ' Versions with * were trained on data up to this day or later: they may know the answer.'}
      </p>
    </div>
  )
}

function OpinionRow({ opinion }: { opinion: VersionOpinion }) {
  const format = useFormatter()
  const { version, family, alias, isServed, hasLearnedFromIt, threshold } = opinion
  const { fraudScore, isFlagged, reason } = opinion
  return (
    <tr className="border-t align-middle">
      <th scope="row" className="py-2.5 pr-3 text-left font-normal">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="font-medium tabular-nums">
            v{version}
            {hasLearnedFromIt && (
              <>
                <span aria-hidden>*</span>
                <span className="sr-only">, may know the answer</span>
              </>
            )}
          </span>
          {isServed && <Badge>Served it</Badge>}
          {alias !== null && (
            <Badge variant="outline">{alias === 'champion' ? 'Serves now' : 'In shadow'}</Badge>
          )}
        </span>
        <span className="block text-muted-foreground text-xs">{describeFamily(family)}</span>
      </th>
      {fraudScore === null ? (
        <td colSpan={2} className="break-words py-2.5 text-muted-foreground text-xs">
          Cannot score it: {reason?.replace(SHA256, '$1…')}.
        </td>
      ) : (
        <>
          <td className="py-2.5">
            <span aria-hidden className="relative block h-1.5 rounded-full bg-foreground/8">
              <span
                className="absolute -inset-y-2 w-0.5 -translate-x-1/2 bg-foreground/60"
                style={{ left: `${Math.min(threshold, 1) * 100}%` }}
              />
              <span
                className={cn(
                  'absolute top-1/2 size-3.5 -translate-x-1/2 -translate-y-1/2 rounded-full border-3',
                  isFlagged ? 'border-flagged bg-flagged' : 'border-foreground/60 bg-raised',
                )}
                style={{ left: `${fraudScore * 100}%` }}
              />
            </span>
          </td>
          <td className="py-2.5 pl-3 text-right tabular-nums">
            <span className="font-medium">{format.score(fraudScore)}</span>
            <span className="block text-muted-foreground text-xs">
              {isFlagged ? 'flags it' : 'lets it pass'}
              <span className="max-sm:sr-only">
                {' '}
                ({isFlagged ? '≥' : '<'} {format.score(threshold)})
              </span>
            </span>
          </td>
        </>
      )}
    </tr>
  )
}
