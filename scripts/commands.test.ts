import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { demoOptions } from './product/demo-options.ts'
import { readOptions } from './read-options.ts'

const root = join(import.meta.dirname, '..')
// Plain JavaScript, which TypeScript does not look into.
const { commands }: { commands: Record<string, { entry: string; help?: string }> } = await import(
  join(import.meta.dirname, 'commands.mjs')
)

test('every command of package.json is known, and every known one is there', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  expect(Object.keys(scripts).sort()).toEqual(Object.keys(commands).sort())
  for (const [name, { entry }] of Object.entries(commands)) {
    expect(scripts[name]).toBe(`exec node scripts/run.mjs ${name}`)
    expect(existsSync(join(root, entry)), entry).toBe(true)
  }
})

test('the help of the demo names every option', () => {
  for (const option of Object.keys(demoOptions)) {
    expect(commands.demo?.help).toContain(`--${option}`)
  }
})

test.each(['demo', 'reset'])('%s shows its help before anything is installed', (name) => {
  const folder = mkdtempSync(join(tmpdir(), 'fraud-desk-bare-'))
  try {
    mkdirSync(join(folder, 'scripts'))
    for (const file of ['run.mjs', 'run-command.mjs', 'commands.mjs', 'install.mjs']) {
      copyFileSync(join(root, 'scripts', file), join(folder, 'scripts', file))
    }
    const run = spawnSync(process.execPath, ['scripts/run.mjs', name, '--help'], { cwd: folder })
    expect(run.status).toBe(0)
    expect(String(run.stdout)).toMatch(new RegExp(`^Usage: npm run ${name}`))
    expect(existsSync(join(folder, 'node_modules'))).toBe(false)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('an option that a command does not know is refused in one sentence that names its help', () => {
  expect(() => readOptions('reset', { args: ['--frob'] })).toThrow(
    "Cannot read the options: Unknown option '--frob'. `npm run reset -- --help` shows them.",
  )
})
