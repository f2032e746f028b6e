import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runDatabaseTests } from './pgtap.ts'
import type { Stack } from './stack.ts'
import { parseTap } from './tap.ts'
import { startTestStack } from './test-stack.ts'

let stack: Stack
let directory: string

beforeAll(async () => {
  stack = await startTestStack()
  directory = await mkdtemp(path.join(os.tmpdir(), 'fraud-desk-pgtap-'))
})

afterAll(async () => {
  await stack?.stop()
  await rm(directory, { recursive: true, force: true })
})

it('counts passed and failed tests, and rolls back what they did', async () => {
  await writeFile(
    path.join(directory, 'a.test.sql'),
    `begin;
    select plan(3);
    insert into public.vault values (99, 'left over?', '');
    select has_table('public', 'notes', 'notes are kept');
    set local role authenticated;
    select throws_ok('select hidden from public.vault', '42501', null, 'the hidden column is hidden');
    reset role;
    select is(1, 2, 'one is two');
    select * from finish();
    rollback;`,
  )
  await writeFile(path.join(directory, 'b.test.sql'), 'select plan(1);\nselect nonsense;')
  await writeFile(path.join(directory, 'c.test.sql'), 'select plan(2); select pass();')
  await writeFile(path.join(directory, 'not-a-test.sql'), 'drop table public.vault;')
  const report = await runDatabaseTests(stack.databaseUrl, directory)
  expect(report).toMatchObject({ passed: 3, failed: 3 })
  expect(report.output).toContain('a.test.sql: 2 passed, 1 failed')
  expect(report.output).toContain('not ok 3 - one is two')
  expect(report.output).toMatch(/have: 1\n.*want: 2/)
  expect(report.output).toContain('died at line 2: column "nonsense" does not exist')
  expect(report.output).toContain('planned 2, ran 1')
  const sql = postgres(stack.databaseUrl, { max: 1 })
  expect(await sql`select id from public.vault`).toEqual([{ id: 1 }])
  await sql.end()
})

it.each([
  [['1..2', 'ok 1', 'ok 2 - fine'], 2, 0],
  [['1..1', 'not ok 1 - later # TODO'], 1, 0],
  [['1..1', 'ok 1 - nothing to do # SKIP no network'], 1, 0],
  [['1..2', 'ok 1'], 1, 1],
  [['ok 1'], 1, 1],
  [[], 0, 1],
  [['1..1', 'okay', 'ok 1'], 1, 0],
])('reads the TAP lines %j', (lines, passed, failed) => {
  expect(parseTap(lines)).toMatchObject({ passed, failed })
})
