import * as z from 'zod/mini'
import type { FileFaultCode } from '../../core/datasets/profile.ts'
import type { Failure } from '../../core/result.ts'

const count = z.int().check(z.nonnegative())

/** What a committed upload came to. row = accepted + rejected + known; amounts are in the dataset's currency. */
export const commitReportSchema = z.object({
  status: z.literal('committed'),
  uploadId: z.uuid(),
  dataset: z.string(),
  rowCount: count,
  /** Rows that this upload stored. */
  acceptedCount: count,
  rejectedCount: count,
  /** Rows that the dataset held already. */
  knownCount: count,
  /** Known rows without a label that took the file's. */
  labelsAddedCount: count,
  /** Labels that contradict the stored one, which stayed. */
  labelConflictCount: count,
  scoredCount: count,
  flaggedCount: count,
  flaggedAmount: z.number(),
  /** Months of the rows, as 2019-01. */
  months: z.array(z.string()),
  /** Null where no model was published yet. */
  championVersion: z.nullable(z.int().check(z.positive())),
  committedAt: z.string(),
})

/** What a committed upload came to. Amounts are in the dataset's currency. */
export type CommitReport = z.infer<typeof commitReportSchema>

/** How an upload ended, or what it waits for. */
export type UploadOutcome =
  | CommitReport
  | {
      status: 'already_committed'
      uploadId: string
      dataset: string
      /** The name under which the same content came first. */
      fileName: string
      committedAt: string
    }
  | {
      /** Staged; nobody sees a row until it is committed (keepGoodRows) or discarded. */
      status: 'needs_decision'
      uploadId: string
      dataset: string
      rowCount: number
      rejectedCount: number
      goodCount: number
    }
  | { status: 'discarded'; uploadId: string; dataset: string; rejectedCount: number }

/** Why an upload came to nothing. Codes of the service's own answers are passed on as they are. */
export type UploadFaultCode =
  | FileFaultCode
  | 'damaged_gzip'
  | 'unreadable_file'
  | 'file_changed'
  | 'unknown_dataset'
  | 'wrong_dataset'
  | 'cancelled'
  | 'unavailable'
  | 'not_allowed'
  | 'no_good_rows'
  | (string & {})

/** An upload's failure. */
export type UploadFailure = Failure<UploadFaultCode>

/** How far an upload is. Bytes are those of the file as it lies there while reading, unpacked afterwards. */
export interface UploadProgress {
  phase: 'reading' | 'sending' | 'committing'
  bytesDone: number
  bytesTotal: number
  /** Rows staged so far, rejected ones included. */
  rowsDone: number
  rejected: number
  /** Known once the upload is announced. */
  uploadId?: string
  /** What is being waited for before another attempt; null as soon as something went through. */
  retry?: RetryWait | null
}

/** A failed attempt that will be repeated. */
export interface RetryWait {
  /** Attempts that have failed, from 1 on. */
  failures: number
  delayMs: number
  /** What went wrong, in a sentence. */
  message: string
}
