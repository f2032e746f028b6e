import { cutParts } from '../../core/ingest/cut-parts.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import type { FraudDeskClient } from '../supabase/server-client.ts'
import { ContentHasher } from './content-hash.ts'
import type { UploadPlan } from './plan-upload.ts'
import { withRetry } from './retry.ts'
import type { RetryWait, UploadFaultCode } from './upload-outcome.ts'
import { ingestPart, type PartReport, sendPart } from './upload-service.ts'
import { readUnpacked, type UploadSource } from './upload-source.ts'

const PARTS_SENT_AT_ONCE = 2
/** With card histories the second part waits for the first before it takes up the cards; more would only wait. */
const PARTS_INGESTED_IN_ORDER = 2
/** Without, parts are worked on side by side; more would want more memory of the service than they save time. */
const PARTS_INGESTED_SIDE_BY_SIDE = 3
/** How often an upload begins again because others changed the dataset meanwhile. */
const MAX_RESTARTS = 10

/** An upload whose parts are on their way. */
export interface PartsJob {
  client: FraudDeskClient
  source: UploadSource
  plan: UploadPlan
  uploadId: string
  storagePrefix: string
  signal: AbortSignal | undefined
  onProgress: (progress: PartsProgress) => void
  onWait?: (wait: RetryWait) => void
}

/** How far the parts of a file are. */
export interface PartsProgress {
  sentBytes: number
  ingestedBytes: number
  rowCount: number
  rejectedCount: number
}

/** What is known of a part that was ingested. */
export type IngestedPart = Pick<PartReport, 'partNumber' | 'rowCount' | 'rejectedCount'>

type Outcome = Result<null, UploadFaultCode>

/**
 * Brings the parts of a file into Storage and has them ingested, both at the same time. Parts are handed to the service
 * in order, a few at a time; where they have card history, it lets the second wait for the first before it takes up the
 * cards. Only what failed is sent again.
 */
export class PartsPipeline {
  readonly #job: PartsJob
  readonly #ingested: Map<number, IngestedPart>
  #sentBytes: number
  readonly #received: PromiseWithResolvers<boolean>[]
  readonly #stop = new AbortController()
  readonly #signal: AbortSignal
  #failure: Outcome | null = null
  #next = 0
  #generation = 0
  #restarts = 0

