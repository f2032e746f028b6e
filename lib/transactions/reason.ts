import * as z from 'zod/mini'

/** Why a score is high or low: one feature's value, the card's own normal, and its push in log-odds. */
export const reasonSchema = z.object({
  feature: z.string(),
  label: z.string(),
  value: z.nullable(z.number()),
  usual: z.nullable(z.number()),
  contribution: z.number(),
})
