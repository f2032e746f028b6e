// The client of the benchmark, in a process of its own: signs in, uploads one file, and prints one JSON line.
import { createClient } from '@supabase/supabase-js'
import { uploadFile } from '../../lib/uploads/upload-file.ts'
import { openFile } from '../../scripts/ingest/open-file.ts'

/** What the client is told. */
export interface ClientJob {
  apiUrl: string
  publishableKey: string
  email: string
  password: string
  path: string
  datasetSlug: string
}

/** What the client found. Milliseconds from the first byte read to the answer of the commit. */
export interface ClientReport {
  totalMs: number
  readingMs: number
  committingMs: number
  cpuMs: number
  baselineMegabytes: number
  peakMegabytes: number
  rowCount: number
  acceptedCount: number
  scoredCount: number
  flaggedCount: number
}

const job = JSON.parse(process.argv[2] ?? '{}') as ClientJob
const client = createClient(job.apiUrl, job.publishableKey, { auth: { persistSession: false } })
const { error } = await client.auth.signInWithPassword({ email: job.email, password: job.password })
if (error !== null) throw error
const source = await openFile(job.path)
const baseline = process.memoryUsage.rss()
const cpuBefore = process.cpuUsage()
const startedAt = performance.now()
const phaseStarts: Partial<Record<'reading' | 'sending' | 'committing', number>> = {}
const result = await uploadFile({
  client,
  source,
  datasetSlug: job.datasetSlug,
  onProgress: ({ phase }) => {
    phaseStarts[phase] ??= performance.now()
  },
})
const endedAt = performance.now()
if (result.error !== null) throw new Error(`${result.error.code}: ${result.error.message}`)
if (result.data.status !== 'committed')
  throw new Error(`The upload ended as ${result.data.status}.`)
const cpu = process.cpuUsage(cpuBefore)
const { rowCount, acceptedCount, scoredCount, flaggedCount } = result.data
const report: ClientReport = {
  totalMs: endedAt - startedAt,
  readingMs: (phaseStarts.sending ?? endedAt) - startedAt,
  committingMs: endedAt - (phaseStarts.committing ?? endedAt),
  cpuMs: (cpu.user + cpu.system) / 1000,
  baselineMegabytes: baseline / 1e6,
  peakMegabytes: (process.resourceUsage().maxRSS * 1024) / 1e6,
  rowCount,
  acceptedCount,
  scoredCount,
  flaggedCount,
}
console.log(JSON.stringify(report))
