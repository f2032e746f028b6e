import type { ParsedTransaction } from '../../../core/datasets/profile.ts'
import { inTransaction } from '../../../core/in-transaction.ts'
import { decodeDoubleArray } from '../../../core/postgres-copy/read-copy.ts'
import type { Database, Transaction } from '../_shared/database.ts'
import type { StoredHistory, UploadPart } from './ingest-store.ts'
import type { KnownFingerprint } from './known-rows.ts'

/** What is stored of the given cards and rows before a part, unless the dataset changed since the upload began. */
export async function loadHistory(
  sql: Database,
  part: UploadPart,
  cardHashes: readonly string[],
  transactions: readonly ParsedTransaction[],
): Promise<StoredHistory | 'dataset_changed'> {
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
      const cardStates = new Map(states.map((row) => [row.card_hash, decodeDoubleArray(row.state)]))
      const knownFingerprints = await findKnown(transaction, part, transactions)
      return { cardStates, knownFingerprints }
    },
    'isolation level repeatable read read only',
  )
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
