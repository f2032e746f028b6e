import * as z from 'zod/mini'

/** A measure with its bootstrap interval, and what was resampled; intervals of long ago do not say. */
export const intervalSchema = z.object({
  value: z.number(),
  low: z.number(),
  high: z.number(),
  resampled: z.catch(z.optional(z.enum(['card', 'transaction'])), undefined),
})

/** What follows "95% interval" in a sentence: how far it can be trusted hangs on it. */
export function describeResampling(interval: z.infer<typeof intervalSchema> | undefined): string {
  return interval?.resampled === 'card' ? ', whole cards resampled' : ''
}
