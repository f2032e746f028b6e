import { queryOptions } from '@tanstack/react-query'
import type { FraudDeskClient } from '../supabase/server-client.ts'

/** The Markdown of a version's model card, which lies beside its artifact and is never rewritten. Admins only. */
export function modelCardQuery(loadClient: () => Promise<FraudDeskClient>, path: string) {
  return queryOptions({
    queryKey: ['model-card', path],
    queryFn: async () => {
      const client = await loadClient()
      const { data, error } = await client.storage.from('models').download(path)
      if (error) throw new Error(`Cannot read the model card: ${error.message}`, { cause: error })
      return await data.text()
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
}
