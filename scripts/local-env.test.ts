import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeLocalEnv } from './product/write-local-env.ts'
import { readLocalEnv } from './read-local-env.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'local-env-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true })
  for (const name of ['DESK_URL', 'DESK_KEY']) delete process.env[name]
})

test('what was written is read back, and only its owner can read it', () => {
  const path = join(folder, 'env')
  writeLocalEnv(path, { DESK_URL: 'postgres://u:p%23w@127.0.0.1:1/postgres?x=1', DESK_KEY: '' })
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(readLocalEnv(path)).toBe(true)
  expect(process.env.DESK_URL).toBe('postgres://u:p%23w@127.0.0.1:1/postgres?x=1')
})

test('a variable of the environment wins over the file', () => {
  const path = join(folder, 'env')
  process.env.DESK_URL = 'mine'
  writeLocalEnv(path, { DESK_URL: 'file' })
  readLocalEnv(path)
  expect(process.env.DESK_URL).toBe('mine')
})

test('a value that readers would understand differently is refused and nothing is written', () => {
  const path = join(folder, 'env')
  writeLocalEnv(path, { DESK_KEY: 'good' })
  expect(() => writeLocalEnv(path, { DESK_KEY: 'two words # and a comment' })).toThrow(/DESK_KEY/)
  expect(readFileSync(path, 'utf8')).toBe('DESK_KEY=good\n')
})

test('without a running demo there is nothing to read', () => {
  expect(readLocalEnv(join(folder, 'absent'))).toBe(false)
})
