import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { followVisitor } from './follow-visitor.ts'
import { hydrated } from './open-browser.ts'

// Pinky's day without a pointer: after each step the focus is where the next one begins.

const pinky = followVisitor('PINKY')

/** What has the focus: its role or tag, and its name. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement
    const name = element?.getAttribute('aria-label') ?? element?.textContent ?? ''
    return `${element?.tagName.toLowerCase()} ${element?.id || name.trim()}`
  })

test('a link that leads to another page leaves the focus in it', async () => {
  const { page } = pinky
  await page.goto('/demo/months')
  const month = await hydrated(page.getByRole('link', { name: 'January 2019' }))
  await month.focus()
  await page.keyboard.press('Enter')
  await page.waitForURL('**/demo/months/2019-01')
  await expect.poll(() => focused(page)).toBe('main content')

  const transaction = await hydrated(
    page.getByRole('table').locator('tbody tr').first().getByRole('link'),
  )
  await transaction.focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/transactions\/\d+$/)
  await expect.poll(() => focused(page)).toBe('main content')
})

test('turning to the last page of a table keeps the focus on the button', async () => {
  const { page } = pinky
  await page.goto('/demo/months/2019-01')
  const next = await hydrated(
    page.getByRole('navigation', { name: 'Pages' }).getByLabel('Next page'),
  )
  const shown = await page.getByText(/^Page 1 of \d+$/).textContent()
  const last = Number(/\d+$/.exec(shown ?? '')?.[0])
  expect(last).toBeGreaterThan(1)
  await next.focus()
  for (let at = 2; at <= last; at++) {
    await page.keyboard.press('Enter')
    await page.getByText(`Page ${at} of ${last}`).waitFor()
  }
  expect(await focused(page)).toBe('button Next page')
  await page.keyboard.press('Enter')
  expect(await focused(page)).toBe('button Next page')
})

test('a review by button hands the focus on to the next one, and is taken back by key', async () => {
  const { page } = pinky
  await page.goto('/demo/review')
  const queue = page.getByRole('list', { name: 'Waiting' })
  const current = await hydrated(queue.locator('[aria-current="true"]'))
  const first = await current.textContent()
  await page.getByRole('button', { name: 'Unsure' }).focus()
  await Promise.all([
    page.waitForResponse(/\/rpc\/record_review/),
    page.keyboard.press('Enter'),
    current.filter({ hasNotText: first ?? '' }).waitFor(),
  ])
  await expect.poll(() => focused(page)).toBe('section In hand')
  await Promise.all([page.waitForResponse(/\/rpc\/undo_review/), page.keyboard.press('z')])
  await expect.poll(() => current.textContent()).toBe(first)
})
