import * as z from 'zod/mini'
import { instantSchema } from '../datasets/dataset-summary.ts'

/** What every list and page shows of a transaction. The amount is in the dataset's currency. */
export const transactionFields = {
  id: z.int(),
  occurredAt: instantSchema,
  amount: z.number(),
  merchant: z.nullable(z.string()),
  category: z.nullable(z.string()),
  place: z.nullable(z.string()),
  cardLast4: z.nullable(z.string()),
}
