import { inTransaction } from '../../../core/in-transaction.ts'
import { findAdmittedRole } from '../_shared/admission.ts'
import { connectDatabase } from '../_shared/database.ts'

/** An upload as far as a commit needs it. */
export interface UploadToCommit {
  uploadedBy: string
  profile: string
}

/** What a committed upload came to. Amounts are in the dataset's currency. */
export interface CommitReport {
  status: 'committed'
  uploadId: string
  dataset: string
  /** accepted + rejected + known. */
  rowCount: number
  /** Rows that this upload stored. */
  acceptedCount: number
  rejectedCount: number
  /** Rows that the dataset held already. */
  knownCount: number
  labelsAddedCount: number
  /** Labels that contradict the one that is there, which stayed. */
  labelConflictCount: number
  scoredCount: number
  flaggedCount: number
  flaggedAmount: number
  /** As 2019-01. */
  months: string[]
  /** Null where no model was published yet. */
  championVersion: number | null
  committedAt: string
}

/** Why nothing was committed, with what the caller may need. */
export interface CommitRefusal {
  status:
    | 'upload_not_found'
    | 'upload_discarded'
    | 'upload_incomplete'
    | 'rejected_rows_need_a_decision'
    | 'no_good_rows'
    | 'dataset_changed'
    | 'staging_lost'
    | 'model_published'
    | 'features_changed'
  missingParts?: number[]
  rejectedCount?: number
  goodCount?: number
}

/** Everything that a commit asks of the database. */
export interface CommitStore {
  findRole(userId: string): Promise<'analyst' | 'admin' | null>
  findUpload(uploadId: string): Promise<UploadToCommit | null>
  commitUpload(
    uploadId: string,
    actor: string,
    keepGoodRows: boolean,
    featureNames: readonly string[],
  ): Promise<CommitReport | CommitRefusal>
  /** Counts how far the months of a dataset, by slug, have moved from what its champion learned. */
  countDrift(dataset: string): Promise<void>
}

/** The store of the running service. */
export function openStore(): CommitStore {
  const sql = connectDatabase()
  return {
    findRole: (userId) => findAdmittedRole(sql, userId, 'commit-upload'),

    async findUpload(uploadId) {
      const [row] = await sql<{ uploaded_by: string; profile: string }[]>`
        select upload.uploaded_by, dataset.profile
        from public.uploads as upload
        join public.datasets as dataset on dataset.id = upload.dataset_id
        where upload.id = ${uploadId}`
      return row === undefined ? null : { uploadedBy: row.uploaded_by, profile: row.profile }
    },

    async commitUpload(uploadId, actor, keepGoodRows, featureNames) {
      return await inTransaction(sql, async (transaction) => {
        await transaction`set local statement_timeout = '140s'`
        const [row] = await transaction<{ answer: CommitReport | CommitRefusal }[]>`
          select private.commit_upload(
            ${uploadId}, ${actor}, ${keepGoodRows},
            array(select jsonb_array_elements_text(${JSON.stringify(featureNames)}::text::jsonb))
          ) as answer`
        return row!.answer
      })
    },

    async countDrift(dataset) {
      await sql`select private.refresh_drift(id) from public.datasets where slug = ${dataset}`
    },
  }
}
