/**
 * A client in a process of its own, so that a test can kill it: uploads a table from a file and tells its parent of
 * every request before it is sent.
 */
import { readFile } from 'node:fs/promises'
import { createClient } from '@supabase/supabase-js'
import type { Database } from '../../lib/supabase/database.types.ts'
import { uploadFile } from '../../lib/uploads/upload-file.ts'

/** What the parent gives as JSON in the first argument. */
export interface UploadTask {
  apiUrl: string
  publishableKey: string
  accessToken: string
  file: string
  datasetSlug: string
  partBytes: number
}

/** What the process tells its parent. */
export type UploadMessage = { request: number } | { status: string }

const task: UploadTask = JSON.parse(process.argv[2] ?? '')
const tell = (message: UploadMessage) => process.send?.(message)
let requests = 0
const client = createClient<Database>(task.apiUrl, task.publishableKey, {
  accessToken: async () => task.accessToken,
  global: {
    fetch(input, init) {
      tell({ request: ++requests })
      return fetch(input, init)
    },
  },
})
const blob = new Blob([await readFile(task.file)])
const result = await uploadFile({
  client,
  source: {
    name: 'killed.csv',
    size: blob.size,
    stream: () => blob.stream() as ReadableStream<Uint8Array<ArrayBuffer>>,
  },
  datasetSlug: task.datasetSlug,
  partBytes: task.partBytes,
})
tell({
  status:
    result.error === null ? result.data.status : `${result.error.code}: ${result.error.message}`,
})
process.disconnect?.()
