import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

// A new family is one file and one line: this adds one to a copy of the program and trains with it.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const root = join(import.meta.dirname, '../..')
let copy: string

/** Scores by one feature: a single cut, halfway between the means of the classes. */
const family = `
import { PayloadWriter } from '../../core/scoring/payload-writer.ts'
import { writeTreeEnsemble } from '../../core/scoring/tree-ensemble.ts'
import type { ModelFamily } from './model-family.ts'

export const singleCut: ModelFamily = {
  name: 'single-cut',
  expectedSeconds: 1,
  candidates: [{ size: 2 }, { size: 4 }],
  async fit({ train, validation, hyperparameters }) {
    const size = Number(hyperparameters.size)
    const sums = [0, 0]
    const counts = [0, 0]
    train.labels.forEach((label, row) => {
      sums[label]! += train.features[row * train.featureCount]!
      counts[label]! += 1
    })
    const cut = Math.fround((sums[0]! / counts[0]! + sums[1]! / counts[1]!) / 2)
    const writer = new PayloadWriter()
    const model = writeTreeEnsemble(writer, {
      aggregation: 'sum', base: 0, roots: [0], feature: [0, -1, -1], threshold: [cut, 0, 0],
      left: [1, -1, -1], value: [0, -size, size], missingLeft: [1, 0, 0],
    })
    const validationScores = Float32Array.from(validation.labels, (_, row) =>
      1 / (1 + Math.exp(validation.features[row * validation.featureCount]! > cut ? -size : size)),
    )
    return {
      model, payload: writer.toFloat32Array(), learningCurve: [], steps: 1, validationScores, backend: 'typescript',
    }
  },
}
`

const program = `
import { fitCandidates, listCandidates } from './trainer/fit-candidates.ts'
const rows = { rowCount: 8, featureCount: 1, features: Float32Array.of(1, 2, 1, 2, 8, 9, 8, 9), labels: Uint8Array.of(0, 0, 0, 0, 1, 1, 1, 1) }
const fitted = await fitCandidates(listCandidates(['single-cut'], 1), { train: rows, validation: rows, encodings: [] }, () => {})
console.log(JSON.stringify(fitted.map(({ family, hyperparameters, fitted }) => ({ family, hyperparameters, scores: [...fitted.validationScores].map(Math.round) }))))
`

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'family-'))
  for (const folder of ['core', 'trainer']) {
    await cp(join(root, folder), join(copy, folder), { recursive: true })
  }
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
  await cp(join(root, 'package.json'), join(copy, 'package.json'))
  await writeFile(join(copy, 'trainer/families/single-cut.ts'), family)
  const registry = join(copy, 'trainer/families/registry.ts')
  const before = await readFile(registry, 'utf8')
  const imported = `import { singleCut } from './single-cut.ts'\n${before}`
  await writeFile(
    registry,
    imported.replace('  gradientBoosting,\n', '  gradientBoosting, singleCut,\n'),
  )
  await writeFile(join(copy, 'train.ts'), program)
})

afterAll(() => rm(copy, { recursive: true, force: true }))

test('one file and one line add a family, whose grid is fitted in threads', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['train.ts'], { cwd: copy })
  expect(JSON.parse(stdout)).toEqual(
    [2, 4].map((size) => ({
      family: 'single-cut',
      hyperparameters: { size },
      scores: [0, 0, 0, 0, 1, 1, 1, 1],
    })),
  )
})
