import type { Result } from '../../core/result.ts'
import type { FilePreview } from './preview-file.ts'
import {
  type Continuation,
  findOtherFile,
  type QueueEntry,
  type QueueItem,
  type QueueState,
} from './queue-item.ts'
import type { UploadRequest } from './upload-file.ts'
import type { UploadFaultCode, UploadOutcome, UploadProgress } from './upload-outcome.ts'
import { PaceMeter } from './upload-pace.ts'
import type { UploadSource } from './upload-source.ts'

/** What the queue does its work with. */
export interface QueueTools {
  previewFile(source: UploadSource): Promise<Result<FilePreview, UploadFaultCode>>
  uploadFile(
    request: Omit<UploadRequest, 'client'>,
  ): Promise<Result<UploadOutcome, UploadFaultCode>>
  discardUpload(uploadId: string): Promise<Result<null>>
  /** Milliseconds of a clock that does not go back. */
  now(): number
  /** Told when something of a dataset may have changed. */
  onSettled(dataset: string): void
}

/** Progress is told at most ten times a second, however often a file is read. */
const TELL_EVERY_MS = 100

type Intent = 'pause' | 'cancel'

/** The file that is being sent, and what its owner asked for meanwhile. */
interface Running {
  id: number
  abort: AbortController
  intent: Intent | null
}

/**
 * Uploads files one after the other. Every file is checked at once; one that is paused, failed or undecided lets the
 * next one go first. The queue outlives the pages that show it.
 */
export class UploadQueue {
  readonly #tools: QueueTools
  readonly #listeners = new Set<() => void>()
  #items: readonly QueueItem[] = []
  /** Files whose owner chose to keep their good rows. */
  readonly #keepGoodRows = new Set<number>()
  #lastId = 0
  #running: Running | null = null
  #toldAt = Number.NEGATIVE_INFINITY

  constructor(tools: QueueTools) {
    this.#tools = tools
  }

  /** Calls back after every change; returns the way to stop that. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The files in the order in which they came; another array after every change. */
  readonly items = (): readonly QueueItem[] => this.#items

