import postgres from 'postgres'
import { knownTypes } from '../../core/postgres-types.ts'

/** Tells the app, its health check included, what the loader is doing. */
export type ServiceStatus = {
  /** Shows a step; at most one write a second reaches the database. */
  loading(message: string, progress?: number): void
  /** Everything is there: waits until the database says so. */
  ready(): Promise<void>
  close(): Promise<void>
}

const WRITE_EVERY_MS = 1_000
/** The health check calls a load that says nothing for five minutes degraded. */
const REPEAT_EVERY_MS = 60_000

/** Connects to the row of `service_status`. A write that fails is left to the next one. */
export function openServiceStatus(databaseUrl: string): ServiceStatus {
  const sql = postgres(databaseUrl, {
    ...knownTypes,
    max: 1,
    onnotice: () => {},
    connect_timeout: 10,
  })
  let wanted: { message: string; progress: number | null } | undefined
  let isWriting = false
  let writtenAt = 0
  const write = async () => {
    if (!wanted || isWriting || performance.now() - writtenAt < WRITE_EVERY_MS) return
    const { message, progress } = wanted
    isWriting = true
    writtenAt = performance.now()
    await sql`
      update public.service_status
      set status = 'loading', message = ${message}, progress = ${progress}, updated_at = now()
      where id = 1
    `.catch(() => {})
    isWriting = false
  }
  const timer = setInterval(() => {
    if (wanted && performance.now() - writtenAt > REPEAT_EVERY_MS) void write()
  }, REPEAT_EVERY_MS / 4).unref()
  return {
    loading(message, progress) {
      const changed = wanted?.message !== message
      wanted = { message, progress: progress ?? null }
      if (changed) writtenAt = 0
      void write()
    },
    async ready() {
      wanted = undefined
      await sql`
        update public.service_status
        set status = 'ready', message = '', progress = null, updated_at = now()
        where id = 1
      `
    },
    async close() {
      clearInterval(timer)
      await sql.end({ timeout: 1 })
    },
  }
}
