import { cutParts } from '../../core/ingest/cut-parts.ts'
import type { Failure } from '../../core/result.ts'
import { planUpload } from '../../lib/uploads/plan-upload.ts'
import {
  commitUpload,
  createUpload,
  ingestPart,
  sendPart,
} from '../../lib/uploads/upload-service.ts'
import type { BenchStack } from './open-bench-stack.ts'
import { cpuMsOf, peakMegabytes, residentMegabytes } from './process-figures.ts'
import { type SampleProfile, sampleRows } from './sample-rows.ts'

/** Rows that fill a part and leave something over. */
const ROWS_PER_PART = { ulb: 6_800, sparkov: 6_000, ibm: 6_000 } as const

/** Processor time per call in milliseconds and memory; the first call meets a process that has done nothing yet. */
export interface CallFigures {
  calls: number
  max: number
  median: number
  first: number
  commit: number
  /** Memory of the functions' process above what it held before the first call, at its highest. */
  peakMegabytes: number
}

/** Ingests `callCount` full parts one after the other and reads the processor time around each call. */
export async function measureCalls(
  { pinky }: BenchStack,
  functionsPid: number,
  profile: SampleProfile,
  seed: number,
  callCount: number,
): Promise<CallFigures> {
  const { header, rows } = sampleRows(profile, seed + 1, ROWS_PER_PART[profile] * callCount)
  const blob = new Blob([[header, ...rows].join('\n')])
  const source = {
    name: 'calls.csv',
    size: blob.size,
    stream: () => blob.stream() as ReadableStream<Uint8Array<ArrayBuffer>>,
  }
  const plan = unwrap(await planUpload(source))
  const upload = unwrap(await createUpload(pinky, profile, source, plan))
  if (upload.status === 'already_committed') throw new Error('The dataset is not empty.')
  const { dataOffset } = plan.head
  for await (const { number, rowBytes } of cutParts(source.stream(), dataOffset, plan.parts)) {
    const { error } = await sendPart(pinky, upload.storage_prefix, number, rowBytes)
    if (error !== null) throw new Error(error.message)
  }
  const baseline = await residentMegabytes(functionsPid)
  const costs: number[] = []
  for (const { number } of plan.parts) {
    const before = await cpuMsOf(functionsPid)
    unwrap(await ingestPart(pinky, upload.upload_id, number))
    costs.push((await cpuMsOf(functionsPid)) - before)
  }
  const before = await cpuMsOf(functionsPid)
  unwrap(await commitUpload(pinky, upload.upload_id, true))
  const commit = (await cpuMsOf(functionsPid)) - before
  const sorted = costs.toSorted((left, right) => left - right)
  return {
    calls: costs.length,
    max: sorted.at(-1)!,
    median: sorted[sorted.length >> 1]!,
    first: costs[0]!,
    commit,
    peakMegabytes: Math.round((await peakMegabytes(functionsPid)) - baseline),
  }
}

function unwrap<T>({ data, error }: { data: T | null; error: Failure<string> | null }): T {
  if (data === null || error !== null) throw new Error(error?.message ?? 'There was no answer.')
  return data
}
