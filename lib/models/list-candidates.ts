import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import type { DataClient } from '../supabase/data-client.ts'
import { readRpc } from '../supabase/read-rpc.ts'

const candidatesSchema = z.array(
  z.object({
    id: z.int(),
    family: z.string(),
    hyperparameters: z.record(z.string(), z.unknown()),
    /** One point per tree or epoch, or fewer; what each family records differs. */
    learningCurve: z.catch(z.array(z.record(z.string(), z.unknown())), []),
    isSelected: z.boolean(),
  }),
)

/** A fitted candidate with how it learned. */
export type LearnedCandidate = z.infer<typeof candidatesSchema>[number]

/** The candidates of a run with their learning curves, the chosen one first. Admins only. */
export function candidatesQuery(client: DataClient, runId: number) {
  return queryOptions({
    queryKey: ['candidates', runId],
    queryFn: ({ signal }) =>
      readRpc(
        'read the candidates of a run',
        client.rpc('list_candidates', { run_id: runId }).abortSignal(signal),
        candidatesSchema,
      ),
    staleTime: Number.POSITIVE_INFINITY,
  })
}
