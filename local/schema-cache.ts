import type { IntrospectResult } from '@supabase/lite'

/** What lite knows of the database: tables, columns, functions. */
type SchemaReader = {
  introspect(options?: { useCache?: boolean }): Promise<IntrospectResult>
  clearSchemaCache(): Promise<void>
}

/**
 * Lets requests that come together read the schema together. After each change (a new month's partition
 * is one) lite alone would read it once per waiting request.
 */
export function shareSchemaReads(connection: SchemaReader): void {
  const read = connection.introspect.bind(connection)
  const clear = connection.clearSchemaCache.bind(connection)
  let reading: Promise<IntrospectResult> | undefined
  let isOutdated = false
  connection.introspect = (options) => {
    reading ??= read(options).finally(async () => {
      reading = undefined
      if (isOutdated) await clear()
      isOutdated = false
    })
    return reading
  }
  connection.clearSchemaCache = async () => {
    // A read that is under way may have seen the state before the change.
    isOutdated = reading !== undefined
    await clear()
  }
}
