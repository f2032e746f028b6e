import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { pgtap } from '@electric-sql/pglite/pgtap'
import postgres from 'postgres'
import { parseTap } from './tap.ts'

/** What a run of database tests gave. `output` is for people: every file with its lines. */
export type DatabaseTestReport = { passed: number; failed: number; output: string }

const TESTS = path.join(import.meta.dirname, '../supabase/tests')

/**
 * Runs the pgTAP tests `*.test.sql` of a folder, each in a transaction that is rolled back.
 *
 * pgTAP is SQL. It comes with an npm package that carries it for another Postgres, and is loaded into the
 * schema `extensions`, where `create extension` puts it on a hosted project. Give a database for tests:
 * pgTAP stays in it.
 */
export async function runDatabaseTests(
  databaseUrl: string,
  directory: string = TESTS,
): Promise<DatabaseTestReport> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.test.sql')).sort()
  const report = { passed: 0, failed: 0, output: '' }
  for (const file of files) {
    const text = await readFile(path.join(directory, file), 'utf8')
    const { passed, failed, output } = await runDatabaseTest(databaseUrl, file, text)
    report.passed += passed
    report.failed += failed
    report.output += output
  }
  return report
}

/** Runs one pgTAP test from its text; like those of a folder, but it may have been put together for the run. */
export async function runDatabaseTest(
  databaseUrl: string,
  name: string,
  text: string,
): Promise<DatabaseTestReport> {
  await installPgtap(databaseUrl)
  const { passed, failed, lines } = await runText(databaseUrl, text)
  const output = `${name}: ${passed} passed, ${failed} failed\n${lines.map((line) => `  ${line}\n`).join('')}`
  return { passed, failed, output }
}

async function installPgtap(databaseUrl: string): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} })
  try {
    const [found] = await sql`select to_regproc('extensions.finish') is not null as is_installed`
    if (found?.is_installed) return
    const source = await readPgtap()
    await sql.begin(async (transaction) => {
      await transaction`select set_config('search_path', 'extensions, public', true)`
      await transaction.unsafe(source)
      // A project may have closed new functions to everybody by default.
      await transaction`grant execute on all functions in schema extensions to public`
    })
  } finally {
    await sql.end()
  }
}

/** A connection of its own for each file, as a failed one may leave anything behind. */
async function runText(databaseUrl: string, text: string): Promise<ReturnType<typeof parseTap>> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} })
  try {
    await sql.unsafe('begin')
    const results: unknown = await sql.unsafe(text).simple()
    return parseTap(linesOf(results))
  } catch (error) {
    const position = Number((error as { position?: unknown }).position) // postgres.js adds it to errors in a statement
    const line = Number.isInteger(position) ? text.slice(0, position).split('\n').length : null
    const message = error instanceof Error ? error.message : String(error)
    return {
      passed: 0,
      failed: 1,
      lines: [`died${line === null ? '' : ` at line ${line}`}: ${message}`],
    }
  } finally {
    await sql.unsafe('rollback').catch(() => {})
    await sql.end({ timeout: 5 })
  }
}

/** pgTAP says everything in rows of one text, some of several lines. */
function linesOf(results: unknown): string[] {
  const rows = [results].flat(2) as Record<string, unknown>[]
  return rows
    .flatMap((row) => Object.values(row))
    .filter((value) => typeof value === 'string')
    .flatMap((value) => value.split('\n'))
}

async function readPgtap(): Promise<string> {
  const { bundlePath } = await pgtap.setup(undefined as never, {}) // it only names the file
  if (!bundlePath) throw new Error('pgTAP was not found in @electric-sql/pglite.')
  const archive = await promisify(gunzip)(await readFile(bundlePath))
  const source = findInTar(archive, /\/pgtap--\d+\.\d+\.\d+\.sql$/)
  return source.toString().replaceAll(/^\\.*$/gm, '')
}

/** The first file of a tar archive whose name fits. (POSIX ustar: blocks of 512 bytes, size in octal at 124.) */
function findInTar(archive: Buffer, name: RegExp): Buffer {
  for (let at = 0; at + 512 <= archive.length; ) {
    const found = archive.toString('latin1', at, at + 100).replace(/\0.*$/s, '')
    const size = Number.parseInt(archive.toString('latin1', at + 124, at + 136), 8) || 0
    if (name.test(found)) return archive.subarray(at + 512, at + 512 + size)
    at += 512 + Math.ceil(size / 512) * 512
  }
  throw new Error('pgTAP was not found in its archive.')
}
