// npm run types [-- --check] [-- --database-url URL]
// Writes lib/supabase/database.types.ts from a running database, in the shape that supabase-js expects.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import postgres from 'postgres'
import { knownTypes } from '../core/postgres-types.ts'
import { CommandFailure } from './command-failure.ts'
import { readCatalogue } from './database-types/read-catalogue.ts'
import { renderTypes } from './database-types/render-types.ts'
import { readLocalEnv } from './read-local-env.ts'
import { readOptions } from './read-options.ts'
import { runMain } from './run-main.ts'

const FILE = 'lib/supabase/database.types.ts'

await runMain(main)

async function main(): Promise<void> {
  const { values } = readOptions('types', {
    options: { check: { type: 'boolean', default: false }, 'database-url': { type: 'string' } },
  })
  if (!values['database-url']) readLocalEnv()
  const url = values['database-url'] ?? process.env.SUPABASE_DB_URL
  if (!url) {
    throw new CommandFailure(
      'Cannot read the types: no database. Start one with `npm run demo`, or name one with --database-url.',
    )
  }
  const types = renderTypes(await readDatabase(url))
  const path = join(import.meta.dirname, '..', FILE)
  const isSame = (await readFile(path, 'utf8').catch(() => '')) === types
  if (isSame) return console.log(`${FILE} is what the database gives.`)
  if (values.check) {
    throw new CommandFailure(
      `${FILE} is not what the migrations give. Write it with \`npm run types\`.`,
    )
  }
  await writeFile(path, types)
  console.log(`${FILE} was written.`)
}

async function readDatabase(url: string) {
  const sql = postgres(url, { ...knownTypes, max: 1, connect_timeout: 15, onnotice: () => {} })
  try {
    return await readCatalogue(sql)
  } finally {
    await sql.end({ timeout: 5 })
  }
}
