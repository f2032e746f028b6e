/**
 * Writes lib/supabase/database.types.ts from a running database, in the shape that supabase-js expects.
 *
 *     node scripts/generate-database-types.ts [--check] [--database-url URL]
 *
 * With --check nothing is written: it fails when the file is not what the database's schema gives.
 * The URL defaults to SUPABASE_DB_URL, which `npm run demo` writes to .local/env.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import postgres from 'postgres'
import { readCatalogue } from './database-types/read-catalogue.ts'
import { renderTypes } from './database-types/render-types.ts'
import { readLocalEnv } from './read-local-env.ts'

const target = join(import.meta.dirname, '../lib/supabase/database.types.ts')

const { values: options } = parseArgs({
  options: { check: { type: 'boolean', default: false }, 'database-url': { type: 'string' } },
})
if (!options['database-url']) readLocalEnv()
const databaseUrl = options['database-url'] ?? process.env.SUPABASE_DB_URL
if (!databaseUrl) {
  console.error(
    'Cannot generate database types: no database. Start one with `npm run demo`, or pass --database-url.',
  )
  process.exit(2)
}

const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} })
try {
  const types = renderTypes(await readCatalogue(sql))
  if (!options.check) {
    await writeFile(target, types)
  } else if ((await readFile(target, 'utf8').catch(() => '')) !== types) {
    console.error(
      'lib/supabase/database.types.ts is not what the migrations give. Run `node scripts/generate-database-types.ts`.',
    )
    process.exitCode = 1
  }
} finally {
  await sql.end()
}
