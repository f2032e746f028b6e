import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { stripVTControlCharacters } from 'node:util'
import { CommandFailure, describeFailure } from './command-failure.ts'
import { formatSeconds, Progress } from './progress.ts'
import { readOptions } from './read-options.ts'
import { aborted, stopSignal } from './stop-signal.ts'
import { endLeftovers } from './testing/leftovers.ts'
import type { Section, SectionResult, TestContext } from './testing/section.ts'
import { tryAgain } from './testing/try-again.ts'
import { runVitest } from './testing/vitest-section.ts'

// `npm test`: every test, each section with stacks of its own; the last line is `N passed, N failed`.

// Loaded when its turn comes: a section that cannot even be loaded is a failure of its own.
const sections: Section[] = [
  { name: 'unit', purpose: 'unit tests', run: (context) => runVitest('unit', context) },
  {
    name: 'functions',
    purpose: 'edge functions in Deno',
    run: async (context) =>
      (await import('./testing/functions-section.ts')).runFunctionTests(context),
  },
  {
    name: 'database',
    purpose: 'database tests and generated types',
    run: async (context) =>
      (await import('./testing/database-section.ts')).runDatabaseSection(context),
  },
  { name: 'stack', purpose: 'tests on the stack', run: (context) => runVitest('stack', context) },
  {
    name: 'browser',
    purpose: 'the product in a browser',
    run: async (context) =>
      (await import('./testing/browser-section.ts')).runBrowserSection(context),
  },
]

const wanted = readWanted()
const chosen = sections.filter(({ name }) => wanted.length === 0 || wanted.includes(name))

const STOP_WITHIN_MS = 8_000
/** What was asked to end may take a moment. */
const LEAVE_WITHIN_MS = 15_000

const startedAt = performance.now()
const stop = stopSignal()
const progress = new Progress()
const folder = makeFolder()
const total = { passed: 0, failed: 0 }

for (const section of chosen) {
  if (stop.aborted) break
  const { passed, failed } = await runSection(section)
  total.passed += passed
  total.failed += failed
}

const leftovers = await endLeftovers(folder, stop.aborted ? 0 : LEAVE_WITHIN_MS)
if (leftovers.length > 0 && !stop.aborted) {
  total.failed += 1
  console.log(`Tests left processes behind (now ended):\n  ${leftovers.join('\n  ')}`)
}
rmSync(folder, { recursive: true, force: true })
if (stop.aborted) {
  console.log('Stopped before every test had run.')
  process.exit(130)
}
console.log(`\nIn ${formatSeconds(performance.now() - startedAt)}:`)
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed === 0 ? 0 : 1)

function readWanted(): string[] {
  try {
    const { positionals } = readOptions('test', { allowPositionals: true })
    const unknown = positionals.filter((name) => !sections.some((section) => section.name === name))
    if (unknown.length === 0) return positionals
    const names = sections.map(({ name, purpose }) => `  ${name.padEnd(10)} ${purpose}`)
    throw new CommandFailure(
      `There is no section "${unknown.join(' ')}". Sections:\n${names.join('\n')}`,
    )
  } catch (error) {
    console.error(describeFailure(error))
    process.exit(1)
  }
}

async function runSection(section: Section): Promise<SectionResult> {
  const step = progress.begin(`${section.name}: ${section.purpose}`)
  const context: TestContext = {
    folder,
    env: { TMPDIR: folder, NEXT_TELEMETRY_DISABLED: '1' },
    signal: stop,
    onLine: (line) => step.update(stripVTControlCharacters(line).trim().slice(0, 80)),
  }
  const run = (wanted: TestContext) =>
    section.run(wanted).catch(
      (error: unknown): SectionResult => ({
        passed: 0,
        failed: 1,
        output: describeFailure(error),
      }),
    )
  const result = await Promise.race([
    // A machine that runs everything at once can starve one test. Whoever waits at a screen is told at once.
    process.env.CI
      ? tryAgain(run, context, {
          print: (text) => progress.print(text),
          clear: () => endLeftovers(folder),
        })
      : run(context),
    // Sections end by themselves when asked to stop; this is for one that does not.
    aborted(stop)
      .then(() => sleep(STOP_WITHIN_MS, null, { ref: false }))
      .then((): SectionResult => ({ passed: 0, failed: 0, output: '' })),
  ])
  if (stop.aborted) {
    step.fail()
  } else if (result.failed === 0) {
    step.end(`${result.passed} passed`)
  } else {
    step.fail()
    progress.print(`${result.output.trimEnd()}\n  ${result.passed} passed, ${result.failed} failed`)
  }
  return result
}

/** Below the repository, where Next may build into it; everybody may pass, since root's Postgres is another user. */
function makeFolder(): string {
  const parent = join(import.meta.dirname, '../.local')
  mkdirSync(parent, { recursive: true })
  const made = mkdtempSync(join(parent, 'test-'))
  chmodSync(made, 0o711)
  return made
}
