import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runChild, runNode } from './run-child.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'run-child-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

function script(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('output comes line by line, from both streams, with the exit code', async () => {
  const path = script('a.mjs', 'console.log("one"); console.error("two"); process.exitCode = 3')
  const lines: string[] = []
  const { code, output } = await runNode([path], { onLine: (line) => lines.push(line) })
  expect(code).toBe(3)
  expect(lines.sort()).toEqual(['one', 'two'])
  expect(output).toContain('two')
})

test('a program that does not exist is an outcome, not a crash', async () => {
  const { code, output } = await runChild(join(folder, 'absent'), [])
  expect(code).toBe(127)
  expect(output).toContain('ENOENT')
})

test('aborting ends a child that would run forever', async () => {
  const path = script('b.mjs', 'console.log("up"); setInterval(() => {}, 1000)')
  const stop = new AbortController()
  const { signal } = await runNode([path], { signal: stop.signal, onLine: () => stop.abort() })
  expect(signal).toBe('SIGTERM')
})

test('a child, and what it forked, end when their parent is killed', async () => {
  const grandchild = script('c.mjs', 'process.on("message", () => {}); process.send(process.pid)')
  const child = script(
    'd.mjs',
    `import { fork } from 'node:child_process'
     fork(${JSON.stringify(grandchild)}).on('message', (pid) => console.log(process.pid, pid))
     setInterval(() => {}, 1000)`,
  )
  const parent = script(
    'e.mjs',
    `import { runNode } from ${JSON.stringify(join(import.meta.dirname, 'run-child.ts'))}
     runNode([${JSON.stringify(child)}], { onLine: (line) => console.log(line) })`,
  )
  const running = spawn(process.execPath, [parent], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(running.stdout, 'data')
  const pids = String(line).trim().split(' ').map(Number)
  expect(pids.map(isAlive)).toEqual([true, true])

  running.kill('SIGKILL')
  await expect.poll(() => pids.map(isAlive)).toEqual([false, false])
})
