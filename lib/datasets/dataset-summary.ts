import * as z from 'zod/mini'
import { isMonth, type Month } from '../../core/month.ts'

/** A month as the database's answers write it. */
export const monthSchema = z.custom<Month>(
  (value) => typeof value === 'string' && isMonth(value),
  'Not a month such as 2019-01.',
)

/** An instant as the database's answers write it. */
export const instantSchema = z.iso.datetime({ offset: true, local: true })

/** The version that scores new transactions now. */
export const championSchema = z.object({
  version: z.int().check(z.positive()),
  family: z.string(),
  threshold: z.number(),
  sha256: z.string(),
  publishedAt: instantSchema,
})

/** How every answer names its dataset; `champion` is null until a model is published. */
export const datasetSummarySchema = z.object({
  slug: z.string(),
  title: z.string(),
  profile: z.string(),
  currency: z.string().check(z.length(3)),
  champion: z.nullable(championSchema),
})

/** The version that serves, and since when. */
export type Champion = z.infer<typeof championSchema>
