import { inTransaction } from '../../../core/in-transaction.ts'
import { findAdmittedRole } from '../_shared/admission.ts'
import { connectService } from '../_shared/auth.ts'
import { connectDatabase } from '../_shared/database.ts'
import { UnavailableError } from '../_shared/http.ts'
import { loadChampion } from '../_shared/model-store.ts'
import type { IngestStore, UploadPart } from './ingest-store.ts'
import { loadHistory } from './load-history.ts'
import { stagePart } from './stage-part.ts'

interface PartRow {
  number: number
  first_line: string
  byte_count: number
  storage_path: string
  row_count: number | null
  rejected_count: number | null
  is_ingested: boolean
  uploaded_by: string
  state: UploadPart['state']
  column_names: string
  dataset_id: number
  slug: string
  profile: string
  feature_names: string
  base_card_revision: string
}

const POLL_MS = 25
const LONGEST_WAIT_MS = 10_000

let cardKey: Uint8Array | undefined

/** The store of the running service. */
export function openStore(): IngestStore {
  const sql = connectDatabase()
  return {
    findRole: (userId) => findAdmittedRole(sql, userId, 'ingest-upload'),

    async findPart(uploadId, partNumber) {
      const [row] = await sql<PartRow[]>`
        select
          part.number, part.first_line, part.byte_count, part.storage_path, part.row_count, part.rejected_count,
          part.ingested_at is not null as is_ingested,
          upload.uploaded_by, upload.state, to_json(upload.column_names)::text as column_names,
          upload.base_card_revision,
          dataset.id as dataset_id, dataset.slug, dataset.profile,
          to_json(dataset.feature_names)::text as feature_names
        from public.upload_parts as part
        join public.uploads as upload on upload.id = part.upload_id
        join public.datasets as dataset on dataset.id = upload.dataset_id
        where part.upload_id = ${uploadId} and part.number = ${partNumber}`
      return row === undefined ? null : toPart(uploadId, row)
    },

    async downloadPart(part) {
      const { data, error } = await connectService()
        .storage.from('uploads')
        .download(part.storagePath)
        .asStream()
      if (error === null) {
        // In one step of the runtime; reading the stream here would cost a turn for every few kilobytes.
        const bytes = await new Response(data).arrayBuffer().catch((cause: unknown) => {
          throw new UnavailableError('Storage stopped in the middle of a part.', { cause })
        })
        return new Uint8Array(bytes)
      }
      // A missing object is answered with 400 or 404, depending on the version of Storage.
      if ('status' in error && (error.status === 400 || error.status === 404)) return null
      throw new UnavailableError(`Storage did not answer: ${error.message}`, { cause: error })
    },

    async waitForPrevious(part) {
      if (part.number === 0) return true
      const deadline = performance.now() + LONGEST_WAIT_MS
      for (;;) {
        const [previous] = await sql<{ is_ingested: boolean }[]>`
          select ingested_at is not null as is_ingested from public.upload_parts
          where upload_id = ${part.uploadId} and number = ${part.number - 1}`
        if (previous === undefined || previous.is_ingested) return previous !== undefined
        if (performance.now() > deadline) return false
        await new Promise((resolve) => setTimeout(resolve, POLL_MS))
      }
    },

    async loadCardKey() {
      if (cardKey === undefined) {
        const [row] = await sql<{ value: Uint8Array }[]>`
          select value from private.keys where name = 'card_hash'`
        if (row === undefined) throw new Error('The key card_hash is missing from private.keys.')
        cardKey = row.value
      }
      return cardKey
    },

    loadHistory: (part, cardHashes, transactions) =>
      loadHistory(sql, part, cardHashes, transactions),

    loadChampion: (datasetId, profile) => loadChampion(sql, datasetId, profile),

    async recordUnusableChampion(part, champion) {
      await sql`
        select private.record_unusable_champion(${part.datasetId}::smallint, ${JSON.stringify(champion)}::text::jsonb)`
    },

    stagePart: (part, staged) => stagePart(sql, part, staged),

    async restartUpload(part) {
      await inTransaction(sql, async (transaction) => {
        // Only the first of several calls that noticed the change starts again.
        const [upload] = await transaction`
          select 1 from public.uploads
          where id = ${part.uploadId} and base_card_revision = ${part.baseCardRevision}
          for update`
        if (upload !== undefined) await transaction`select private.restart_upload(${part.uploadId})`
      })
    },
  }
}

function toPart(uploadId: string, row: PartRow): UploadPart {
  return {
    uploadId,
    number: row.number,
    firstLine: Number(row.first_line),
    byteCount: row.byte_count,
    storagePath: row.storage_path,
    uploadedBy: row.uploaded_by,
    state: row.state,
    columns: JSON.parse(row.column_names),
    datasetId: row.dataset_id,
    datasetSlug: row.slug,
    profile: row.profile,
    featureNames: JSON.parse(row.feature_names),
    baseCardRevision: row.base_card_revision,
    ingested: row.is_ingested
      ? {
          rowCount: row.row_count ?? 0,
          rejectedCount: row.rejected_count ?? 0,
          uploadState: row.state === 'receiving' ? 'receiving' : 'ready',
        }
      : null,
  }
}
