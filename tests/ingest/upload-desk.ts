import { expect } from 'vitest'
import { type UploadRequest, uploadFile } from '../../lib/uploads/upload-file.ts'
import type { CommitReport } from '../../lib/uploads/upload-outcome.ts'
import { readMonths, recountMonths } from './read-back.ts'
import { asFile, type Table } from './sample-files.ts'
import { openTestStack, type TestStack } from './test-stack.ts'

/** Cuts the sample files into several parts. */
export const SMALL_PARTS = 40_000

/** A stack, with what tests of uploads do on it. */
export interface UploadDesk extends TestStack {
  /** Forgets all rows, uploads and champions. */
  empty(): Promise<void>
  /** Uploads as Pinky, in small parts, and requires that it is committed. */
  upload(file: Table, request?: Partial<UploadRequest> & { name?: string }): Promise<CommitReport>
  /** Rows by table; an upload that came to nothing leaves only noughts. */
  countEverything(): Promise<Record<string, number>>
  expectMonthsToEqualRecount(dataset: string): Promise<void>
}

/** Opens a stack of a test's own. */
export async function openUploadDesk(): Promise<UploadDesk> {
  const stack = await openTestStack()
  const { sql } = stack
  return {
    ...stack,
    async empty() {
      await sql.begin(async (transaction) => {
        // The database itself never forgets a review: its guards are triggers.
        await transaction`set local session_replication_role = 'replica'`
        await transaction`
          truncate public.transactions, public.predictions, public.reviews, public.card_states,
            public.monthly_transactions, public.monthly_predictions, public.model_aliases, public.uploads,
            private.staged_transactions cascade`
        await transaction`update public.datasets set feature_names = '{}'`
      })
    },
    async upload(file, request = {}) {
      const result = await uploadFile({
        client: stack.pinky,
        source: asFile(request.name ?? 'transactions.csv', file),
        partBytes: SMALL_PARTS,
        ...request,
      })
      if (result.error !== null) throw new Error(`${result.error.code}: ${result.error.message}`)
      if (result.data.status !== 'committed') throw new Error(`ended as ${result.data.status}`)
      return result.data
    },
    async countEverything() {
      const [counts] = await sql`
        select
          (select count(*)::int from public.transactions) as transactions,
          (select count(*)::int from public.predictions) as predictions,
          (select count(*)::int from public.monthly_transactions) as months,
          (select count(*)::int from public.card_states) as cards,
          (select count(*)::int from public.rejected_rows) as rejected,
          (select count(*)::int from private.staged_transactions) as staged,
          (select count(*)::int from private.staged_card_states) as "stagedCards"`
      return { ...counts }
    },
    async expectMonthsToEqualRecount(dataset) {
      const months = await readMonths(sql, dataset)
      expect(months.transactions.length).toBeGreaterThan(0)
      expect(months).toEqual(await recountMonths(sql, dataset))
    },
  }
}
