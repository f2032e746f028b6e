import { z } from 'zod'
import { type Admission, admitCaller } from '../_shared/admit-caller.ts'
import { findProfile } from '../_shared/find-profile.ts'
import { type Log, type Outcome, refuse } from '../_shared/http.ts'
import { readJson } from '../_shared/read-json.ts'
import type { CommitRefusal, CommitReport, CommitStore } from './store.ts'

const bodySchema = z.strictObject({ uploadId: z.uuid(), keepGoodRows: z.boolean() })

/** What the handler works with; tests pass their own. */
export interface CommitContext extends Admission {
  store: CommitStore
  log: Log
}

/**
 * Makes a staged upload visible, all of it or nothing: POST {uploadId, keepGoodRows}. Called again it answers the same.
 * A commit that takes longer than a function lives is answered `commit_under_way` and goes on.
 * After `dataset_changed`, `staging_lost` and `model_published` the parts are to be ingested again; they are still in Storage.
 */
export async function handleCommit(
  request: Request,
  { authenticate, store, log }: CommitContext,
): Promise<Outcome<CommitReport>> {
  const caller = await admitCaller(request, { authenticate, store }, 'upload files')
  if (caller.error !== null) return caller
  const { userId, role } = caller.data
  const body = bodySchema.safeParse(await readJson(request))
  if (!body.success) {
    return refuse('invalid_request', 'Send {"uploadId": a uuid, "keepGoodRows": true or false}.')
  }
  const { uploadId, keepGoodRows } = body.data
  const upload = await store.findUpload(uploadId)
  if (upload === null || (role !== 'admin' && upload.uploadedBy !== userId)) {
    return refuse('upload_not_found', 'There is no such upload of yours. Begin the upload again.')
  }
  const profile = findProfile(upload.profile)
  if (profile.error !== null) return profile
  const featureNames = profile.data.features.map(({ name }) => name)
  const answer = await store.commitUpload(uploadId, userId, keepGoodRows, featureNames)
  if (answer.status !== 'committed') return explainRefusal(answer)
  log('info', 'upload committed', { ...answer })
  return { data: answer, error: null }
}

function explainRefusal({ status, ...details }: CommitRefusal): Outcome<never> {
  return refuse(status, SENTENCES[status](details), { ...details })
}

const SENTENCES: Record<
  CommitRefusal['status'],
  (details: Omit<CommitRefusal, 'status'>) => string
> = {
  upload_not_found: () => 'There is no such upload. Begin the upload again.',
  upload_discarded: () => 'This upload was discarded. Begin a new one.',
  commit_under_way: () =>
    'The rows of this upload are still being stored. Send the same request again to hear when they are.',
  upload_incomplete: ({ missingParts }) =>
    `${missingParts?.length ?? 0} parts of the file are not ingested yet. Ingest them, then commit.`,
  rejected_rows_need_a_decision: ({ rejectedCount, goodCount }) =>
    `${rejectedCount} rows were rejected and ${goodCount} are good. Decide whether to keep the good rows or to discard the upload.`,
  no_good_rows: ({ rejectedCount }) =>
    `All ${rejectedCount} rows were rejected, so there is nothing to store. Discard the upload and correct the file.`,
  dataset_changed: () =>
    'Another upload changed the card histories meanwhile. Ingest the parts again, then commit.',
  staging_lost: () =>
    'The database lost staged rows in a crash. Ingest the parts again, then commit.',
  model_published: () =>
    'A model was published after these rows were staged. Ingest the parts again, then commit: so they are scored.',
  features_changed: () =>
    'The dataset was stored with other features than this version computes. Upload into a new dataset.',
}
