import { inTransaction } from '../../../core/in-transaction.ts'
import { copyInto } from '../_shared/copy-into.ts'
import type { Database, Transaction } from '../_shared/database.ts'
import type { IngestedPart, StagedPart, UploadPart } from './ingest-store.ts'
import {
  encodeCardStates,
  encodeRejectedRows,
  encodeTransactions,
  REJECTED_ROWS,
  STAGED_CARD_STATES,
  STAGED_TRANSACTIONS,
} from './staging-rows.ts'

/**
 * Leaves all of a part in the staging tables, in one transaction. Two calls with one part: the second waits and answers
 * what the first one did.
 */
export async function stagePart(
  sql: Database,
  part: UploadPart,
  staged: StagedPart,
): Promise<IngestedPart | 'dataset_changed' | 'upload_closed'> {
  const transactions = encodeTransactions(part, staged)
  const cardStates = encodeCardStates(part, staged)
  const rejected = encodeRejectedRows(part, staged)
  try {
    return await inTransaction(sql, async (transaction) => {
      // Two calls with one part: the second waits here and then finds it done.
      await transaction`
        select pg_advisory_xact_lock(hashtextextended(${`${part.uploadId}/${part.number}`}, 0))`
      const done = await findIngested(transaction, part)
      if (done !== null) return done
      await copyInto(transaction, STAGED_TRANSACTIONS, transactions)
      if (staged.cardStates.size > 0) await copyInto(transaction, STAGED_CARD_STATES, cardStates)
      if (staged.rejected.length > 0) await copyInto(transaction, REJECTED_ROWS, rejected)
      const rejectedCount = staged.rowCount - staged.transactions.length
      const [finished] = await transaction<{ answer: string }[]>`
        select private.finish_part(
          ${part.uploadId}, ${part.number}, ${part.baseCardRevision}, ${staged.rowCount}, ${rejectedCount}
        ) as answer`
      const answer = finished!.answer
      if (answer !== 'receiving' && answer !== 'ready') throw new StagingRefused(answer)
      return { rowCount: staged.rowCount, rejectedCount, uploadState: answer }
    })
  } catch (error) {
    if (error instanceof StagingRefused) return error.answer
    throw error
  }
}

/** Rolls the staging transaction back. */
class StagingRefused extends Error {
  readonly answer: 'dataset_changed' | 'upload_closed'

  constructor(answer: string) {
    super(answer)
    this.answer = answer === 'dataset_changed' ? answer : 'upload_closed'
  }
}

async function findIngested(
  transaction: Transaction,
  part: UploadPart,
): Promise<IngestedPart | null> {
  const [row] = await transaction<
    { row_count: number; rejected_count: number; state: UploadPart['state'] }[]
  >`
    select part.row_count, part.rejected_count, upload.state
    from public.upload_parts as part
    join public.uploads as upload on upload.id = part.upload_id
    where part.upload_id = ${part.uploadId} and part.number = ${part.number} and part.ingested_at is not null`
  if (row === undefined) return null
  return {
    rowCount: row.row_count,
    rejectedCount: row.rejected_count,
    uploadState: row.state === 'receiving' ? 'receiving' : 'ready',
  }
}
