import { findChromium, NoChromium, requireChromium } from './find-chromium.ts'
import type { SectionResult, TestContext } from './section.ts'
import { runVitest } from './vitest-section.ts'

/** Walks through the running product in Chromium, which is installed first where there is none. */
export async function runBrowserSection(context: TestContext): Promise<SectionResult> {
  try {
    const path = findChromium() ?? (await requireChromium(context.onLine))
    return await runVitest('browser', { ...context, env: { ...context.env, CHROMIUM_PATH: path } })
  } catch (error) {
    if (!(error instanceof NoChromium)) throw error
    return { passed: 0, failed: 1, output: error.message }
  }
}
