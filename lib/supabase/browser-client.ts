import { PostgrestClient } from '@supabase/postgrest-js'
import type { SupabaseConfig } from '../env.ts'
import type { DataClient } from './data-client.ts'
import type { Database } from './database.types.ts'
import { SIGNED_OUT } from './read-rpc.ts'
import type { FraudDeskClient } from './server-client.ts'
import { createTokenSource, SignedOutError } from './session-token.ts'

/** The browser's ways to Supabase, both as the signed-in person. */
export interface BrowserClients {
  /** Small: what every page reads and writes with. */
  data: DataClient
  /** Storage and functions too; loaded when first asked for, because only uploads need it. */
  loadFull: () => Promise<FraudDeskClient>
}

/** Makes the clients; nothing is fetched before the first call. */
export function createBrowserClients({ url, publishableKey }: SupabaseConfig): BrowserClients {
  const accessToken = createTokenSource()
  const data = new PostgrestClient<Database>(`${url}/rest/v1`, {
    headers: { apikey: publishableKey },
    fetch: async (input, init) => {
      const headers = new Headers(init?.headers)
      try {
        headers.set('Authorization', `Bearer ${await accessToken()}`)
      } catch (error) {
        // An answer with a code, because the client would make any exception look like a lost connection.
        if (error instanceof SignedOutError)
          return Response.json({ code: SIGNED_OUT, message: error.message }, { status: 401 })
        throw error
      }
      return fetch(input, { ...init, headers })
    },
  })
  let full: Promise<FraudDeskClient> | null = null
  return {
    data,
    loadFull: () => {
      full ??= import('@supabase/supabase-js').then(
        ({ createClient }) => createClient<Database>(url, publishableKey, { accessToken }),
        (error) => {
          // The next call tries again.
          full = null
          throw error
        },
      )
      return full
    },
  }
}
