import 'server-only'
import { createServerClient } from '@supabase/ssr'
import type { SupabaseClient } from '@supabase/supabase-js'
import { cookies, headers } from 'next/headers'
import { cache } from 'react'
import { readSupabaseConfig } from '../env.ts'
import type { Database } from './database.types.ts'
import { sessionCookieOptions } from './session-cookies.ts'

/** A client of our schema, on the server or in the browser. */
export type FraudDeskClient = SupabaseClient<Database>

/** The signed-in person's client for one request: row-level security decides what it sees. */
export const createRequestClient = cache(async (): Promise<FraudDeskClient> => {
  const { url, publishableKey } = readSupabaseConfig()
  const cookieStore = await cookies()
  return createServerClient<Database>(url, publishableKey, {
    cookieOptions: sessionCookieOptions(await headers()),
    cookies: {
      getAll: () => cookieStore.getAll(),
      setAll(changed) {
        try {
          for (const { name, value, options } of changed) cookieStore.set(name, value, options)
        } catch {
          // A server component cannot set cookies; proxy.ts has refreshed the session before it rendered.
        }
      },
    },
  })
})
