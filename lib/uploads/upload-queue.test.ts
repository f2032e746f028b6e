import { beforeEach, expect, test, vi } from 'vitest'
import { fail, ok, type Result } from '../../core/result.ts'
import type { FilePreview } from './preview-file.ts'
import type { QueueItem } from './queue-item.ts'
import type { UploadRequest } from './upload-file.ts'
import type { UploadFaultCode, UploadOutcome } from './upload-outcome.ts'
import { UploadQueue } from './upload-queue.ts'

type Request = Omit<UploadRequest, 'client'>
type Answer = Result<UploadOutcome, UploadFaultCode>

/** Uploads that end when the test says so; an abort ends them as the real ones do. */
class Line {
  readonly requests: Request[] = []
  readonly #ends: ((answer: Answer) => void)[] = []

  readonly upload = (request: Request): Promise<Answer> => {
    this.requests.push(request)
    return new Promise((resolve) => {
      this.#ends.push(resolve)
      request.signal?.addEventListener('abort', () => resolve(fail('cancelled', 'Cancelled.')))
    })
  }

  async end(index: number, answer: Answer): Promise<void> {
    this.#ends[index]!(answer)
    await settle()
  }
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
const source = (name: string, size = 10) => ({ name, size, stream: () => new Blob().stream() })
const preview = { profile: 'sparkov' } as FilePreview
const ended: Answer = ok({
  status: 'already_committed',
  uploadId: 'u',
  dataset: 'demo',
  fileName: 'x',
  committedAt: '',
})
const undecided: Answer = ok({
  status: 'needs_decision',
  uploadId: 'u',
  dataset: 'demo',
  rowCount: 3,
  rejectedCount: 1,
  goodCount: 2,
})

let line: Line
let queue: UploadQueue
let clock: number
const discardUpload = vi.fn(async (_uploadId: string) => ok(null))
const onSettled = vi.fn()
const previewFile = vi.fn(async (): Promise<Result<FilePreview>> => ok(preview))

beforeEach(() => {
  line = new Line()
  clock = 0
  vi.clearAllMocks()
  queue = new UploadQueue({
    previewFile,
    uploadFile: line.upload,
    discardUpload,
    now: () => clock,
    onSettled,
  })
})

const steps = () => queue.items().map(({ state }) => state.step)
const first = (): QueueItem => queue.items()[0]!

test('files wait for a go, then follow one another', async () => {
  queue.add({ source: source('a.csv') })
  queue.add({ source: source('b.csv') })
  expect(steps()).toEqual(['checking', 'checking'])
  await settle()
  expect(steps()).toEqual(['chosen', 'chosen'])
  queue.start(1, 'demo')
  queue.start(2, 'demo')
  expect(steps()).toEqual(['running', 'waiting'])
  await line.end(0, ended)
  expect(steps()).toEqual(['ended', 'running'])
  await line.end(1, fail('unavailable', 'No answer.'))
  expect(queue.items()[1]?.state).toEqual({ step: 'failed', message: 'No answer.' })
  expect(line.requests.map(({ source: { name } }) => name)).toEqual(['a.csv', 'b.csv'])
  expect(onSettled).toHaveBeenCalledTimes(2)
})

test('a dataset is chosen before the go, and not afterwards', async () => {
  queue.add({ source: source('a.csv') })
  await settle()
  queue.choose(1, 'sparkov')
  queue.start(1)
  queue.choose(1, 'demo')
  expect(line.requests[0]?.datasetSlug).toBe('sparkov')
  expect(first().dataset).toBe('sparkov')
})

test('a file that is known where it goes starts by itself; a faulty one never does', async () => {
  queue.add({ source: source('demo.csv'), dataset: 'demo' })
  await settle()
  expect(steps()).toEqual(['running'])
  previewFile.mockResolvedValueOnce(fail('not_a_table', 'This is a PNG image.'))
  queue.add({ source: source('holiday.png'), dataset: 'demo' })
  await settle()
  expect(queue.items()[1]?.state).toEqual({ step: 'refused', message: 'This is a PNG image.' })
})

test('pausing keeps what was sent and lets the next file go; resuming goes on', async () => {
  for (const name of ['a.csv', 'b.csv']) queue.add({ source: source(name), dataset: 'demo' })
  await settle()
  const progress = {
    phase: 'sending',
    bytesDone: 5,
    bytesTotal: 10,
    rowsDone: 1,
    rejected: 0,
    uploadId: 'u',
  } as const
  line.requests[0]!.onProgress!(progress)
  queue.pause(1)
  await settle()
  expect(steps()).toEqual(['paused', 'running'])
  expect(first()).toMatchObject({ uploadId: 'u', state: { progress } })
  expect(discardUpload).not.toHaveBeenCalled()
  await line.end(1, ended)
  queue.start(1)
  expect(steps()).toEqual(['running', 'ended'])
  await line.end(2, ended)
  expect(steps()).toEqual(['ended', 'ended'])
})

test('cancelling removes what was sent', async () => {
  queue.add({ source: source('a.csv'), dataset: 'demo' })
  await settle()
  line.requests[0]!.onProgress!({
    phase: 'sending',
    bytesDone: 5,
    bytesTotal: 10,
    rowsDone: 1,
    rejected: 0,
    uploadId: 'u',
  })
  queue.cancel(1)
  await settle()
  expect(discardUpload).toHaveBeenCalledWith('u')
  expect(steps()).toEqual(['cancelled'])
})

test('a commit under way can neither be paused nor cancelled', async () => {
  queue.add({ source: source('a.csv'), dataset: 'demo' })
  await settle()
  line.requests[0]!.onProgress!({
    phase: 'committing',
    bytesDone: 10,
    bytesTotal: 10,
    rowsDone: 1,
    rejected: 0,
  })
  queue.cancel(1)
  queue.pause(1)
  await settle()
  expect(steps()).toEqual(['running'])
  expect(line.requests[0]?.signal?.aborted).toBe(false)
})

test('rejected rows ask; keeping the good ones commits, discarding removes all', async () => {
  for (const name of ['a.csv', 'b.csv']) queue.add({ source: source(name), dataset: 'demo' })
  await settle()
  await line.end(0, undecided)
  await line.end(1, undecided)
  expect(steps()).toEqual(['undecided', 'undecided'])
  queue.decide(1, true)
  expect(line.requests[2]?.keepGoodRows).toBe(true)
  await line.end(2, ended)
  queue.decide(2, false)
  await settle()
  expect(discardUpload).toHaveBeenCalledWith('u')
  expect(queue.items()[1]?.state).toMatchObject({
    step: 'ended',
    outcome: { status: 'discarded', rejectedCount: 1 },
  })
})

test('another file cannot continue an upload', async () => {
  const continues = { uploadId: 'u', fileName: 'a.csv', fileBytes: 10 }
  queue.add({ source: source('b.csv', 11), dataset: 'demo', continues })
  queue.add({ source: source('renamed.csv', 10), dataset: 'demo', continues })
  await settle()
  expect(steps()).toEqual(['refused', 'running'])
  expect(first().state).toMatchObject({ message: expect.stringContaining('had 10') })
})

test('progress is told ten times a second at most, but at once when the phase changes or a part is tried again', async () => {
  queue.add({ source: source('a.csv'), dataset: 'demo' })
  await settle()
  const listener = vi.fn()
  queue.subscribe(listener)
  const report = (bytesDone: number, more = {}) =>
    line.requests[0]!.onProgress!({
      phase: 'sending',
      bytesDone,
      bytesTotal: 10,
      rowsDone: 0,
      rejected: 0,
      ...more,
    })
  report(1)
  for (let step = 0; step < 20; step++) {
    clock += 10
    report(2)
  }
  expect(listener).toHaveBeenCalledTimes(3)
  report(2, { retry: { failures: 1, delayMs: 500, message: 'No answer.' } })
  expect(listener).toHaveBeenCalledTimes(4)
})

test('a file can be taken off the list unless it is being sent', async () => {
  queue.add({ source: source('a.csv'), dataset: 'demo' })
  queue.add({ source: source('b.csv') })
  await settle()
  queue.remove(1)
  queue.remove(2)
  expect(queue.items().map(({ id }) => id)).toEqual([1])
})
