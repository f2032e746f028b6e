import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describeFailure } from './command-failure.ts'
import { formatSeconds } from './progress.ts'
import { readOptions } from './read-options.ts'
import { type ChildOutcome, runChild } from './run-child.ts'

const root = join(import.meta.dirname, '..')
const modules = join(root, 'node_modules')

/** One independent check: what it is called, and a run that says how it went. */
type Check = { name: string; run: () => Promise<ChildOutcome> }

const node = (args: string[]) =>
  runChild(process.execPath, args, {
    cwd: root,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
  })

const checks: Check[] = [
  { name: 'lint and format', run: checkStyle },
  { name: 'types', run: checkTypes },
  ...listFunctions().map((name) => ({
    name: `edge function ${name}`,
    run: () => checkFunction(name),
  })),
]

try {
  readOptions('check', {})
} catch (error) {
  console.error(describeFailure(error))
  process.exit(1)
}
console.log(`Checking side by side: ${checks.map(({ name }) => name).join(', ')} …`)
const passed = await Promise.all(checks.map(runCheck))
process.exit(passed.every((ok) => ok) ? 0 : 1)

/** Says how it went as soon as it is over. */
async function runCheck({ name, run }: Check): Promise<boolean> {
  const { code, output, durationMs } = await run()
  console.log(`${code === 0 ? '✓' : '✗'} ${name} (${formatSeconds(durationMs)})`)
  if (code !== 0) console.log(output.trimEnd().replace(/^/gm, '  '))
  return code === 0
}

function checkStyle(): Promise<ChildOutcome> {
  const colors = process.stdout.isTTY ? 'force' : 'off'
  return node([join(modules, '@biomejs/biome/bin/biome'), 'ci', `--colors=${colors}`])
}

/** Next declares its routes and style sheets in generated files that a fresh clone does not have. */
async function checkTypes(): Promise<ChildOutcome> {
  if (existsSync(join(root, 'app'))) {
    const generated = await node([join(modules, 'next/dist/bin/next'), 'typegen'])
    if (generated.code !== 0) return generated
  }
  return node([join(modules, 'typescript/bin/tsc'), '--noEmit', '-p', 'tsconfig.json'])
}

function listFunctions(): string[] {
  const folder = join(root, 'supabase/functions')
  if (!existsSync(folder)) return []
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, 'deno.json')))
}

function checkFunction(name: string): Promise<ChildOutcome> {
  const folder = join(root, 'supabase/functions', name)
  const config = join(folder, 'deno.json')
  return runChild(join(modules, '.bin/deno'), ['check', '--quiet', '--config', config, folder], {
    cwd: root,
  })
}
