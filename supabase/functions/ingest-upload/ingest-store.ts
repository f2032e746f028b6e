import type { DatasetProfile, ParsedTransaction } from '../../../core/datasets/profile.ts'
import type { RejectedRow } from '../../../core/ingest/rejected-row.ts'
import type { ChampionLookup, UnusableChampion } from '../_shared/model-store.ts'
import type { KnownFingerprint } from './known-rows.ts'
import type { Predictions } from './score-transactions.ts'

/** A part as the database knows it, with what is needed of its upload and dataset. */
export interface UploadPart {
  uploadId: string
  number: number
  firstLine: number
  byteCount: number
  storagePath: string
  uploadedBy: string
  state: 'receiving' | 'ready' | 'committed' | 'discarded'
  columns: string[]
  datasetId: number
  datasetSlug: string
  profile: string
  /** Empty until the dataset's first commit. */
  featureNames: string[]
  baseCardRevision: string
  /** Null until the part is staged. */
  ingested: IngestedPart | null
}

/** The result of staging a part. */
export interface IngestedPart {
  rowCount: number
  rejectedCount: number
  uploadState: 'receiving' | 'ready'
}

/** All that one part leaves in the staging tables. */
export interface StagedPart {
  transactions: readonly ParsedTransaction[]
  rejected: readonly RejectedRow[]
  rowCount: number
  /** By card id. */
  cardHashes: ReadonlyMap<string, string>
  /** By card id: states after the part, of cards that changed. */
  cardStates: ReadonlyMap<string, Float64Array>
  /** Row-major, `featureCount` a row. */
  features: Float32Array
  featureCount: number
  predictions: Predictions | null
}

/** What is stored of the cards and rows of a part, before it. */
export interface StoredHistory {
  /** By card hash. */
  cardStates: Map<string, Float64Array>
  knownFingerprints: Map<string, KnownFingerprint>
}

/** Everything that ingest asks of the database and of Storage. */
export interface IngestStore {
  findRole(userId: string): Promise<'analyst' | 'admin' | null>
  findPart(uploadId: string, partNumber: number): Promise<UploadPart | null>
  /** Null when it was not received. */
  downloadPart(part: UploadPart): Promise<Uint8Array | null>
  /** Waits a while until the part before this one is staged; false when it is not. */
  waitForPrevious(part: UploadPart): Promise<boolean>
  loadCardKey(): Promise<Uint8Array>
  loadHistory(
    part: UploadPart,
    cardHashes: readonly string[],
    transactions: readonly ParsedTransaction[],
  ): Promise<StoredHistory | 'dataset_changed'>
  loadChampion(datasetId: number, profile: DatasetProfile): Promise<ChampionLookup>
  recordUnusableChampion(part: UploadPart, champion: UnusableChampion): Promise<void>
  stagePart(
    part: UploadPart,
    staged: StagedPart,
  ): Promise<IngestedPart | 'dataset_changed' | 'upload_closed'>
  restartUpload(part: UploadPart): Promise<void>
}
