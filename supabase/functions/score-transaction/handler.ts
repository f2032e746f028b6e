import { z } from 'zod'
import { isMonth } from '../../../core/month.ts'
import { type Admission, admitCaller } from '../_shared/admit-caller.ts'
import { findProfile } from '../_shared/find-profile.ts'
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
export interface ScoringContext extends Admission {
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
  const caller = await admitCaller(request, { authenticate, store }, 'ask models')
  if (caller.error !== null) return caller
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
  const profile = findProfile(transaction.profile)
  if (profile.error !== null) return profile
  const features = Float32Array.from(transaction.features)
  const isWhole = features.length === profile.data.features.length
  const versions = await store.listVersions(transaction, transactionId, MOST_VERSIONS)
  const opinions = versions.map(async (version) => {
    const opened = isWhole
      ? await openVersion(version, profile.data)
      : { reason: 'the transaction was stored with other features than models take now' }
    return giveOpinion(version, opened, transaction.occurredAt, features)
  })
  return { data: { opinions: await Promise.all(opinions) }, error: null }
}

function giveOpinion(
  version: KeptVersion,
  opened: Awaited<ReturnType<typeof openVersion>>,
  occurredAt: Date,
  features: Float32Array,
): VersionOpinion {
  const opinion = {
    version: version.version,
    family: version.family,
    alias: version.alias,
    isServed: version.is_served,
    hasLearnedFromIt: version.trained_until > occurredAt,
    threshold: Math.fround(Number(version.threshold)),
  }
  if (!('scorer' in opened)) {
    return { ...opinion, fraudScore: null, isFlagged: null, reason: opened.reason }
  }
  const fraudScore = opened.scorer.score(features, 1)[0]!
  return { ...opinion, fraudScore, isFlagged: fraudScore >= opened.threshold, reason: null }
}
