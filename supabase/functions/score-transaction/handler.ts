import { z } from 'zod'
import { profiles } from '../../../core/datasets/registry.ts'
import { isMonth } from '../../../core/month.ts'
import type { Caller } from '../_shared/auth.ts'
import { type Outcome, refuse } from '../_shared/http.ts'
import type { openVersion } from '../_shared/model-store.ts'
import { readJson } from '../_shared/read-json.ts'
import type { KeptVersion, ScoringStore } from './store.ts'

const bodySchema = z.strictObject({
  dataset: z.string().min(1).max(40),
  month: z.string().refine(isMonth),
  transactionId: z.int().positive(),
})

/** The newest versions that are asked; older ones stay silent. */
const MOST_VERSIONS = 10

/** What the handler works with; tests pass their own. */
export interface ScoringContext {
  authenticate: (request: Request) => Promise<Outcome<Caller>>
  store: ScoringStore
  openVersion: typeof openVersion
}

/** What one version says of a transaction, or why it says nothing: either `fraudScore` or `reason` is null. */
export interface VersionOpinion {
  version: number
  family: string
  alias: 'champion' | 'challenger' | null
  /** True for the version whose prediction people saw when the transaction came. */
  isServed: boolean
  /** True when it learned from days up to this transaction or later: its score is no forecast then. */
  hasLearnedFromIt: boolean
  /** A transaction is flagged when its fraud score (float32) reaches this. */
  threshold: number
  fraudScore: number | null
  isFlagged: boolean | null
  /** Why it could not score. */
  reason: string | null
}

/**
 * Scores a stored transaction with the dataset's newest versions: POST {dataset, month, transactionId}. From the
 * features as they were computed when the row came in. Stores nothing: the prediction that people saw stays as it is.
 */
export async function handleScoring(
  request: Request,
  { authenticate, store, openVersion }: ScoringContext,
): Promise<Outcome<{ opinions: VersionOpinion[] }>> {
  const caller = await authenticate(request)
  if (caller.error !== null) return caller
  if ((await store.findRole(caller.data.userId)) === null) {
    return refuse('not_allowed', 'Only analysts and admins ask models; ask an admin for the role.')
  }
  const body = bodySchema.safeParse(await readJson(request))
  if (!body.success) {
    return refuse(
      'invalid_request',
      'Send {"dataset": its slug, "month": such as "2019-01", "transactionId": its number}.',
    )
  }
  const { dataset, month, transactionId } = body.data
  const transaction = await store.findTransaction(dataset, month, transactionId)
  if (transaction === null) {
    return refuse('transaction_not_found', 'This month holds no such transaction. Reload the page.')
  }
  const profile = profiles.find(({ slug }) => slug === transaction.profile)
  if (profile === undefined) {
    return refuse(
      'unknown_profile',
      `The dataset's format "${transaction.profile}" is not one this service knows.`,
    )
  }
  const features = Float32Array.from(transaction.features)
  const isWhole = features.length === profile.features.length

  async function ask(row: KeptVersion): Promise<VersionOpinion> {
    const opened = isWhole
      ? await openVersion(row, profile!)
      : { reason: 'the transaction was stored with other features than models take now' }
    const opinion = {
      version: row.version,
      family: row.family,
      alias: row.alias,
      isServed: row.is_served,
      hasLearnedFromIt: row.trained_until > transaction!.occurredAt,
      threshold: Math.fround(Number(row.threshold)),
    }
    if (!('scorer' in opened)) {
      return { ...opinion, fraudScore: null, isFlagged: null, reason: opened.reason }
    }
    const fraudScore = opened.scorer.score(features, 1)[0]!
    return { ...opinion, fraudScore, isFlagged: fraudScore >= opened.threshold, reason: null }
  }

  const versions = await store.listVersions(transaction, transactionId, MOST_VERSIONS)
  return { data: { opinions: await Promise.all(versions.map(ask)) }, error: null }
}
