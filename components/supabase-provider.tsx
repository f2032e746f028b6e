'use client'

import { createContext, type ReactNode, use, useState } from 'react'
import type { SupabaseConfig } from '@/lib/env.ts'
import { type BrowserClients, createBrowserClients } from '@/lib/supabase/browser-client.ts'
import type { DataClient } from '@/lib/supabase/data-client.ts'

const SupabaseContext = createContext<BrowserClients | null>(null)

/** Gives the pages below clients of the Supabase project that the server runs against. */
export function SupabaseProvider({
  config,
  children,
}: {
  config: SupabaseConfig
  children: ReactNode
}) {
  const [clients] = useState(() => createBrowserClients(config))
  return <SupabaseContext value={clients}>{children}</SupabaseContext>
}

/** The signed-in person's client for reading and single writes. */
export function useSupabase(): DataClient {
  return useClients().data
}

/** Loads the client that also reaches Storage and functions. */
export function useFullSupabase(): BrowserClients['loadFull'] {
  return useClients().loadFull
}

function useClients(): BrowserClients {
  const clients = use(SupabaseContext)
  if (!clients) throw new Error('Supabase clients need a SupabaseProvider above.')
  return clients
}