  /** Takes a file in and checks its first rows. */
  add({ source, dataset, continues }: QueueEntry): void {
    const id = ++this.#lastId
    const state: QueueState = { step: 'checking' }
    this.#items = [
      ...this.#items,
      { id, source, dataset: dataset ?? null, preview: null, uploadId: null, state },
    ]
    this.#tell()
    void this.#check(id, source, dataset !== undefined, continues)
  }

  /** Says where a checked file goes. */
  choose(id: number, dataset: string): void {
    if (this.#find(id)?.state.step === 'chosen') this.#change(id, { dataset })
  }

  /** Sends a checked file, or goes on with one that was paused or has failed. */
  start(id: number, dataset?: string): void {
    const item = this.#find(id)
    if (item === undefined || !['chosen', 'paused', 'failed'].includes(item.state.step)) return
    this.#change(id, { dataset: dataset ?? item.dataset, state: { step: 'waiting' } })
    this.#runNext()
  }

  /** Stops sending for now; a file that waits is held back. */
  pause(id: number): void {
    if (this.#stop(id, 'pause')) return
    if (this.#find(id)?.state.step !== 'waiting') return
    this.#change(id, { state: { step: 'paused', progress: null } })
  }

  /** Takes a file back: what was sent of it is removed. */
  cancel(id: number): void {
    if (this.#stop(id, 'cancel')) return
    const item = this.#find(id)
    if (item !== undefined) void this.#takeBack(item)
  }

  /** Ends an upload with rejected rows: stores the good ones, or nothing. */
  decide(id: number, keepGoodRows: boolean): void {
    const item = this.#find(id)
    if (item?.state.step !== 'undecided') return
    if (keepGoodRows) {
      this.#keepGoodRows.add(id)
      this.#change(id, { state: { step: 'waiting' } })
      this.#runNext()
    } else {
      void this.#discard(item, item.state.outcome)
    }
  }

  /** Takes a file off the list. One that is being sent stays. */
  remove(id: number): void {
    if (this.#running?.id === id) return
    this.#items = this.#items.filter((item) => item.id !== id)
    this.#tell()
  }

  async #check(
    id: number,
    source: UploadSource,
    startsAtOnce: boolean,
    continues: Continuation | undefined,
  ): Promise<void> {
    const other = continues && findOtherFile(source, continues)
    if (other) return this.#change(id, { state: { step: 'refused', message: other } })
    try {
      const { data: preview, error } = await this.#tools.previewFile(source)
      if (error) return this.#change(id, { state: { step: 'refused', message: error.message } })
      this.#change(id, { preview, state: { step: startsAtOnce ? 'waiting' : 'chosen' } })
      this.#runNext()
    } catch (error) {
      this.#change(id, { state: { step: 'refused', message: describe(error) } })
    }
  }

  /** One file at a time: they share the line, and files with cards follow one another anyway. */
  #runNext(): void {
    if (this.#running !== null) return
    const next = this.#items.find(({ state }) => state.step === 'waiting')
    if (next?.dataset) void this.#run(next, next.dataset)
  }

  async #run({ id, source }: QueueItem, dataset: string): Promise<void> {
    const abort = new AbortController()
    const running: Running = { id, abort, intent: null }
    this.#running = running
    this.#change(id, { state: { step: 'running', progress: null, pace: null } })
    const meter = new PaceMeter()
    const result = await this.#tools
      .uploadFile({
        source,
        datasetSlug: dataset,
        ...(this.#keepGoodRows.has(id) ? { keepGoodRows: true } : {}),
        signal: abort.signal,
        onProgress: (progress) => this.#follow(id, progress, meter),
      })
      .catch((error: unknown) => ({ data: null, error: { message: describe(error) } }))
    this.#running = null
    const item = this.#find(id)!
    const isOver = result.data !== null && result.data.status !== 'needs_decision'
    if (running.intent === 'pause' && !isOver) {
      const progress = item.state.step === 'running' ? item.state.progress : null
      this.#change(id, { state: { step: 'paused', progress } })
    } else if (running.intent === 'cancel' && !isOver) {
      await this.#takeBack(item)
    } else if (result.error !== null) {
      this.#change(id, { state: { step: 'failed', message: result.error.message } })
    } else {
      const outcome = result.data
      const state: QueueState =
        outcome.status === 'needs_decision'
          ? { step: 'undecided', outcome }
          : { step: 'ended', outcome }
      this.#change(id, { uploadId: outcome.uploadId, state })
    }
    this.#tools.onSettled(dataset)
    this.#runNext()
  }

  #follow(id: number, progress: UploadProgress, meter: PaceMeter): void {
    const item = this.#find(id)
    if (item?.state.step !== 'running') return
    const now = this.#tools.now()
    const pace =
      progress.phase === 'sending'
        ? meter.add(now, progress.bytesDone, progress.rowsDone, progress.bytesTotal)
        : null
    const isNewPhase = item.state.progress?.phase !== progress.phase || Boolean(progress.retry)
    const state: QueueState = { step: 'running', progress, pace: pace ?? item.state.pace }
    this.#set(id, { state, uploadId: progress.uploadId ?? item.uploadId })
    if (!isNewPhase && now - this.#toldAt < TELL_EVERY_MS) return
    this.#toldAt = now
    this.#tell()
  }

  /** True when the file was running and will stop; a commit cannot be stopped any more. */
  #stop(id: number, intent: Intent): boolean {
    if (this.#running?.id !== id) return false
    const state = this.#find(id)?.state
    if (state?.step === 'running' && state.progress?.phase === 'committing') return true
    this.#running.intent = intent
    this.#running.abort.abort()
    return true
  }

  async #takeBack(item: QueueItem): Promise<void> {
    if (item.uploadId !== null) {
      const { error } = await this.#tools.discardUpload(item.uploadId)
      if (error !== null) {
        this.#change(item.id, { state: { step: 'failed', message: error.message } })
        return
      }
      if (item.dataset !== null) this.#tools.onSettled(item.dataset)
    }
    this.#change(item.id, { uploadId: null, state: { step: 'cancelled' } })
  }

  async #discard(
    item: QueueItem,
    { uploadId, dataset, rejectedCount }: Extract<UploadOutcome, { status: 'needs_decision' }>,
  ): Promise<void> {
    const { error } = await this.#tools.discardUpload(uploadId)
    const state: QueueState =
      error === null
        ? { step: 'ended', outcome: { status: 'discarded', uploadId, dataset, rejectedCount } }
        : { step: 'failed', message: error.message }
    this.#change(item.id, { state })
    this.#tools.onSettled(dataset)
  }

  #find(id: number): QueueItem | undefined {
    return this.#items.find((item) => item.id === id)
  }

  #change(id: number, changes: Partial<QueueItem>): void {
    this.#set(id, changes)
    this.#tell()
  }

  #set(id: number, changes: Partial<QueueItem>): void {
    this.#items = this.#items.map((item) => (item.id === id ? { ...item, ...changes } : item))
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : 'The file could not be read. Choose it again.'
}
