import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
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
  onTestFinished(() => {
    for (const child of children) child.kill('SIGKILL')
    rmSync(parent, { recursive: true })
  })
  await Promise.all(children.map(({ stdout }) => once(stdout, 'data')))

  const [inside, beside] = children.map((child) => once(child, 'exit'))

  const ended = await endLeftovers(mine)

  expect(ended).toHaveLength(1)
  expect(ended[0]).toContain(mine)
  // Which signal it took depends on how busy the machine is.
  expect(await inside).toEqual([null, expect.stringMatching(/^SIG(QUIT|KILL)$/)])
  children[1]?.kill('SIGTERM')
  expect(await beside).toEqual([null, 'SIGTERM'])
})
