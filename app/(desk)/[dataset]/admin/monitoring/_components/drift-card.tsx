'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleCheckIcon, EyeIcon, TriangleAlertIcon } from 'lucide-react'
import { useMemo, useState } from 'react'
import { EmptyState } from '@/components/empty-state'
import { useFormatter } from '@/components/locale-provider'
import { useSupabase } from '@/components/supabase-provider'
import { Alert, AlertDescription } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { NativeSelect } from '@/components/ui/native-select'
import { Segmented } from '@/components/ui/segmented'
import type { FeatureDefinition } from '@/core/datasets/profile.ts'
import type { DriftAdvice } from '@/core/evaluation/drift-advice.ts'
import { type DriftOverview, mapDrift, refreshDrift } from '@/lib/monitoring/drift-overview.ts'
import type { MonitoringState } from '@/lib/monitoring/monitoring-state.ts'
import { CellDetail } from './cell-detail'
import { DriftGrid } from './drift-grid'
import { DriftMark, driftLooks } from './drift-mark'
import { DriftTable } from './drift-table'

/** Rows shown before all are asked for. */
const FEW_ROWS = 12

const views = [
  { value: 'map', label: 'Map' },
  { value: 'table', label: 'Table' },
] as const

/** Drift as a heat map or a table, with the sentence about the newest month and the cell that is open. */
export function DriftCard({
  dataset,
  overview,
  features,
  state,
  onChange,
}: {
  dataset: string
  overview: DriftOverview
  features: readonly FeatureDefinition[]
  state: MonitoringState
  onChange: (changes: Partial<MonitoringState>) => void
}) {
  const format = useFormatter()
  const [view, setView] = useState<'map' | 'table'>('map')
  const [areAllShown, setAllShown] = useState(false)
  const map = useMemo(
    () => mapDrift(overview, features, format.month),
    [overview, features, format],
  )
  const open = state.cell
  const openRow = open && map.rows.find(({ name }) => name === open.feature)
  const openCell = open && openRow?.cells.get(open.month)
  const rows = areAllShown
    ? map.rows
    : map.rows.filter((row, index) => index < FEW_ROWS || row === openRow)
  const chosen = overview.versions.find(({ version }) => version === overview.version)
  return (
    <Card aria-labelledby="drift-title">
      <CardHeader>
        <div className="min-w-0">
          <CardTitle id="drift-title">Drift</CardTitle>
          <CardDescription>
            {overview.version === null
              ? 'How far months have moved from what the model learned.'
              : `How far each month has moved from what version ${overview.version} learned, before any label arrives.`}
          </CardDescription>
        </div>
        {overview.version !== null && map.months.length > 0 && (
          <div className="flex flex-wrap items-center gap-2">
            <NativeSelect
              aria-label="Compare with"
              value={overview.version}
              onChange={(event) => {
                const version = Number(event.target.value)
                const isChampion = overview.versions.find(
                  (each) => each.version === version,
                )?.isChampion
                onChange({ version: isChampion ? null : version, cell: null })
              }}
            >
              {!chosen && <option value={overview.version}>Version {overview.version}</option>}
              {overview.versions.map(({ version, isChampion }) => (
                <option key={version} value={version}>
                  Version {version}
                  {isChampion ? ', champion' : ''}
                </option>
              ))}
            </NativeSelect>
            <Segmented label="Show drift as" value={view} onChange={setView} options={views} />
          </div>
        )}
      </CardHeader>
      <CardContent className="grid gap-4">
        {overview.pendingCount > 0 && <CountNow dataset={dataset} count={overview.pendingCount} />}
        {map.months.length === 0 ? (
          <EmptyState title="Nothing to compare yet">
            {overview.version === null
              ? 'Drift is measured once a model is published and months have come.'
              : 'No month has been counted yet.'}
          </EmptyState>
        ) : (
          <>
            {map.advice && <Advice advice={map.advice} />}
            {view === 'map' ? (
              <DriftGrid
                months={map.months}
                rows={rows}
                open={open}
                onOpen={(cell) => onChange({ cell })}
              />
            ) : (
              <DriftTable months={map.months} rows={rows} />
            )}
            <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 text-muted-foreground text-xs">
              <Legend />
              {map.rows.length > FEW_ROWS && (
                <Button variant="ghost" size="sm" onClick={() => setAllShown(!areAllShown)}>
                  {areAllShown
                    ? 'Show those that moved most'
                    : `Show all ${format.count(map.rows.length)}`}
                </Button>
              )}
            </div>
            {openRow && openCell && (
              <CellDetail row={openRow} cell={openCell} onClose={() => onChange({ cell: null })} />
            )}
          </>
        )}
      </CardContent>
    </Card>
  )
}

const urgencies = {
  nothing: { variant: 'success', icon: CircleCheckIcon },
  watch: { variant: 'accent', icon: EyeIcon },
  act: { variant: 'warning', icon: TriangleAlertIcon },
} as const

function Advice({ advice }: { advice: DriftAdvice }) {
  const { variant, icon: Icon } = urgencies[advice.urgency]
  return (
    <Alert variant={variant}>
      <Icon aria-hidden />
      <AlertDescription>{advice.sentence}</AlertDescription>
    </Alert>
  )
}

function Legend() {
  const bounds = {
    stable: 'below 0.1',
    moderate: '0.1 to 0.25',
    strong: 'from 0.25',
    too_few_rows: 'below 500',
  }
  return (
    <ul
      className="flex flex-wrap gap-x-4 gap-y-1.5"
      aria-label="Bands of the population stability index"
    >
      {(['stable', 'moderate', 'strong', 'too_few_rows'] as const).map((band) => (
        <li key={band} className="flex items-center gap-1.5">
          <DriftMark band={band} />
          {driftLooks[band].label}, {bounds[band]}
        </li>
      ))}
    </ul>
  )
}

/** Months that no run has counted yet are counted when an admin asks. */
function CountNow({ dataset, count }: { dataset: string; count: number }) {
  const client = useSupabase()
  const queryClient = useQueryClient()
  const counting = useMutation({
    mutationFn: () => refreshDrift(client, dataset),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['drift', dataset] }),
  })
  const months = `${count} ${count === 1 ? 'count is' : 'counts are'}`
  return (
    <Alert>
      <AlertDescription className="flex flex-wrap items-center justify-between gap-3">
        <span>
          {counting.isPending
            ? `Counting; a month takes about a fifth of a second …`
            : counting.error
              ? counting.error.message
              : `${months} not up to date. The next training run brings them up to date, or do it now.`}
        </span>
        <Button
          variant="outline"
          size="sm"
          disabled={counting.isPending}
          onClick={() => counting.mutate()}
        >
          Count now
        </Button>
      </AlertDescription>
    </Alert>
  )
}
