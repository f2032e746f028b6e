import { findAdmittedRole } from '../_shared/admission.ts'
import { connectDatabase } from '../_shared/database.ts'
import { unlessLate } from './unless-late.ts'

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
    | 'commit_under_way'
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

/** A hosted function lives 150 s at least; the database may take longer for one statement. */
const ANSWER_AFTER_MS = 100_000
const LONGEST_COMMIT = '15min'

/** A text as SQL writes it: a message of several statements takes no parameters. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
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
      // One message, and so one transaction: the database ends it by itself, also when this function is cut off
      // meanwhile. A notice on its way would be noticed to reach nobody.
      const commit = sql.unsafe<[{ answer: CommitReport | CommitRefusal }][]>(`
        set local statement_timeout = '${LONGEST_COMMIT}';
        set local client_min_messages = error;
        select private.commit_upload(
          ${quote(uploadId)}, ${quote(actor)}, ${keepGoodRows}, array[${featureNames.map(quote)}]::text[]
        ) as answer`)
      // The last statement's rows are the last result.
      const answered = commit.then((results) => results.at(-1)![0].answer)
      return await unlessLate(answered, ANSWER_AFTER_MS, { status: 'commit_under_way' })
    },

    async countDrift(dataset) {
      await sql`select private.refresh_drift(id) from public.datasets where slug = ${dataset}`
    },
  }
}
