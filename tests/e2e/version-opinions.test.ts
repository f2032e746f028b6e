import { expect, inject, test } from 'vitest'
import { findViolations } from './find-violations.ts'
import { followVisitor } from './follow-visitor.ts'
import { hydrated } from './open-browser.ts'

const desk = inject('desk')
const pinky = followVisitor('PINKY')

test('the other versions are asked on demand, again after a failure, and the served one agrees with itself', async () => {
  const { page } = pinky
  await page.goto(`${desk.APP_URL}/demo/months/2019-01`)
  await page.locator('a[href*="/transactions/"]:visible').first().click()
  await page.waitForURL(/\/transactions\/\d+$/)
  const card = page.locator('section', {
    has: page.getByRole('heading', { name: 'What other versions say' }),
  })
  await page.route('**/functions/v1/score-transaction', (route) => route.abort())
  pinky.expectFault(/score-transaction/)
  await (await hydrated(card.getByRole('button', { name: 'Ask them' }))).click()
  await card
    .getByRole('alert')
    .getByText(/^Cannot ask the other versions/)
    .waitFor()
  await page.unroute('**/functions/v1/score-transaction')
  await card.getByRole('button', { name: 'Try again' }).click()

  const opinions = card.getByRole('table', { name: 'Fraud score and threshold by version' })
  const served = opinions.getByRole('row').filter({ hasText: 'Served it' })
  await served.waitFor()
  expect(await served.count()).toBe(1)
  const shown = await page
    .locator('p', { hasText: 'the threshold of' })
    .first()
    .locator('span')
    .first()
    .textContent()
  expect(shown).toMatch(/^[01]\.\d{3}$/)
  expect(await served.getByRole('cell').last().textContent()).toContain(shown)
  expect(await findViolations(page)).toEqual([])
})