  /** `ingested` are the parts that an earlier attempt staged; they are in Storage too. */
  constructor(job: PartsJob, ingested: readonly IngestedPart[]) {
    this.#job = job
    this.#ingested = new Map(ingested.map((part) => [part.partNumber, part]))
    this.#sentBytes = ingested.reduce(
      (sum, { partNumber }) => sum + job.plan.parts[partNumber]!.byteCount,
      0,
    )
    this.#received = job.plan.parts.map(() => Promise.withResolvers<boolean>())
    this.#signal = job.signal ? AbortSignal.any([job.signal, this.#stop.signal]) : this.#stop.signal
  }

  /** Sends and ingests whatever is missing. */
  async run(): Promise<Outcome> {
    this.#report()
    await Promise.all([this.#send(), this.#ingest()])
    return this.#failure ?? ok(null)
  }

  /** Ingests parts again that are in Storage already: the given ones, or all. */
  async ingestAgain(partNumbers?: readonly number[]): Promise<Outcome> {
    this.#restart(partNumbers)
    await this.#ingest()
    return this.#failure ?? ok(null)
  }

  async #send(): Promise<void> {
    const { source, plan } = this.#job
    const sending = new Set<Promise<void>>()
    const hasher = new ContentHasher()
    async function* hashed() {
      for await (const chunk of readUnpacked(source)) {
        await hasher.update(chunk)
        yield chunk
      }
    }
    try {
      for await (const part of cutParts(hashed(), plan.head.dataOffset, plan.parts)) {
        if (this.#signal.aborted) break
        const planned = plan.parts[part.number]
        if (planned?.byteCount !== part.rowBytes.length) return this.#fail(fileChanged())
        if (this.#ingested.has(part.number)) {
          this.#received[part.number]!.resolve(true)
          continue
        }
        const sent = this.#sendOne(part.number, part.rowBytes).finally(() => sending.delete(sent))
        sending.add(sent)
        if (sending.size >= PARTS_SENT_AT_ONCE) await Promise.race(sending)
      }
      await Promise.all(sending)
      if (this.#signal.aborted) return
      if ((await hasher.finish()) !== plan.contentHash) this.#fail(fileChanged())
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      this.#fail(
        fail('unreadable_file', `The file cannot be read any more: ${reason}. Choose it again.`),
      )
    } finally {
      // Whoever waits for a part that never came goes home.
      for (const { resolve } of this.#received) resolve(false)
    }
  }

  async #sendOne(number: number, rowBytes: Uint8Array): Promise<void> {
    const { client, storagePrefix } = this.#job
    const sent = await withRetry(
      () => sendPart(client, storagePrefix, number, rowBytes),
      this.#signal,
      this.#job.onWait,
    )
    if (sent.error !== null) return this.#fail(sent)
    this.#sentBytes += rowBytes.length
    this.#report()
    this.#received[number]!.resolve(true)
  }

  async #ingest(): Promise<void> {
    const { hasCards } = this.#job.plan.head.profile
    const length = hasCards ? PARTS_INGESTED_IN_ORDER : PARTS_INGESTED_SIDE_BY_SIDE
    const workers = Array.from({ length }, () => this.#ingestNext())
    await Promise.all(workers)
  }

  async #ingestNext(): Promise<void> {
    const { client, plan, uploadId } = this.#job
    while (this.#next < plan.parts.length && this.#failure === null) {
      const number = this.#next++
      if (this.#ingested.has(number)) continue
      if (!(await this.#received[number]!.promise)) return
      const generation = this.#generation
      const result = await withRetry(
        () => ingestPart(client, uploadId, number, this.#signal),
        this.#signal,
        this.#job.onWait,
      )
      if (generation !== this.#generation) continue
      if (result.error === null) {
        this.#ingested.set(number, result.data)
        this.#report()
      } else if (result.error.code === 'previous_part_missing') {
        this.#goBack(number)
      } else if (mayRestart(result.error.code) && this.#restarts++ < MAX_RESTARTS) {
        this.#restart()
      } else {
        this.#fail(result)
      }
    }
  }

  /** A part came too early: its predecessor is still under way here, or was reset by somebody else. */
  #goBack(number: number): void {
    if (this.#ingested.has(number - 1)) this.#restart([number - 1])
    else this.#next = Math.min(this.#next, number - 1)
  }

  #restart(partNumbers?: readonly number[]): void {
    this.#generation++
    this.#next = 0
    if (partNumbers === undefined) this.#ingested.clear()
    else for (const number of partNumbers) this.#ingested.delete(number)
    this.#report()
  }

  #report(): void {
    const { plan, onProgress } = this.#job
    const progress = { sentBytes: this.#sentBytes, ingestedBytes: 0, rowCount: 0, rejectedCount: 0 }
    for (const { partNumber, rowCount, rejectedCount } of this.#ingested.values()) {
      progress.ingestedBytes += plan.parts[partNumber]!.byteCount
      progress.rowCount += rowCount
      progress.rejectedCount += rejectedCount
    }
    onProgress(progress)
  }

  /** The first failure counts; everything under way is stopped. */
  #fail(failure: Outcome): void {
    this.#failure ??= failure
    this.#stop.abort()
  }
}

/** Codes after which the service expects the parts from the first one on. */
export function mayRestart(code: string): boolean {
  return code === 'dataset_changed' || code === 'staging_lost' || code === 'model_published'
}

function fileChanged(): Outcome {
  return fail('file_changed', 'The file changed while it was being sent. Upload it again.')
}
