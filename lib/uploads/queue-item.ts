import type { FilePreview } from './preview-file.ts'
import type { UploadOutcome, UploadProgress } from './upload-outcome.ts'
import type { Pace } from './upload-pace.ts'
import type { UploadSource } from './upload-source.ts'

/** How a file in the queue stands. */
export type QueueState =
  /** Its first rows are read; nothing was sent. */
  | { step: 'checking' }
  /** It cannot be used; nothing was sent. */
  | { step: 'refused'; message: string }
  /** It can be used and waits for a go. */
  | { step: 'chosen' }
  /** Others come first. */
  | { step: 'waiting' }
  | { step: 'running'; progress: UploadProgress | null; pace: Pace | null }
  /** Stopped by its owner; what was sent is kept. */
  | { step: 'paused'; progress: UploadProgress | null }
  /** It stopped by itself; what was sent is kept. */
  | { step: 'failed'; message: string }
  /** Staged with rejected rows: keep the good ones, or discard all. */
  | { step: 'undecided'; outcome: Extract<UploadOutcome, { status: 'needs_decision' }> }
  | { step: 'ended'; outcome: Exclude<UploadOutcome, { status: 'needs_decision' }> }
  /** Taken back by its owner; nothing of it was kept. */
  | { step: 'cancelled' }

/** A file on its way in. */
export interface QueueItem {
  id: number
  source: UploadSource
  /** Slug; null until somebody chose. */
  dataset: string | null
  /** What its first rows tell; null until it is checked. */
  preview: FilePreview | null
  /** Null until the upload is announced. */
  uploadId: string | null
  state: QueueState
}

/** An unfinished upload that a file is to continue. */
export interface Continuation {
  uploadId: string
  fileName: string
  /** Bytes of the file as it lay there. */
  fileBytes: number
}

/** How a file joins the queue. */
export interface QueueEntry {
  source: UploadSource
  /** Where it goes; with it the file starts as soon as it is checked, without it somebody chooses first. */
  dataset?: string
  continues?: Continuation
}

/** How much of the present phase is done, 0 to 1; null where that cannot be said. */
export function shareDone(progress: UploadProgress | null): number | null {
  if (progress === null || progress.bytesTotal <= 0 || progress.phase === 'committing') return null
  return Math.min(progress.bytesDone / progress.bytesTotal, 1)
}

/** True while leaving the site would stop something. */
export function isActive({ state }: QueueItem): boolean {
  return state.step === 'waiting' || state.step === 'running'
}

/** Why a file cannot be the one that was begun; null when it may be. The content is compared when it is announced. */
export function findOtherFile(
  { name, size }: UploadSource,
  { fileName, fileBytes }: Continuation,
): string | null {
  if (size === fileBytes) return null
  const number = (value: number) => value.toLocaleString('en')
  return (
    `This is not the file that was begun: ${name} has ${number(size)} bytes, and ${fileName} had ${number(fileBytes)}. ` +
    'Choose the same file to continue, or drop this one as a new upload.'
  )
}
