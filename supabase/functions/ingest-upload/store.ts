import type { ParsedTransaction } from '../../../core/datasets/profile.ts'
import { inTransaction } from '../../../core/in-transaction.ts'
import { decodeDoubleArray } from '../../../core/postgres-copy/copy-encoder.ts'
import { findAdmittedRole } from '../_shared/admission.ts'
import { connectService } from '../_shared/auth.ts'
import { copyInto } from '../_shared/copy-into.ts'
import { connectDatabase, type Transaction } from '../_shared/database.ts'
import { UnavailableError } from '../_shared/http.ts'
import { loadChampion } from '../_shared/model-store.ts'
import type { IngestedPart, IngestStore, UploadPart } from './ingest-store.ts'
import type { KnownFingerprint } from './known-rows.ts'
import {
  encodeCardStates,
  encodeRejectedRows,
  encodeTransactions,
  REJECTED_ROWS,
  STAGED_CARD_STATES,
  STAGED_TRANSACTIONS,
} from './staging-rows.ts'

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

    async loadHistory(part, cardHashes, transactions) {
      // One snapshot: the histories belong to the revision that is compared.
      return await inTransaction(
        sql,
        async (transaction) => {
          const [dataset] = await transaction<{ card_revision: string }[]>`
          select card_revision from public.datasets where id = ${part.datasetId}`
          if (dataset?.card_revision !== part.baseCardRevision) return 'dataset_changed'
          const states = await transaction<{ card_hash: string; state: Uint8Array }[]>`
          select card_hash, array_send(state) as state
          from private.card_states_before(${part.uploadId}, ${part.number}, ${toArray(cardHashes)}::uuid[])`
          const cardStates = new Map(
            states.map((row) => [row.card_hash, decodeDoubleArray(row.state)]),
          )
          const knownFingerprints = await findKnown(transaction, part, transactions)
          return { cardStates, knownFingerprints }
        },
        'isolation level repeatable read read only',
      )
    },

    loadChampion: (datasetId, profile) => loadChampion(sql, datasetId, profile),

    async recordUnusableChampion(part, champion) {
      await sql`
        select private.record_unusable_champion(${part.datasetId}::smallint, ${JSON.stringify(champion)}::text::jsonb)`
    },

    async stagePart(part, staged) {
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
          if (staged.cardStates.size > 0)
            await copyInto(transaction, STAGED_CARD_STATES, cardStates)
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
    },

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

/** Rolls the staging transaction back. */
class StagingRefused extends Error {
  readonly answer: 'dataset_changed' | 'upload_closed'

  constructor(answer: string) {
    super(answer)
    this.answer = answer === 'dataset_changed' ? answer : 'upload_closed'
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

/** Only where the dataset has rows in the part's span of time is it worth sending all the fingerprints. */
async function findKnown(
  transaction: Transaction,
  part: UploadPart,
  transactions: readonly ParsedTransaction[],
): Promise<Map<string, KnownFingerprint>> {
  if (transactions.length === 0) return new Map()
  let earliest = Number.POSITIVE_INFINITY
  let latest = Number.NEGATIVE_INFINITY
  for (const { occurredAt } of transactions) {
    earliest = Math.min(earliest, occurredAt)
    latest = Math.max(latest, occurredAt)
  }
  const [overlap] = await transaction<{ exists: boolean }[]>`
    select exists (
      select 1 from public.transactions
      where dataset_id = ${part.datasetId}
        and occurred_at between ${toTime(earliest)}::timestamptz and ${toTime(latest)}::timestamptz
    )`
  if (!overlap!.exists) return new Map()
  const times = toArray(transactions.map(({ occurredAt }) => toTime(occurredAt)))
  const fingerprints = toArray(transactions.map(({ fingerprint }) => fingerprint))
  const rows = await transaction<
    { fingerprint: string; stored_count: number; staged_count: number }[]
  >`
    select fingerprint, stored_count, staged_count
    from private.known_fingerprints(
      ${part.datasetId}, ${part.uploadId}, ${part.number}, ${times}::timestamptz[], ${fingerprints}::uuid[]
    )`
  return new Map(
    rows.map((row) => [
      row.fingerprint,
      { storedCount: row.stored_count, stagedCount: row.staged_count },
    ]),
  )
}

function toTime(epochMs: number): string {
  return new Date(epochMs).toISOString()
}

/** A Postgres array literal of values that need no quotes (uuids, times). */
function toArray(values: readonly string[]): string {
  return `{${values.join(',')}}`
}
