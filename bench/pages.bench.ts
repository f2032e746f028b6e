// npm run bench -- pages
// Opens every page of the running demo (a production build) in Chromium and prints, per page: the server's answer
// (median), transferred JavaScript, largest contentful paint, total blocking time and layout shift.
import { type Browser, type BrowserContext, chromium } from 'playwright-core'
import { CommandFailure } from '../scripts/command-failure.ts'
import { frameworkFiles } from '../scripts/product/page-weight.ts'
import { readLocalEnv } from '../scripts/read-local-env.ts'
import { requireChromium } from '../scripts/testing/find-chromium.ts'
import { signIn } from '../tests/e2e/open-browser.ts'
import { type LoadedPage, loadPage } from './pages/load-page.ts'

type Person = 'PINKY' | 'BRAIN'

/** Answers of the server and loads in the browser, per page; the first of each warms up and does not count. */
const ANSWERS = 16
const LOADS = 9

readLocalEnv()
const appUrl = required('APP_URL')
const framework = new Set(frameworkFiles(process.env.NEXT_DIST_DIR ?? '.next'))
const browser = await chromium.launch({
  executablePath: await requireChromium(console.error),
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
})
try {
  const visitor = await openContext(browser)
  const pinky = await openContext(browser, 'PINKY')
  const brain = await openContext(browser, 'BRAIN')
  const transaction = await findTransaction(pinky)
  const pages: [path: string, context: BrowserContext][] = [
    ['/', visitor],
    ['/sign-in', visitor],
    ['/demo/months', pinky],
    ['/demo/months/2019-01', pinky],
    [transaction, pinky],
    ['/demo/review', pinky],
    ['/uploads', pinky],
    ['/account', pinky],
    ['/demo/admin', brain],
    ['/demo/admin/models', brain],
    ['/demo/admin/runs', brain],
    ['/demo/admin/monitoring', brain],
    ['/demo/admin/backtest', brain],
    ['/demo/admin/settings', brain],
    ['/demo/admin/people', brain],
  ]
  const results = []
  for (const [path, context] of pages) {
    const url = new URL(path, appUrl).href
    const serverMs = await timeAnswers(context, url)
    const loads: LoadedPage[] = []
    for (let i = 0; i < LOADS; i++) loads.push(await loadPage(context, url, framework))
    const counted = loads.slice(1)
    const middle = (key: keyof LoadedPage) => median(counted.map((load) => load[key]))
    const result = {
      path: path === transaction ? '/demo/months/2019-01/transactions/…' : path,
      serverMs: round(serverMs),
      scriptKb: round(middle('scriptBytes') / 1000),
      beyondFrameworkKb: round((middle('scriptBytes') - middle('frameworkBytes')) / 1000),
      largestPaintMs: round(middle('largestPaintMs')),
      blockingMs: round(middle('blockingMs')),
      layoutShift: Math.round(middle('layoutShift') * 10_000) / 10_000,
    }
    console.error(JSON.stringify(result))
    results.push(result)
  }
  console.log(JSON.stringify({ benchmark: 'pages', pages: results }))
} finally {
  await browser.close()
}

async function openContext(of: Browser, person?: Person): Promise<BrowserContext> {
  const context = await of.newContext({
    baseURL: appUrl,
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
  })
  if (person) {
    const page = await context.newPage()
    await signIn(page, required(`${person}_EMAIL`), required(`${person}_PASSWORD`))
    await page.close()
  }
  return context
}

async function findTransaction(context: BrowserContext): Promise<string> {
  const page = await context.newPage()
  await page.goto('/demo/months/2019-01')
  const path = await page.locator('a[href*="/transactions/"]').first().getAttribute('href')
  await page.close()
  if (!path) throw new CommandFailure('January 2019 has no flagged transaction to open.')
  return path
}

/** Median time to the last byte of the document, in milliseconds. */
async function timeAnswers(context: BrowserContext, url: string): Promise<number> {
  const cookies = await context.cookies(url)
  const headers = { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') }
  const times: number[] = []
  for (let i = 0; i < ANSWERS; i++) {
    const start = performance.now()
    const response = await fetch(url, { headers, redirect: 'manual' })
    await response.text()
    if (!response.ok) throw new CommandFailure(`${url} answered ${response.status}.`)
    if (i > 0) times.push(performance.now() - start)
  }
  return median(times)
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

function required(name: string): string {
  const value = process.env[name]
  if (value) return value
  throw new CommandFailure(`Cannot measure pages: ${name} is not set. Start \`npm run demo\`.`)
}
