import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject } from 'vitest'
import { openBrowser, openPage, openWindow, signIn, type Visitor } from './open-browser.ts'

/** Somebody whom the tests of a file follow; `page` is another one in each try of each test. */
export type FollowedVisitor = Readonly<Visitor> & {
  /** Says that the test causes an error of the browser like this one. Without it any error fails the test. */
  expectFault(fault: RegExp): void
}

/** One browser for all who are followed at the same time. */
let browser: Promise<Browser> | undefined
let followed = 0

/**
 * Follows one person of the demo, or somebody who has not signed in, through the tests of the file or `describe` that it is
 * called in. Every try of a test begins with a page of its own, so that a second one finds nothing of the first, and ends
 * with a look at the errors that the browser reported.
 */
export function followVisitor(person?: 'PINKY' | 'BRAIN'): FollowedVisitor {
  const desk = inject('desk')
  let visitor: Visitor
  let expected: RegExp[] = []

  beforeAll(async () => {
    followed += 1
    browser ??= openBrowser()
    visitor = await openWindow(await browser, desk.APP_URL)
    if (person) await signIn(visitor.page, desk[`${person}_EMAIL`], desk[`${person}_PASSWORD`])
  })
  afterAll(async () => {
    followed -= 1
    if (followed > 0) return await visitor?.context.close()
    await (await browser)?.close()
    browser = undefined
  })

  beforeEach(async () => {
    await closeAll(visitor.context.pages())
    expected = []
    visitor = { context: visitor.context, ...(await openPage(visitor.context)) }
  })
  afterEach(async () => {
    // What the test holds back must not hold up the next one.
    await visitor.page.unrouteAll({ behavior: 'ignoreErrors' })
    // The browser may tell of an error later than the page shows what came of it.
    for (const fault of expected) {
      await expect
        .poll(() => visitor.faults, { message: `an error like ${fault}` })
        .toContainEqual(expect.stringMatching(fault))
    }
    const others = visitor.faults.filter((text) => !expected.some((fault) => fault.test(text)))
    expect(others).toEqual([])
  })

  return {
    get context() {
      return visitor.context
    },
    get page() {
      return visitor.page
    },
    get faults() {
      return visitor.faults
    },
    expectFault: (fault) => void expected.push(fault),
  }
}

async function closeAll(pages: Page[]): Promise<void> {
  await Promise.all(pages.map((page) => page.close()))
}
