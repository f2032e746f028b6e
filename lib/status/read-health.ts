import 'server-only'
import { createClient } from '@supabase/supabase-js'
import { readSupabaseConfig } from '../env.ts'
import type { Database } from '../supabase/database.types.ts'
import { readRpc } from '../supabase/read-rpc.ts'
import { healthSchema, type ServiceHealth } from './service-health.ts'

const TIMEOUT_MS = 5_000

/** Asks the database as a visitor would. Never throws: what cannot be reached is `degraded`. */
export async function readHealth(): Promise<{ isReachable: boolean; body: ServiceHealth }> {
  try {
    const { url, publishableKey } = readSupabaseConfig()
    const client = createClient<Database>(url, publishableKey, {
      auth: { persistSession: false, autoRefreshToken: false },
    })
    const body = await readRpc(
      'read the health',
      client.rpc('service_health').abortSignal(AbortSignal.timeout(TIMEOUT_MS)),
      healthSchema,
    )
    return { isReachable: true, body }
  } catch (error) {
    console.error(error)
    return {
      isReachable: false,
      body: {
        status: 'degraded',
        message: 'The database does not answer. See the log of the app.',
        progress: null,
        datasets: [],
      },
    }
  }
}
