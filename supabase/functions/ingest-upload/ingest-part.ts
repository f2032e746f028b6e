import { matchColumns } from '../../../core/datasets/detect.ts'
import type { DatasetProfile, ParsedTransaction } from '../../../core/datasets/profile.ts'
import { extractFeatures } from '../../../core/features/extract-features.ts'
import { validatePart } from '../../../core/ingest/validate-part.ts'
import { findProfile } from '../_shared/find-profile.ts'
import { type Log, type Outcome, refuse } from '../_shared/http.ts'
import type { ChampionLookup } from '../_shared/model-store.ts'
import { hashCards } from './card-hash.ts'
import type { IngestStore, StagedPart, UploadPart } from './ingest-store.ts'
import { findKnownRows } from './known-rows.ts'
import { scoreTransactions } from './score-transactions.ts'

/** What came of a part; the same for every call with it. */
export interface PartReport {
  partNumber: number
  rowCount: number
  rejectedCount: number
  /** `ready` when this was the last part that was missing. */
  uploadState: 'receiving' | 'ready'
}

/**
 * Takes one received part through the way of the data: validate, features, score, stage. A part that was staged
 * already is left alone, so a repeated call is harmless. Stateless: everything it continues from is in the database.
 */
export async function ingestPart(
  part: UploadPart,
  { store, now, log }: { store: IngestStore; now: number; log: Log },
): Promise<Outcome<PartReport>> {
  if (part.ingested !== null && part.state !== 'discarded') return report(part, part.ingested)
  const received = await receivePart(part, store)
  if (received.error !== null) return received
  const { profile, bytes } = received.data
  const { columns, firstLine } = part
  const validated = validatePart({ profile, columns, firstLine, bytes, now })
  // Up to here parts may be worked on side by side; card histories continue from the part before.
  if (profile.hasCards && !(await store.waitForPrevious(part))) {
    return refuse(
      'previous_part_missing',
      `Part ${part.number} continues part ${part.number - 1}, which is not ingested yet. Ingest the parts in order.`,
      { partNumber: part.number - 1 },
    )
  }
  const [history, lookup] = await Promise.all([
    loadHistory(store, part, profile, validated.transactions),
    store.loadChampion(part.datasetId, profile),
  ])
  if (history === 'dataset_changed') return restart(store, part)
  await reportUnusableChampion(store, part, lookup, log)

  const { cardHashes, cardStates, isKnown } = history
  const features = extractFeatures(profile, validated.transactions, cardStates, isKnown)
  const staged: StagedPart = {
    transactions: validated.transactions,
    rejected: validated.rejected,
    rowCount: validated.rowCount,
    cardHashes,
    cardStates: changedCards(validated.transactions, cardStates, isKnown),
    features,
    featureCount: profile.features.length,
    predictions:
      lookup.champion === null
        ? null
        : scoreTransactions(profile, lookup.champion, features, validated.transactions.length),
  }
  const outcome = await store.stagePart(part, staged)
  if (outcome === 'dataset_changed') return restart(store, part)
  if (outcome === 'upload_closed') return refuseClosed()
  return report(part, outcome)
}

/** The bytes of a part and the profile of its rows; refused unless both are what was announced. */
async function receivePart(
  part: UploadPart,
  store: IngestStore,
): Promise<Outcome<{ profile: DatasetProfile; bytes: Uint8Array }>> {
  if (part.state !== 'receiving') return refuseClosed()
  const found = findProfile(part.profile)
  if (found.error !== null) return found
  const profile = found.data
  const featureNames = profile.features.map(({ name }) => name)
  if (part.featureNames.length > 0 && part.featureNames.join() !== featureNames.join()) {
    return refuse(
      'features_changed',
      `The rows of ${part.datasetSlug} were stored with other features than this version computes. Upload into a new dataset.`,
    )
  }
  const header = matchColumns(profile, part.columns)
  if (header.error !== null) return refuse('header_mismatch', header.error.message)
  const bytes = await store.downloadPart(part)
  if (bytes === null) {
    return refuse(
      'part_not_received',
      `Part ${part.number} is not in Storage. Send it, then ingest it.`,
    )
  }
  if (bytes.length !== part.byteCount) {
    return refuse(
      'part_size_mismatch',
      `Part ${part.number} has ${bytes.length} bytes; ${part.byteCount} were announced. Discard the upload and begin again.`,
    )
  }
  return { data: { profile, bytes }, error: null }
}

interface History {
  /** By card id. */
  cardHashes: Map<string, string>
  /** By card id; cards that were never seen are absent. */
  cardStates: Map<string, Float64Array>
  isKnown: (index: number) => boolean
}

async function loadHistory(
  store: IngestStore,
  part: UploadPart,
  profile: DatasetProfile,
  transactions: readonly ParsedTransaction[],
): Promise<History | 'dataset_changed'> {
  if (!profile.hasCards) {
    return { cardHashes: new Map(), cardStates: new Map(), isKnown: () => false }
  }
  const cardHashes = hashCards(transactions, await store.loadCardKey())
  const stored = await store.loadHistory(part, [...cardHashes.values()], transactions)
  if (stored === 'dataset_changed') return stored
  const cardStates = new Map<string, Float64Array>()
  for (const [cardId, hash] of cardHashes) {
    const state = stored.cardStates.get(hash)
    if (state !== undefined) cardStates.set(cardId, state)
  }
  return { cardHashes, cardStates, isKnown: findKnownRows(transactions, stored.knownFingerprints) }
}

/** States of the cards that got a new row, by card id: only these are written. */
function changedCards(
  transactions: readonly ParsedTransaction[],
  cardStates: ReadonlyMap<string, Float64Array>,
  isKnown: (index: number) => boolean,
): Map<string, Float64Array> {
  const changed = new Map<string, Float64Array>()
  for (let index = 0; index < transactions.length; index++) {
    const { cardId } = transactions[index]!
    if (cardId === null || changed.has(cardId) || isKnown(index)) continue
    const state = cardStates.get(cardId)
    if (state !== undefined) changed.set(cardId, state)
  }
  return changed
}

async function reportUnusableChampion(
  store: IngestStore,
  part: UploadPart,
  { unusable }: ChampionLookup,
  log: Log,
): Promise<void> {
  if (unusable === null) return
  log('error', 'champion unusable', { ...unusable })
  await store.recordUnusableChampion(part, unusable)
}

async function restart(store: IngestStore, part: UploadPart): Promise<Outcome<never>> {
  await store.restartUpload(part)
  return refuse(
    'dataset_changed',
    'Another upload changed the card histories meanwhile. The parts are ingested again from the first one.',
  )
}

function refuseClosed(): Outcome<never> {
  return refuse(
    'upload_closed',
    'This upload has ended: it was committed or discarded. Begin a new one.',
  )
}

function report(
  part: UploadPart,
  { rowCount, rejectedCount, uploadState }: Omit<PartReport, 'partNumber'>,
): Outcome<PartReport> {
  return { data: { partNumber: part.number, rowCount, rejectedCount, uploadState }, error: null }
}
