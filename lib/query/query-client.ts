import { QueryClient } from '@tanstack/react-query'
import { DatabaseCallError } from '../supabase/read-rpc.ts'

/**
 * Settings that server and browser share. What the server has just read is not read again on arrival.
 * @param retries how often that is tried again which may pass
 */
export function createQueryClient(retries = 2): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // A refusal or a wrong argument stays one; only what may pass is tried again.
        retry: (failures, error) =>
          failures < retries && !(error instanceof DatabaseCallError && error.code !== ''),
        refetchOnWindowFocus: false,
      },
      // Without a connection a change fails at once and says so; it is not held back to be made when nobody expects it.
      mutations: { networkMode: 'always' },
    },
  })
}
