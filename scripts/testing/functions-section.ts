import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runChild } from '../run-child.ts'
import type { SectionResult, TestContext } from './section.ts'

const root = join(import.meta.dirname, '../..')

/** Runs the Deno tests of every edge function, each with the function's own configuration. */
export async function runFunctionTests(context: TestContext): Promise<SectionResult> {
  const folder = join(root, 'supabase/functions')
  const total: SectionResult = { passed: 0, failed: 0, output: '' }
  for (const name of readdirSync(folder)) {
    const config = join(folder, name, 'deno.json')
    const tests = globSync('**/*.test.ts', { cwd: join(folder, name) })
    if (!existsSync(config) || tests.length === 0) continue
    const result = await runDeno(join(folder, name), config, context)
    total.passed += result.passed
    total.failed += result.failed
    total.output += result.output
  }
  return total
}

async function runDeno(
  folder: string,
  config: string,
  { folder: reports, env, signal, onLine }: TestContext,
): Promise<SectionResult> {
  const report = join(reports, `deno-${Buffer.from(folder).toString('base64url').slice(-20)}.xml`)
  const { code, output } = await runChild(
    join(root, 'node_modules/.bin/deno'),
    ['test', '--allow-all', '--no-prompt', '--config', config, `--junit-path=${report}`, folder],
    { cwd: root, env: { ...process.env, ...env, NO_COLOR: '1' }, signal, onLine },
  )
  const counted = countCases(existsSync(report) ? readFileSync(report, 'utf8') : '')
  const failed = code === 0 ? counted.failed : Math.max(counted.failed, 1)
  return { passed: counted.passed, failed, output }
}

/** Counts the cases of a JUnit report: the attributes of its outermost element. */
export function countCases(junit: string): { passed: number; failed: number } {
  const element = /<testsuites\b[^>]*>/.exec(junit)?.[0] ?? ''
  const read = (attribute: string) =>
    Number(new RegExp(`\\b${attribute}="(\\d+)"`).exec(element)?.[1] ?? 0)
  const failed = read('failures') + read('errors')
  return { passed: read('tests') - failed, failed }
}
