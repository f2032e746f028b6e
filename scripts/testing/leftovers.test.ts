import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { endLeftovers } from './leftovers.ts'

test('a process that stands in the folder is ended, one beside it is not', async () => {
  const parent = mkdtempSync(join(tmpdir(), 'leftovers-'))
  const script = join(parent, 'wait.mjs')
  writeFileSync(
    script,
    'process.on("SIGINT", () => {}); console.log("up"); setInterval(() => {}, 1000)',
  )
  const mine = join(parent, 'run-1')
  const children = [mine, join(parent, 'run-2')].map((folder) =>
    spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'ignore'] }),
  )
  await Promise.all(children.map(({ stdout }) => once(stdout, 'data')))

  const ended = await endLeftovers(mine)

  expect(ended).toHaveLength(1)
  expect(ended[0]).toContain(mine)
  expect(children[0]?.signalCode).toBe('SIGQUIT')
  expect(children[1]?.exitCode).toBeNull()
  children[1]?.kill('SIGKILL')
  rmSync(parent, { recursive: true })
})
