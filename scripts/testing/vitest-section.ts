import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { runNode } from '../run-child.ts'
import type { SectionResult, TestContext } from './section.ts'

const root = join(import.meta.dirname, '../..')

const reportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
})

/** Runs one project of vitest.config.ts, or some files of it. */
export async function runVitest(
  project: string,
  { files = [], folder, env, signal, onLine }: TestContext,
): Promise<SectionResult> {
  const report = join(folder, `vitest-${project}.json`)
  rmSync(report, { force: true })
  const { code, output } = await runNode(
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      `--project=${project}`,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...files,
    ],
    { cwd: root, env: { ...process.env, ...env }, signal, onLine },
  )
  return { ...countTests(readReport(report), code), output: afterList(output) }
}

/**
 * Counts what vitest reported. A file that could not even be loaded counts as one failure, and so does a run
 * that ended badly without a failed test (an error outside of any test).
 */
export function countTests(
  report: unknown,
  exitCode: number | null,
): Pick<SectionResult, 'passed' | 'failed' | 'byFile'> {
  const parsed = reportSchema.safeParse(report)
  if (!parsed.success) return { passed: 0, failed: 1 }
  const { numPassedTests, numFailedTests, testResults } = parsed.data
  const failedFiles = testResults.filter(({ status }) => status === 'failed')
  const brokenFiles = failedFiles.filter((file) => countIn(file, 'failed') === 0)
  const failed = numFailedTests + brokenFiles.length
  if (failed === 0) return { passed: numPassedTests, failed: exitCode === 0 ? 0 : 1 }
  const passedBeside = failedFiles.reduce((sum, file) => sum + countIn(file, 'passed'), 0)
  return {
    passed: numPassedTests,
    failed,
    byFile: {
      failed: failedFiles.map(({ name }) => name),
      passedInOthers: numPassedTests - passedBeside,
    },
  }
}

function countIn(
  { assertionResults }: { assertionResults: { status: string }[] },
  status: string,
): number {
  return assertionResults.filter((test) => test.status === status).length
}

/** What follows the list of tests: the failures with their reasons. Without failures the end of the output. */
function afterList(output: string): string {
  const start = output.search(/^.*⎯+.* (Failed|Unhandled) .*$/m)
  return start === -1 ? output.split('\n').slice(-100).join('\n') : output.slice(start)
}

function readReport(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
