import type { Month } from '../core/month.ts'
import type { Link } from './auth/link.ts'

/** Addresses of pages. Links are made here only, so that a moved page is found by the compiler. */
export const routes = {
  signIn: (next?: string) => (next ? `/sign-in?next=${encodeURIComponent(next)}` : '/sign-in'),
  /** Where links of invitations lead; supabase/templates/ name it, too. */
  welcome: (link?: Link) =>
    link ? `/welcome?type=${link.type}&token_hash=${link.tokenHash}` : '/welcome',
  months: (dataset: string) => `/${dataset}/months`,
  month: (dataset: string, month: Month) => `/${dataset}/months/${month}`,
  monthExport: (dataset: string, month: Month) => `/${dataset}/months/${month}/export`,
  transaction: (dataset: string, month: Month, id: number) =>
    `/${dataset}/months/${month}/transactions/${id}`,
  review: (dataset: string) => `/${dataset}/review`,
  account: () => '/account',
  admin: (dataset: string) => `/${dataset}/admin`,
  /** The list of versions, at one of them. */
  adminVersion: (dataset: string, version: number) => `/${dataset}/admin#${versionAnchor(version)}`,
  adminModels: (dataset: string) => `/${dataset}/admin/models`,
  adminRuns: (dataset: string) => `/${dataset}/admin/runs`,
  /** The page of the runs that holds this one, which is open. */
  adminRun: (dataset: string, run: number) => `/${dataset}/admin/runs?run=${run}`,
  /** Two versions side by side; the second one is the champion's unless named. */
  adminCompare: (dataset: string, first: number, second: number) =>
    `/${dataset}/admin/models?first=${first}&second=${second}`,
  adminMonitoring: (dataset: string) => `/${dataset}/admin/monitoring`,
  adminBacktest: (dataset: string) => `/${dataset}/admin/backtest`,
  adminSettings: (dataset: string) => `/${dataset}/admin/settings`,
  adminPeople: (dataset: string) => `/${dataset}/admin/people`,
  uploads: () => '/uploads',
  upload: (id: string) => `/uploads/${id}`,
  /** The file of a committed upload, as it was sent. */
  originalFile: (id: string) => `/api/uploads/${id}/original`,
} as const

/** The id of a version's row, so that addresses can lead to it. */
export function versionAnchor(version: number): string {
  return `version-${version}`
}
