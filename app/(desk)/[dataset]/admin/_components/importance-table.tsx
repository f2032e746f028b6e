'use client'

import { useFormatter } from '@/components/locale-provider'
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table'
import {
  type FeatureImportance,
  type ImportanceMeasure,
  rankFeatures,
  readImportance,
} from '@/lib/models/feature-importance.ts'
import { writeImportance } from './write-importance.ts'

const columns: readonly { measure: ImportanceMeasure; title: string }[] = [
  { measure: 'contribution', title: 'Contribution' },
  { measure: 'permutation', title: 'Permutation' },
  { measure: 'gain', title: 'Gain' },
]

/** All features of each version with every measure of their importance, to open. */
export function ImportanceTable({
  versions,
  labelOf,
}: {
  versions: readonly { version: number; featureImportance: readonly FeatureImportance[] }[]
  labelOf: (feature: string) => string
}) {
  const format = useFormatter()
  const importances = versions.map(({ featureImportance }) => featureImportance)
  const ranked = rankFeatures('contribution', importances)
  const known = columns.filter(({ measure }) => rankFeatures(measure, importances).length > 0)
  if (ranked.length === 0) return null
  return (
    <details className="min-w-0 text-[0.8125rem]">
      <summary className="w-fit cursor-pointer text-muted-foreground hover:text-foreground">
        As a table, all {format.count(ranked.length)} features
      </summary>
      <div className="mt-2 min-w-0 overflow-hidden rounded-md border bg-raised [&>[data-slot=table-container]]:max-h-80">
        <Table scrollLabel="Importance of every feature">
          <TableHeader>
            <TableRow>
              <TableHead>Feature</TableHead>
              {versions.length > 1 && <TableHead>Version</TableHead>}
              {known.map(({ title }) => (
                <TableHead key={title} className="text-right">
                  {title}
                </TableHead>
              ))}
            </TableRow>
          </TableHeader>
          <TableBody>
            {ranked.flatMap(({ feature }) =>
              versions.map(({ version, featureImportance }, side) => (
                <TableRow key={`${feature} ${side ? 'second' : 'first'}`}>
                  <TableCell>{labelOf(feature)}</TableCell>
                  {versions.length > 1 && <TableCell>{version}</TableCell>}
                  {known.map(({ measure }) => (
                    <TableCell key={measure} className="whitespace-nowrap text-right tabular-nums">
                      {writeImportance(
                        measure,
                        readImportance(
                          measure,
                          featureImportance.find((each) => each.feature === feature),
                        ),
                        format,
                      )}
                    </TableCell>
                  ))}
                </TableRow>
              )),
            )}
          </TableBody>
        </Table>
      </div>
    </details>
  )
}
