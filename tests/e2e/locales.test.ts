import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { openBrowser, signIn } from './open-browser.ts'

const desk = inject('desk')

/** Links to pages that look like one already seen are not followed: one month, one upload, one transaction is enough. */
const SHAPE = /\d[\w-]*|[0-9a-f]{8}-[\w-]+/g

let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})

afterAll(async () => await browser?.close())

// The server writes numbers and dates too: in the reader's language, and in UTC wherever the reader sits.
test('server and browser write the same pages for readers anywhere', async () => {
  const readers = [
    ['en-US', 'America/Los_Angeles'],
    ['de-DE', 'Europe/Berlin'],
    ['ja-JP', 'Asia/Tokyo'],
  ] as const
  // At once: most of a walk is waiting until a page has come to rest.
  const walks = readers.map(async ([locale, timezoneId]) => {
    const context = await browser.newContext({ baseURL: desk.APP_URL, locale, timezoneId })
    onTestFinished(() => context.close())
    context.setDefaultTimeout(90_000)
    return { locale, ...(await walk(context)) }
  })
  for (const { locale, faults, seen } of await Promise.all(walks)) {
    expect(faults, locale).toEqual([])
    expect(seen, locale).toEqual(
      expect.arrayContaining(['/demo/months/…', '/uploads', '/demo/admin']),
    )
  }
}, 360_000)

async function walk(context: BrowserContext): Promise<{ faults: string[]; seen: string[] }> {
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(`${page.url()}: ${error}`))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`${page.url()}: ${message.text()}`)
  })
  await signIn(page, desk.BRAIN_EMAIL, desk.BRAIN_PASSWORD)
  const seen: string[] = []
  const waiting = ['/demo/months/2019-01', '/uploads', '/demo/admin', '/']
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const shape = path.replace(/\?.*/, '').replaceAll(SHAPE, '…')
    if (seen.includes(shape)) continue
    seen.push(shape)
    await page.goto(path)
    await page.waitForLoadState('networkidle')
    const links = await page
      .locator('a[href^="/"]:not([download])')
      .evaluateAll((anchors) => anchors.map((anchor) => anchor.getAttribute('href') ?? ''))
    waiting.push(...links.filter((link) => !/^\/api\/|\/export(?:\?|$)/.test(link)))
  }
  return { faults, seen }
}
