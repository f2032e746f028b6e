import { join } from 'node:path'
import { runDatabaseTests } from '../../local/pgtap.ts'
import { startStack } from '../../local/stack.ts'
import { runNode } from '../run-child.ts'
import type { SectionResult, TestContext } from './section.ts'

const root = join(import.meta.dirname, '../..')

/**
 * Runs the pgTAP tests against the product's own schema and seed, and compares the committed database types
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
    const types = await checkTypes(stack.databaseUrl, context)
    return {
      passed: tests.passed + types.passed,
      failed: tests.failed + types.failed,
      // What went well fills hundreds of lines.
      output: `${tests.output.replace(/^\s+(ok \d+|1\.\.\d+).*\n/gm, '')}${types.output}`,
    }
  } finally {
    context.signal.removeEventListener('abort', stop)
    await stack.stop()
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
