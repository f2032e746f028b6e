import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readCandidates, writeCandidates } from './candidate-files.ts'
import type { FittedCandidate } from './fit-candidates.ts'

let folder: string
const lines: string[] = []
const log = (_step: string, line: string) => void lines.push(line)

const candidate = (family: string): FittedCandidate => ({
  family,
  hyperparameters: { learningRate: 0.1, hidden: [64, 32] },
  seed: 7,
  durationMs: 1_200,
  fitted: {
    model: { kind: 'dense-network' } as never,
    payload: Float32Array.of(1, Number.NaN, -0),
    learningCurve: [],
    steps: 12,
    validationScores: Float32Array.of(0.25, 0.75),
    backend: 'typescript',
  },
})

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraud-desk-candidates-'))
  lines.length = 0
})
afterEach(() => rm(folder, { recursive: true }))

test('candidates of several machines are gathered as they were fitted', async () => {
  await writeCandidates(join(folder, 'one'), 'abc', [candidate('gradient-boosting')])
  await writeCandidates(join(folder, 'two'), 'abc', [candidate('random-forest')])
  expect(await readCandidates(folder, 'abc', log)).toEqual([
    candidate('gradient-boosting'),
    candidate('random-forest'),
  ])
})

test('what was fitted on other rows is left out', async () => {
  await writeCandidates(folder, 'abc', [candidate('random-forest')])
  expect(await readCandidates(folder, 'def', log)).toEqual([])
  expect(lines[0]).toContain('fitted on other rows')
})

test('a damaged file and a missing folder are no end', async () => {
  const path = await writeCandidates(folder, 'abc', [candidate('random-forest')])
  const bytes = await readFile(path)
  await writeFile(path, bytes.subarray(0, bytes.length / 2))
  expect(await readCandidates(folder, 'abc', log)).toEqual([])
  expect(lines[0]).toContain('damaged')
  expect(await readCandidates(join(folder, 'nowhere'), 'abc', log)).toEqual([])
})
