import { QueryClient } from '@tanstack/react-query'
import { DatabaseCallError } from '../supabase/read-rpc.ts'

/** Settings that server and browser share. What the server has just read is not read again on arrival. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // A refusal or a wrong argument stays one; only what may pass is tried again.
        retry: (failures, error) =>
          failures < 2 && !(error instanceof DatabaseCallError && error.code !== ''),
        refetchOnWindowFocus: false,
      },
      // Without a connection a change fails at once and says so; it is not held back to be made when nobody expects it.
      mutations: { networkMode: 'always' },
    },
  })
}
