import { expect, inject, test } from 'vitest'
import { PAGE_SIZE } from '../../lib/transactions/flagged-filters.ts'
import { writeDamagedUpload } from './damaged-upload.ts'
import { followVisitor } from './follow-visitor.ts'
import { hydrated } from './open-browser.ts'
import { seedsFrom } from './sparkov-upload.ts'
import { chooseFiles, count, readTransactionCount, uploadToDemo } from './upload-page.ts'

// What Pinky, an analyst, does.

const desk = inject('desk')
const nextSeed = seedsFrom(7)
const pinky = followVisitor('PINKY')

test('sees every month of the story', async () => {
  const { page } = pinky
  await page.goto('/demo/months')
  await page.getByRole('figure', { name: /fraud per month/ }).waitFor()
  const months = page.getByRole('table').locator('tbody tr')
  expect(await months.count()).toBeGreaterThanOrEqual(25)
  expect(await months.first().getByRole('link').textContent()).toBe('January 2019')
  expect(await months.last().getByRole('link').textContent()).toBe('January 2017')
})

test('opens January 2019 and sees flagged transactions with reasons', async () => {
  const { page } = pinky
  await page.goto('/demo/months')
  await page.getByRole('link', { name: 'January 2019' }).first().click()
  await page.getByRole('heading', { name: 'January 2019' }).waitFor()
  const rows = page.getByRole('table').locator('tbody tr')
  await rows.first().waitFor()
  for (const row of await rows.all()) {
    expect(await row.getByRole('listitem').count()).toBeGreaterThan(0)
  }
  expect(await rows.first().getByRole('listitem').first().textContent()).toMatch(/\w{3}/)
})

test('sees which rows of a damaged file are rejected, keeps the good ones, sees them counted, and the same file is stored once', async () => {
  const { page } = pinky
  const upload = writeDamagedUpload(nextSeed())
  const goodCount = upload.rowCount - upload.rejectedCount
  await page.goto('/demo/months/2019-01')
  const before = await readTransactionCount(page)

  // The service asks for a decision by refusing the first commit, which a browser logs.
  pinky.expectFault(/409 .*commit-upload/)
  await uploadToDemo(page, 'january.csv', upload.csv)
  await page.getByText(`3 of ${count(upload.rowCount)} rows cannot be used`).waitFor()
  const rejected = page.getByRole('region', { name: 'Rejected rows' }).locator('tbody tr')
  await rejected.first().waitFor()
  await expect
    .poll(() => rejected.allTextContents())
    .toEqual([
      expect.stringMatching(/^12amttwelve/),
      expect.stringMatching(/^22trans_date_trans_timeyesterday/),
      expect.stringMatching(/^32/),
    ])

  await page.getByRole('button', { name: `Keep ${count(goodCount)} good rows` }).click()
  await page.getByText(`${count(goodCount)} transactions stored`).waitFor()
  await page.goto('/demo/months/2019-01')
  expect(await readTransactionCount(page)).toBe(before + goodCount)

  await uploadToDemo(page, 'the same.csv', upload.csv)
  await page.getByText('This file is here already').waitFor()
  await page.goto('/demo/months/2019-01')
  expect(await readTransactionCount(page)).toBe(before + goodCount)
})

test('uploads a picture and reads one clear sentence', async () => {
  const { page } = pinky
  const buffer = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
  await chooseFiles(page, { name: 'holiday.png', buffer })
  const alert = page.getByRole('alert').filter({ hasText: 'This file cannot be used' })
  await alert.waitFor()
  expect(await alert.textContent()).toMatch(/PNG|image|picture|binary/i)
  expect(await alert.textContent()).toContain('Nothing was sent')
})

test('sorts the flagged transactions and turns the page', async () => {
  const { page } = pinky
  await page.goto('/demo/months/2019-01')
  const amounts = async () => {
    const cells = await page
      .getByRole('table')
      .locator('tbody tr td:nth-child(2)')
      .allTextContents()
    return cells.map((text) => Number(text.replace(/[^\d.]/g, '')))
  }
  const sortable = page.getByRole('columnheader', { name: 'Amount' })
  await (await hydrated(sortable.getByRole('button'))).click()
  await page.waitForURL(/sort=amount/)
  await page
    .locator('table[aria-busy="false"] th[aria-sort="descending"]', { hasText: 'Amount' })
    .waitFor()
  const first = await amounts()
  expect(first).toHaveLength(PAGE_SIZE)
  expect(first).toEqual(first.toSorted((a, b) => b - a))

  await page.getByRole('navigation', { name: 'Pages' }).getByLabel('Next page').click()
  await page.waitForURL(/page=2/)
  await page.getByText(new RegExp(`^${PAGE_SIZE + 1} to `)).waitFor()
  await page.locator('table[aria-busy="false"]').waitFor()
  const second = await amounts()
  expect(second.length).toBeGreaterThan(0)
  expect(second[0]).toBeLessThanOrEqual(first.at(-1)!)
})

test('opens one transaction, reads its reasons and records what it was', async () => {
  const { page } = pinky
  await page.goto('/demo/months/2019-01')
  await page.getByRole('table').locator('tbody tr').first().getByRole('link').click()
  await page.waitForURL(/\/transactions\/\d+$/)
  await page.getByRole('heading', { name: 'Strongest reasons' }).waitFor()
  expect(await page.getByRole('main').getByText('Flagged', { exact: true }).count()).toBe(1)

  await (await hydrated(page.getByRole('button', { name: 'Fraud', exact: true }))).click()
  await page.getByText('Recorded as fraud').waitFor()
  await page.reload()
  await page.getByText(`by ${desk.PINKY_EMAIL}`).first().waitFor()
})

test.each(['/admin', '/demo/admin'])('is refused %s by the server', async (path) => {
  const { page } = pinky
  pinky.expectFault(/status of 403/)
  const response = await page.goto(path)
  expect(response?.status()).toBe(403)
  await page.getByRole('heading', { name: 'This page is for admins' }).waitFor()
})
