import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { GoldenReport } from './check-golden-vectors.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

test('Deno computes the same features and scores as Node, bit for bit', async () => {
  const { stdout } = await promisify(execFile)(
    'node_modules/.bin/deno',
    ['run', '--no-lock', '--cached-only', 'tests/golden/run-in-deno.ts'],
    { cwd: root },
  )
  const report = JSON.parse(stdout) as GoldenReport
  expect(report.engine).toMatch(/^Deno \d/)
  expect(report.features.mismatches).toEqual([])
  expect(report.scores.mismatches).toEqual([])
  expect(report.features.checked).toBeGreaterThan(9_000)
  expect(report.scores.checked).toBeGreaterThan(900)
})
