import { readFile } from 'node:fs/promises'
import { expect, inject, test } from 'vitest'
import { PAGE_SIZE } from '../../lib/transactions/flagged-filters.ts'
import { followVisitor } from './follow-visitor.ts'
import { hydrated } from './open-browser.ts'

const desk = inject('desk')
const pinky = followVisitor('PINKY')
const brain = followVisitor('BRAIN')

const month = '/demo/months/2019-01'
const rows = () => pinky.page.getByRole('table').locator('tbody tr')
const settled = () => pinky.page.locator('table[aria-busy="false"]').waitFor()

test('the slider says at once what another threshold would have meant', async () => {
  const { page } = pinky
  await page.goto(month)
  const slider = await hydrated(page.getByRole('slider', { name: 'Threshold' }))
  const flagged = async () =>
    Number(
      (
        await page
          .locator('dl > div', { hasText: /^\s*Flagged/ })
          .last()
          .locator('dd')
          .first()
          .textContent()
      )?.replace(/\D/g, ''),
    )
  const served = await flagged()
  await slider.focus()
  await page.keyboard.press('Home')
  await page.getByText('Threshold 0.000').waitFor()
  await expect.poll(flagged).toBeGreaterThan(served)
  await page.keyboard.press('End')
  await page.getByText('Threshold 1.000').waitFor()
  await expect.poll(flagged).toBeLessThanOrEqual(served)
  await page.getByRole('button', { name: 'Back to served' }).click()
  await expect.poll(flagged).toBe(served)
})

test('filters live in the address: a link shows the same rows', async () => {
  const { page } = pinky
  await page.goto(month)
  await (await hydrated(page.getByRole('button', { name: /More filters/ }))).click()
  await page.getByLabel('Lowest score, 0 to 1').fill('0.5')
  await page.waitForURL((url) => url.searchParams.get('score') === '0.5')
  await page.getByLabel('Largest amount').fill('500')
  await page.waitForURL(
    (url) => url.searchParams.get('amountTo') === '500' && url.searchParams.get('score') === '0.5',
  )
  const address = page.url()

  await brain.page.goto(address)
  const others = brain.page.getByRole('table').locator('tbody tr')
  await others.first().waitFor()
  const shown = await others.allTextContents()
  // Whoever typed the filters sees the same once the database has answered.
  await expect.poll(() => rows().allTextContents()).toEqual(shown)
  expect(await (await hydrated(brain.page.getByLabel('Largest amount'))).inputValue()).toBe('500')

  await page.getByRole('button', { name: 'Clear' }).click()
  await page.waitForURL((url) => url.search === '')
})

test('a day of the calendar narrows the table to itself, a column can be left out', async () => {
  const { page } = pinky
  await page.goto(month)
  const day = await hydrated(page.getByRole('button', { name: / [1-9]\d* flagged/ }).first())
  const flagged = Number(/(\d+) flagged/.exec((await day.getAttribute('title')) ?? '')?.[1])
  await day.click()
  await page.waitForURL(/day=\d+/)
  await page.getByText(new RegExp(`^${flagged} worth`)).waitFor()
  await settled()
  await expect.poll(() => rows().count()).toBe(Math.min(flagged, PAGE_SIZE))

  await page.locator('summary', { hasText: 'Columns' }).click()
  // The box follows the address, which a busy machine changes later.
  await page.getByLabel('Why').click()
  await page.waitForURL(/hide=why/)
  await page.reload()
  await page.getByRole('columnheader', { name: 'Merchant' }).waitFor()
  expect(await page.getByRole('columnheader', { name: 'Why' }).count()).toBe(0)
})

test('the export holds all rows that the filters let through', async () => {
  const { page } = pinky
  await page.goto(`${month}?score=0.3`)
  const total = Number(
    /^([\d,]+) worth/
      .exec((await page.getByText(/^[\d,]+ worth/).textContent()) ?? '')?.[1]
      ?.replaceAll(',', ''),
  )
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export CSV' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('demo-2019-01-flagged.csv')
  const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n')
  expect(lines[0]).toMatch(/^id,occurred_at,amount/)
  expect(lines.length - 1).toBe(total)
  expect(total).toBeGreaterThan(3)
})

test('a visitor gets no export', async () => {
  const response = await fetch(`${desk.APP_URL}${month}/export`, { redirect: 'manual' })
  expect(response.status).toBe(401)
  expect(await response.text()).not.toContain('occurred_at')
})

test('a chart column opens its month', async () => {
  const { page } = pinky
  await page.goto('/demo/months')
  const chart = page.getByRole('figure', { name: /fraud per month/ })
  await chart.waitFor()
  await chart.locator('.recharts-bar-rectangle').first().waitFor()
  const box = (await chart.boundingBox())!
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.4)
  await page.mouse.move(box.x + box.width * 0.5 + 2, box.y + box.height * 0.4)
  await chart
    .locator('.recharts-tooltip-wrapper')
    .getByText(/20\d\d/)
    .waitFor()
  await page.mouse.down()
  await page.mouse.up()
  await page.waitForURL(/\/demo\/months\/20\d\d-\d\d$/)
})
