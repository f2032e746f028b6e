import { expect, test } from 'vitest'
import type { SectionResult, TestContext } from './section.ts'
import { tryAgain } from './try-again.ts'

const context: TestContext = {
  folder: '/nowhere',
  env: {},
  signal: new AbortController().signal,
  onLine: () => {},
}

/** A section that ends like this, one time after the other. */
function section(...results: SectionResult[]) {
  const asked: (readonly string[] | undefined)[] = []
  const printed: string[] = []
  const run = async ({ files }: TestContext) => {
    asked.push(files)
    return results[asked.length - 1]!
  }
  const options = {
    print: (text: string) => void printed.push(text),
    clear: async () => void printed.push('cleared'),
  }
  return { asked, printed, run, options }
}

const broken: SectionResult = {
  passed: 7,
  failed: 1,
  byFile: { failed: ['/a.test.ts'], passedInOthers: 5 },
  output: 'FAIL a > is so',
}

test('what passes is run once', async () => {
  const { asked, printed, run, options } = section({ passed: 3, failed: 0, output: '' })
  expect(await tryAgain(run, context, options)).toMatchObject({ passed: 3, failed: 0 })
  expect(asked).toEqual([undefined])
  expect(printed).toEqual([])
})

test('only the files that failed are run again, and every test counts once', async () => {
  const { asked, printed, run, options } = section(broken, { passed: 3, failed: 0, output: '' })
  expect(await tryAgain(run, context, options)).toMatchObject({ passed: 8, failed: 0 })
  expect(asked).toEqual([undefined, ['/a.test.ts']])
  expect(printed).toEqual(['FAIL a > is so\n  Once more from scratch: /a.test.ts', 'cleared'])
})

test('what fails twice has failed', async () => {
  const { run, options } = section(broken, { passed: 2, failed: 1, output: 'FAIL again' })
  expect(await tryAgain(run, context, options)).toMatchObject({
    passed: 7,
    failed: 1,
    output: 'FAIL again',
  })
})

test('a section that failed without a file to name is run again as a whole', async () => {
  const { asked, run, options } = section(
    { passed: 4, failed: 1, output: 'An error outside of any test' },
    { passed: 6, failed: 0, output: '' },
  )
  expect(await tryAgain(run, context, options)).toMatchObject({ passed: 6, failed: 0 })
  expect(asked).toEqual([undefined, undefined])
})

test('whoever stops is not kept waiting for a second try', async () => {
  const { asked, run, options } = section(broken)
  const signal = AbortSignal.abort()
  expect(await tryAgain(run, { ...context, signal }, options)).toBe(broken)
  expect(asked).toHaveLength(1)
})
