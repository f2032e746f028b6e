'use client'

import { createContext, type ReactNode, use, useState } from 'react'
import type { SupabaseConfig } from '@/lib/env.ts'
import { createBrowserClient } from '@/lib/supabase/browser-client.ts'
import type { FraudDeskClient } from '@/lib/supabase/server-client.ts'

const SupabaseContext = createContext<FraudDeskClient | null>(null)

/** Gives the pages below a client of the Supabase project that the server runs against. */
export function SupabaseProvider({
  config,
  children,
}: {
  config: SupabaseConfig
  children: ReactNode
}) {
  const [client] = useState(() => createBrowserClient(config))
  return <SupabaseContext value={client}>{children}</SupabaseContext>
}

/** The signed-in person's client in the browser. */
export function useSupabase(): FraudDeskClient {
  const client = use(SupabaseContext)
  if (!client) throw new Error('useSupabase needs a SupabaseProvider above it.')
  return client
}
