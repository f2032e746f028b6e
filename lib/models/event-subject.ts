import { routes } from '../routes.ts'
import type { DeskEvent } from './admin-overview.ts'

/** What an event is about, as a link; null where there is nothing to open, or where the dataset is not known. */
export function eventSubject(
  { kind, payload }: Pick<DeskEvent, 'kind' | 'payload'>,
  dataset: string | null,
): { href: string; label: string } | null {
  const { run_id: run, uploadId, version } = payload
  const isGone = kind === 'upload_discarded' || kind === 'upload_swept'
  if (typeof uploadId === 'string' && !isGone) {
    return { href: routes.upload(uploadId), label: 'Upload' }
  }
  if (dataset === null) return null
  if (typeof run === 'number') return { href: routes.adminRun(dataset, run), label: `Run ${run}` }
  if (typeof version === 'number') {
    return { href: `${routes.adminModels(dataset)}?first=${version}`, label: `Version ${version}` }
  }
  if (kind === 'settings_changed') {
    return { href: routes.adminSettings(dataset), label: 'Settings' }
  }
  if (kind === 'backtest_finished') {
    return { href: routes.adminBacktest(dataset), label: 'Backtest' }
  }
  return null
}
