import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** How often a page is looked at before what axe finds is believed: a colour on its way to another is no fault. */
const LOOKS = 5

/** The rules whose answer depends on colours; what else there is is the same in light and in dark. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block']

/**
 * What axe finds wrong with a page as it stands, in light and in dark: one line per rule and place. Only what is still
 * found once the page has come to rest counts.
 */
export async function findViolations(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    // A theme that was chosen by hand would win over the scheme.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const options = colorScheme === 'dark' ? { runOnly: COLOUR_RULES } : {}
    let lines = await look(page, options)
    for (let looks = 1; looks < LOOKS && lines.length > 0; looks++)
      lines = await look(page, options)
    found.push(...lines.map((line) => `${colorScheme} ${line}`))
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null })
  return found
}

async function look(page: Page, options: { runOnly?: string[] }): Promise<string[]> {
  await atRest(page)
  await page.evaluate(axe)
  const { violations } = (await page.evaluate(`axe.run(${JSON.stringify(options)})`)) as AxeResults
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`),
  )
}

/** Waits until two frames are painted and no transition or animation that ends is under way. */
async function atRest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    await frame()
    await frame()
    const ending = document
      .getAnimations()
      .filter(({ effect }) => Number.isFinite(Number(effect?.getComputedTiming().endTime)))
    await Promise.allSettled(ending.map(({ finished }) => finished))
    await frame()
  })
}
