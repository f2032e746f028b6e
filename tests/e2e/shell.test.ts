import type { Page } from 'playwright-core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { findViolations } from './find-violations.ts'
import { followVisitor } from './follow-visitor.ts'
import { hydrated } from './open-browser.ts'

const stranger = followVisitor()
const pinky = followVisitor('PINKY')

/** Where the first transaction of January 2019 is. */
async function findTransaction({ page }: { page: Page }): Promise<string> {
  await page.goto('/demo/months/2019-01')
  const link = page.locator('a[href*="/transactions/"]').first()
  return (await link.getAttribute('href')) ?? ''
}

describe('the command palette', () => {
  const open = async (page: Page) => {
    await hydrated(page.getByRole('button', { name: 'Search or jump to' }))
    await page.keyboard.press('Control+k')
    return page.getByRole('combobox')
  }

  test('leads to a month by its name', async () => {
    const { page } = pinky
    await page.goto('/demo/months')
    await (await open(page)).fill('december 2018')
    await page.getByRole('option', { name: 'December 2018' }).waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL('**/demo/months/2018-12')
  })

  test('finds a transaction by its number, from any page', async () => {
    const { page } = pinky
    const transaction = await findTransaction(pinky)
    await page.goto('/account')
    const id = transaction.split('/').at(-1)!
    await (await open(page)).fill(id)
    await page.getByRole('option', { name: `Transaction ${id}` }).click()
    await page.waitForURL(`**${transaction}`)
  })

  test('changes the theme, and closes by Escape', async () => {
    const { page } = pinky
    onTestFinished(() => pinky.context.clearCookies({ name: 'theme' }))
    await page.goto('/demo/months')
    await (await open(page)).fill('dark theme')
    await page.getByRole('option', { name: 'Dark theme' }).click()
    await page.locator('html[data-theme="dark"]').waitFor()
    await page.getByRole('combobox').waitFor({ state: 'detached' })
    await (await open(page)).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('combobox').waitFor({ state: 'detached' })
  })
})

test.each([
  '/no-such-dataset/months',
  '/demo/months/2031-01',
  '/demo/months/someday',
  '/demo/months/2019-01/transactions/999999999',
  '/demo/nothing',
  '/uploads/00000000-0000-4000-8000-000000000000',
  '/uploads/latest',
])('%s is a real 404, with the way back in sight', async (path) => {
  const { page } = pinky
  pinky.expectFault(/status of 404/)
  const response = await page.goto(path)
  expect(response?.status()).toBe(404)
  await page.getByRole('heading', { name: 'There is nothing here' }).waitFor()
  await page.getByRole('link', { name: 'Go to the months' }).waitFor()
})

test('whoever forgot the present password does not change it; the account page says what is wrong', async () => {
  const { page } = pinky
  await page.goto('/account')
  await (await hydrated(page.getByLabel('Present password'))).fill('narf narf narf')
  await page.getByLabel('New password', { exact: true }).fill('a long new password')
  await page.getByLabel('New password again').fill('a long new password')
  await page.getByRole('button', { name: 'Change the password' }).click()
  await page.getByText('This is not your present password.').waitFor()
})

test('every page of an analyst can be walked by keyboard alone', async () => {
  const { page } = pinky
  const transaction = await findTransaction(pinky)
  for (const path of [
    '/demo/months',
    '/demo/months/2019-01',
    transaction,
    '/demo/review',
    '/uploads',
    '/account',
  ]) {
    await page.goto(path, { waitUntil: 'networkidle' })
    await hydrated(page.getByRole('button', { name: 'Search or jump to' }))
    await page.keyboard.press('Tab')
    await page.locator('a:focus', { hasText: 'Skip to content' }).waitFor()
    await page.keyboard.press('Enter')
    await page.locator('main:focus').waitFor()
    await page.keyboard.press('Tab')
    // What follows is in the page itself, and can be seen to have the focus.
    const first = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement
      const main = document.querySelector('main')
      return {
        isInMain: main?.contains(element) === true,
        isVisible: element.matches(':focus-visible'),
      }
    })
    expect({ path, ...first }).toEqual({ path, isInMain: true, isVisible: true })
  }
})

describe('axe, in light and dark,', () => {
  test('finds nothing before the sign-in', async () => {
    for (const path of ['/', '/sign-in']) await expectNoViolation(stranger.page, path)
  })

  test.each([
    '/demo/months',
    '/demo/months/2019-01',
    '/demo/months/2017-03',
    '/demo/review',
    '/account',
  ])('finds nothing on %s', async (path) => await expectNoViolation(pinky.page, path))

  test('finds nothing on a transaction', async () => {
    await expectNoViolation(pinky.page, await findTransaction(pinky))
  })

  test('finds nothing where there is nothing', async () => {
    pinky.expectFault(/status of 404/)
    await expectNoViolation(pinky.page, '/demo/months/2031-01')
  })

  test('finds nothing in the palette', async () => {
    const { page } = pinky
    await page.goto('/demo/months')
    await hydrated(page.getByRole('button', { name: 'Search or jump to' }))
    await page.keyboard.press('Control+k')
    await page.getByRole('option', { name: 'January 2019' }).waitFor()
    expect(await findViolations(page)).toEqual([])
  })
})

/** Opens a page, waits for its charts, and looks. */
async function expectNoViolation(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await page.waitForLoadState('networkidle')
  expect({ path, found: await findViolations(page) }).toEqual({ path, found: [] })
}
