import { expect, test } from 'vitest'
import { findViolations } from './find-violations.ts'
import { followVisitor } from './follow-visitor.ts'
import { hydrated } from './open-browser.ts'
import { seedsFrom, sparkovUpload } from './sparkov-upload.ts'
import { count, january, readTransactionCount, uploadToDemo } from './upload-page.ts'

const nextSeed = seedsFrom(4_600)
const pinky = followVisitor('PINKY')

test('a stored upload is removed after a question, not before the later one that was built on it', async () => {
  const { page } = pinky
  await page.goto(january)
  const before = await readTransactionCount(page)
  const seed = nextSeed()
  const month = sparkovUpload(seed, { withLabel: false, cards: 4 })
  // The second file repeats the first one's rows and brings their labels.
  const files = [month, sparkovUpload(seed, { withLabel: true, cards: 4 })]
  const pages: string[] = []
  for (const [at, file] of files.entries()) {
    const card = await uploadToDemo(page, `taken-back-${at}.csv`, file.csv)
    await card.getByRole('link', { name: 'See its details' }).click()
    await page.waitForURL(/\/uploads\/[0-9a-f-]{36}$/)
    await page.getByRole('button', { name: 'Remove this upload' }).waitFor()
    pages.push(page.url())
  }
  const [first, second] = pages as [string, string]
  const open = async (url: string) => {
    await page.goto(url)
    await (await hydrated(page.getByRole('button', { name: 'Remove this upload' }))).click()
    return page.getByRole('dialog', { name: /^Remove taken-back-/ })
  }

  const refused = await open(first)
  await refused.getByText(`${count(month.rowCount)} transactions in Jan 2019`).waitFor()
  expect(await findViolations(page)).toEqual([])
  pinky.expectFault(/409 .*remove_upload/)
  await refused.getByRole('button', { name: 'Remove it' }).click()
  await refused
    .getByRole('alert')
    .getByText(/remove taken-back-1\.csv first/)
    .waitFor()

  for (const url of [second, first]) {
    const dialog = await open(url)
    await dialog.getByRole('button', { name: 'Remove it' }).click()
    await page.getByText('Nothing of this file is stored.').waitFor()
    await page.getByRole('button', { name: 'Remove this upload' }).waitFor({ state: 'detached' })
  }
  await page.goto(january)
  await expect.poll(() => readTransactionCount(page)).toBe(before)
})
