import type { BrowserContext, CDPSession } from 'playwright-core'

/** What loading a page took, in an empty cache. */
export type LoadedPage = {
  /** Transferred, compressed. */
  scriptBytes: number
  /** The part of it that Next and React are. */
  frameworkBytes: number
  largestPaintMs: number
  /** Sum of what long tasks took beyond 50 ms each (web.dev/articles/tbt). */
  blockingMs: number
  /** Sum of all shifts, which is never less than the cumulative layout shift of web.dev/articles/cls. */
  layoutShift: number
}

type Vitals = Pick<LoadedPage, 'largestPaintMs' | 'blockingMs' | 'layoutShift'>

/** Quiet time after the load, in milliseconds: charts come after it. */
const SETTLE_MS = 1_000

/**
 * Opens a page in a fresh tab without a cache, waits until it is quiet, and closes it again.
 *
 * @param framework scripts of Next and React, as the build names them: `static/chunks/….js`
 */
export async function loadPage(
  context: BrowserContext,
  url: string,
  framework: ReadonlySet<string>,
): Promise<LoadedPage> {
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  await cdp.send('Network.enable')
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true })
  const scripts = countScripts(cdp, framework)
  await page.addInitScript(observeVitals)
  await page.goto(url)
  await page.waitForLoadState('networkidle')
  await page.waitForTimeout(SETTLE_MS)
  const vitals = await page.evaluate(() => (window as unknown as { vitals: Vitals }).vitals)
  await page.close()
  const sum = (sizes: number[]) => sizes.reduce((total, bytes) => total + bytes, 0)
  return {
    ...vitals,
    scriptBytes: sum(scripts.map(({ bytes }) => bytes)),
    frameworkBytes: sum(scripts.filter(({ isFramework }) => isFramework).map(({ bytes }) => bytes)),
  }
}

type Script = { bytes: number; isFramework: boolean }

function countScripts(cdp: CDPSession, framework: ReadonlySet<string>): Script[] {
  const scripts: Script[] = []
  const open = new Map<string, boolean>()
  cdp.on('Network.responseReceived', ({ requestId, type, response }) => {
    if (type === 'Script') {
      open.set(requestId, framework.has(new URL(response.url).pathname.replace('/_next/', '')))
    }
  })
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const isRoot = open.get(requestId)
    if (isRoot !== undefined) scripts.push({ bytes: encodedDataLength, isFramework: isRoot })
  })
  return scripts
}

/** Runs in the page, before its own scripts. */
function observeVitals() {
  const vitals = { largestPaintMs: 0, blockingMs: 0, layoutShift: 0 }
  Object.assign(window, { vitals })
  const observe = (type: string, note: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({
      type,
      buffered: true,
    })
  observe('largest-contentful-paint', ({ startTime }) => {
    vitals.largestPaintMs = startTime
  })
  observe('longtask', ({ duration }) => {
    vitals.blockingMs += duration - 50
  })
  observe('layout-shift', (entry) => {
    const { value, hadRecentInput } = entry as unknown as { value: number; hadRecentInput: boolean }
    if (!hadRecentInput) vitals.layoutShift += value
  })
}
