import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findLockHolder, takeProcessLock } from './process-lock.ts'

let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'process-lock-'))
  path = join(folder, 'demo.lock')
})

afterEach(() => rmSync(folder, { recursive: true }))

test('a lock is held by one, told to others, and free again after its release', () => {
  const first = takeProcessLock(path, 'http://localhost:3000')
  expect(takeProcessLock(path, 'another').holder).toMatchObject({
    pid: process.pid,
    note: 'http://localhost:3000',
  })
  first.release?.()
  expect(existsSync(path)).toBe(false)
  expect(takeProcessLock(path, 'another').holder).toBeNull()
})

test('a holder that was killed leaves the lock to the next one', () => {
  const gone = spawnSync(process.execPath, ['-e', '0'])
  writeFileSync(path, JSON.stringify({ pid: gone.pid, startedAt: '1', note: '' }))
  expect(takeProcessLock(path, 'mine').holder).toBeNull()
})

test('another program that got the process id of a killed holder does not hold the lock', () => {
  writeFileSync(path, JSON.stringify({ pid: process.pid, startedAt: 'long ago', note: '' }))
  expect(findLockHolder(path)).toBeNull()
})

test('a lock file cut short by a full disk or a crash is no lock', () => {
  writeFileSync(path, '{"pid":')
  expect(takeProcessLock(path, 'mine').holder).toBeNull()
})
