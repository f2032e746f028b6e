import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, parse } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readCommit } from './read-commit.ts'

const folder = mkdtempSync(join(tmpdir(), 'fraud-desk-commit-'))
afterAll(() => rmSync(folder, { recursive: true }))

const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=Pinky', '-c', 'user.email=pinky@example.org', ...args], {
    cwd: folder,
    encoding: 'utf8',
  }).trim()

test('names the commit of a checkout, unless its files differ or it is none', async () => {
  expect(await readCommit(parse(folder).root)).toBeNull()
  writeFileSync(join(folder, 'a.txt'), 'one')
  git('init', '--quiet')
  git('add', 'a.txt')
  git('commit', '--quiet', '--no-gpg-sign', '--message', 'one')
  expect(await readCommit(folder)).toBe(git('rev-parse', 'HEAD'))
  writeFileSync(join(folder, 'a.txt'), 'two')
  expect(await readCommit(folder)).toBeNull()
})
