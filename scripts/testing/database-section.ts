import { join } from 'node:path'
import postgres from 'postgres'
import { knownTypes } from '../../core/postgres-types.ts'
import { runDatabaseTest, runDatabaseTests } from '../../local/pgtap.ts'
import { startStack } from '../../local/stack.ts'
import { proveRights } from '../rights/prove-rights.ts'
import { renderRightsSuite } from '../rights/render-rights-suite.ts'
import { runNode } from '../run-child.ts'
import type { SectionResult, TestContext } from './section.ts'

const root = join(import.meta.dirname, '../..')

/**
 * Runs the pgTAP tests and the rights suite against the product's own schema and seed, and compares the committed database types
 * with what that schema gives.
 */
export async function runDatabaseSection(context: TestContext): Promise<SectionResult> {
  const stack = await startStack({
    dataDir: join(context.folder, 'database'),
    ports: { api: 0, database: 0, functions: 0 },
    log: context.onLine,
  })
  const stop = () => void stack.stop()
  context.signal.addEventListener('abort', stop)
  try {
    context.signal.throwIfAborted()
    const tests = await runDatabaseTests(stack.databaseUrl)
    const rights = await runDatabaseTest(
      stack.databaseUrl,
      'rights (docs/security.md)',
      await renderRightsSuite(),
    )
    const proof = await proveSuite(stack.databaseUrl)
    const types = await checkTypes(stack.databaseUrl, context)
    return {
      passed: tests.passed + rights.passed + proof.passed + types.passed,
      failed: tests.failed + rights.failed + proof.failed + types.failed,
      // What went well fills hundreds of lines.
      output: `${(tests.output + rights.output).replace(/^\s+(ok \d+|1\.\.\d+).*\n/gm, '')}${proof.output}${types.output}`,
    }
  } finally {
    context.signal.removeEventListener('abort', stop)
    await stack.stop()
  }
}

/** A suite that would not notice a missing policy proves nothing: every one is taken away once. */
async function proveSuite(databaseUrl: string): Promise<SectionResult> {
  const sql = postgres(databaseUrl, { ...knownTypes, max: 1, onnotice: () => {} })
  try {
    const { tried, unnoticed } = await proveRights(sql)
    const output = unnoticed.map((name) => `The rights suite passes without: ${name}\n`).join('')
    return { passed: tried - unnoticed.length, failed: unnoticed.length, output }
  } catch (error) {
    return { passed: 0, failed: 1, output: `${error instanceof Error ? error.message : error}\n` }
  } finally {
    await sql.end({ timeout: 1 })
  }
}

async function checkTypes(databaseUrl: string, { signal }: TestContext): Promise<SectionResult> {
  const script = join(root, 'scripts/generate-database-types.ts')
  const { code, output } = await runNode([script, '--check', '--database-url', databaseUrl], {
    cwd: root,
    signal,
  })
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, output }
}
