import { z } from 'zod'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

const tableSchema = z.object({
  /** `schema.table`, quoted where SQL needs it. */
  name: z.string(),
  columns: z.array(z.string()).min(1),
  rows: z.int().nonnegative(),
  /** Of the table's rows in Postgres' text format, in the order that {@link copyQuery} gives. */
  sha256,
})

const objectSchema = z.object({
  name: z.string(),
  bytes: z.int().nonnegative(),
  sha256,
  contentType: z.string().nullable(),
})

/** What a backup holds, with a count and a hash of everything. */
export const manifestSchema = z.object({
  formatVersion: z.literal(1),
  createdAt: z.iso.datetime(),
  /** Versions of the migrations that made the schema; a restore needs the same. */
  migrations: z.array(z.string()),
  /** First days of the months that have partitions. */
  months: z.array(z.iso.date()),
  tables: z.array(tableSchema),
  sequences: z.array(z.object({ name: z.string(), lastValue: z.string() })),
  buckets: z.array(z.object({ id: z.string(), objects: z.array(objectSchema) })),
})

/** A backup's table of contents. */
export type Manifest = z.infer<typeof manifestSchema>
/** One table of a backup. */
export type BackupTable = z.infer<typeof tableSchema>
/** One object of Storage in a backup. */
export type BackupObject = z.infer<typeof objectSchema>
