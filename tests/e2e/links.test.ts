import { expect, test } from 'vitest'
import { followVisitor } from './follow-visitor.ts'
import { hydrated } from './open-browser.ts'

const pinky = followVisitor('PINKY')
const brain = followVisitor('BRAIN')

test('a link to the months shows them in the same measure', async () => {
  const { page } = pinky
  await page.goto('/demo/months')
  await (await hydrated(page.getByRole('radio', { name: 'Amount' }))).click()
  await page.waitForURL('**/demo/months?measure=amount')
  await page.reload()
  await page.getByRole('radio', { name: 'Amount', checked: true }).waitFor()
  await page.getByText('Flagged, not confirmed').waitFor()
  await (await hydrated(page.getByRole('radio', { name: 'Number' }))).click()
  await page.waitForURL('**/demo/months')
})

test('a link to a month shows the same threshold, and filters leave it where it is', async () => {
  const { page } = pinky
  await page.goto('/demo/months/2019-01?threshold=0.9')
  await page.getByText('Threshold 0.900').waitFor()
  await (await hydrated(page.getByRole('slider', { name: 'Threshold' }))).press('End')
  await page.waitForURL(/[?&]threshold=1(&|$)/)
  await page.getByRole('button', { name: 'Amount' }).click()
  await page.waitForURL(/[?&]sort=amount(&|$)/)
  expect(new URL(page.url()).searchParams.get('threshold')).toBe('1')
  await page.getByRole('button', { name: 'Back to served' }).click()
  await page.waitForURL((url) => url.search === '?sort=amount')
})

test('a link to the queue opens the same flag', async () => {
  const { page } = pinky
  const current = page.getByRole('list', { name: 'Waiting' }).locator('[aria-current="true"]')
  await page.goto('/demo/review')
  await hydrated(current)
  const first = await current.textContent()
  await page.keyboard.press('j')
  await page.waitForURL(/\/demo\/review\?item=\d+$/)
  await expect.poll(() => current.textContent()).not.toBe(first)
  const second = await current.textContent()
  await page.reload()
  await current.waitFor()
  await expect.poll(() => current.textContent()).toBe(second)
})

test('the command palette leads to a version in the list of models', async () => {
  const { page } = brain
  await page.goto('/demo/months')
  await hydrated(page.getByRole('button', { name: 'Search or jump to' }))
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('model version 1')
  await page.getByRole('option', { name: /^Model version 1\b/ }).click()
  await page.waitForURL('**/demo/admin#version-1')
  const row = page.locator('#version-1')
  await expect
    .poll(() =>
      row.evaluate((element) => {
        const { top, bottom } = element.getBoundingClientRect()
        return top >= 0 && bottom <= window.innerHeight
      }),
    )
    .toBe(true)
})
