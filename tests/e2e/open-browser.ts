import {
  type Browser,
  type BrowserContext,
  chromium,
  type Locator,
  type Page,
} from 'playwright-core'
import { requireChromium } from '../../scripts/testing/find-chromium.ts'

/** A browser without a window. Chromium's own sandbox does not work as root, nor in most containers. */
export async function openBrowser(): Promise<Browser> {
  return await chromium.launch({
    executablePath: await requireChromium(console.log),
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  })
}

/** One person's window: cookies of its own, and everything that went wrong in its page. */
export type Visitor = {
  context: BrowserContext
  page: Page
  /** Errors of the console and uncaught exceptions, in order. */
  faults: string[]
}

/** Ends what would never end; a machine that does everything at once takes its time. */
const PATIENCE_MS = 45_000

/** Opens a window at the app's address. */
export async function openWindow(browser: Browser, appUrl: string): Promise<Visitor> {
  const context = await browser.newContext({ baseURL: appUrl, locale: 'en-GB', timezoneId: 'UTC' })
  context.setDefaultTimeout(PATIENCE_MS)
  return { context, ...(await openPage(context)) }
}

/** Opens another page of a window, with faults of its own. */
export async function openPage(context: BrowserContext): Promise<Omit<Visitor, 'context'>> {
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(`${error} (${page.url()})`))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`${message.text()} (${message.location().url})`)
  })
  return { page, faults }
}

/** Signs in with the form, as a person would. */
export async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto('/sign-in')
  await fillSignIn(page, email, password)
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
}

/** Fills the sign-in form in and sends it, whatever comes of it. */
export async function fillSignIn(page: Page, email: string, password: string): Promise<void> {
  await (await hydrated(page.getByLabel('E-mail'))).fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/**
 * Waits until React has taken an element over. A test is quicker than any person, and what it does to a page
 * before that is lost.
 */
export async function hydrated(element: Locator): Promise<Locator> {
  await element.evaluate(
    (node) =>
      new Promise<void>((resolve) => {
        const look = () => {
          // React keeps an element's props under a key of this name once it owns the element.
          if (Object.keys(node).some((key) => key.startsWith('__reactProps$')))
            // Effects, such as those that listen to keys, come after it, before the page has nothing to do.
            requestIdleCallback(() => resolve())
          else requestAnimationFrame(look)
        }
        look()
      }),
  )
  return element
}
