import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { GoldenReport } from '../golden/check-golden-vectors.ts'
import { openBrowser } from './open-browser.ts'

let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(async () => await browser?.close())

test('the browser computes the same features and scores as Node, bit for bit', async () => {
  const page = await browser.newPage()
  const code = await bundleForBrowser('../golden/check-golden-vectors.ts', 'golden')
  await page.addScriptTag({ content: code })
  const report = (await page.evaluate(
    'golden.checkGoldenVectors(navigator.userAgent)',
  )) as GoldenReport
  expect(report.engine).toContain('Chrome')
  expect(report.features.mismatches).toEqual([])
  expect(report.scores.mismatches).toEqual([])
  expect(report.features.checked).toBeGreaterThan(9_000)
  expect(report.scores.checked).toBeGreaterThan(900)
})

/** One script that puts a module's exports into a global variable. Fails when it needs more than the browser has. */
async function bundleForBrowser(module: string, name: string): Promise<string> {
  const bundle = await rolldown({
    input: fileURLToPath(new URL(module, import.meta.url)),
    platform: 'browser',
  })
  const { output } = await bundle.generate({ format: 'iife', name })
  await bundle.close()
  expect(output[0].imports).toEqual([])
  return output[0].code
}
